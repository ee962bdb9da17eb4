"""HTML made plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.sources.html_text import html_text, html_text_and_links


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one<br>two<br/>three</p>", "one\ntwo\nthree"),
        ("a &amp; b &lt;c&gt; &eacute; &#8230;", "a & b <c> é …"),
        ("<p>wide    space\nand a line</p>", "wide space and a line"),
        ("<ul><li>one</li><li><p>two</p></li></ul>", "• one\n•\ntwo"),
        ("<script>alert(1)</script>seen<style>p{}</style>", "seen"),
        ("<p>never <b>closed", "never closed"),
        ("</p>closed too often</p></div>", "closed too often"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("", ""),
    ],
)
def test_text(html: str, text: str) -> None:
    assert html_text(html) == text


def test_links_as_mastodon_writes_them() -> None:
    html = (
        '<p><a href="https://s.example/tags/crumb" class="mention hashtag" rel="tag">#<span>crumb</span></a> '
        '<span class="h-card"><a href="https://s.example/@ann" class="u-url mention">@<span>ann</span></a></span> see '
        '<a href="https://paper.example/a/long/way"><span class="invisible">https://</span>'
        '<span class="ellipsis">paper.example/a</span><span class="invisible">/long/way</span></a></p>'
    )
    assert html_text_and_links(html) == ("#crumb @ann see paper.example/a…", ("https://paper.example/a/long/way",))


@given(st.text(alphabet="<>/&;pb abri\"'=#x0", max_size=200))
def test_nothing_breaks_it(html: str) -> None:
    text = html_text(html)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert "\0" not in text
