from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.targets.made import cut, item, picture, state, texts
from warroom.plan.model import Target
from warroom.plan.read import NETWORKS
from warroom.review.model import TargetText
from warroom.targets.imitation import ImitationPage, NotAccepted, accept, page_of
from warroom.targets.networks import BadLink
from warroom.targets.route import kept_link, page_address, way


def test_each_post_gets_a_link_of_the_pages_own(tmp_path: Path) -> None:
    page, first = accept(ImitationPage("crumb.example"), picture(tmp_path, "1x1"), "Hello", "A card")
    page, second = accept(page, picture(tmp_path, "1x1"), "Again", "A card")
    assert (first.link, second.link) == ("imitation://crumb.example/1", "imitation://crumb.example/2")
    assert [post.caption for post in page.posts] == ["Hello", "Again"]


def test_it_takes_no_text_file_and_no_empty_words(tmp_path: Path) -> None:
    card, text = picture(tmp_path, "1x1"), tmp_path / "a.txt"
    text.write_text("hello")
    for file, caption, alt in ((text, "Hello", "Alt"), (card, " ", "Alt"), (card, "Hello", "")):
        with pytest.raises(NotAccepted):
            accept(ImitationPage("crumb.example"), file, caption, alt)


def test_the_page_shows_what_the_log_has_of_its_account(tmp_path: Path) -> None:
    one = cut("1x1", picture(tmp_path, "1x1"))
    posted = item("i1", "Dark", (one,), texts(("imitation", "crumb.example"), ("imitation", "other.example")))
    targets = tuple(
        msgspec.structs.replace(target, phase="posted", link=f"imitation://{target.text.account}/7", at=5) for target in posted.targets
    )
    room = state("rehearsal", items={"i1": msgspec.structs.replace(posted, targets=targets)})
    page = page_of(room, "crumb.example")
    assert [(post.link, post.cut, post.at) for post in page.posts] == [("imitation://crumb.example/7", one.blob, 5)]
    assert accept(page, picture(tmp_path, "1x1"), "Next", "Alt")[1].link == "imitation://crumb.example/8"


@given(
    network=st.one_of(st.sampled_from(NETWORKS), st.text(max_size=12)),
    account=st.text(max_size=30),
    caption=st.text(max_size=60),
    by=st.sampled_from(("hand", "imitation")),
)
def test_nothing_in_a_rehearsal_leads_to_a_real_page(network: str, account: str, caption: str, by: str) -> None:
    planned = msgspec.convert({"network": network, "account": account, "by": by}, Target)
    room = state("rehearsal", (planned,))
    text = TargetText(network, account, "1x1", caption, "alt")
    assert way(room, text) == "imitation"
    assert page_address(room, text) == ""
    with pytest.raises(BadLink):
        kept_link(room, text, "https://bsky.app/profile/crumb.example/post/1")
    assert kept_link(room, text, "imitation://crumb.example/1") == "imitation://crumb.example/1"


def test_a_live_room_takes_real_links_and_no_imitations() -> None:
    room = state("live", (Target("bluesky", "crumb.example"),))
    text = texts(("bluesky", "crumb.example"))[0]
    assert page_address(room, text).startswith("https://bsky.app/intent/compose?")
    assert kept_link(room, text, "https://bsky.app/profile/a/post/1") == "https://bsky.app/profile/a/post/1"
    with pytest.raises(BadLink):
        kept_link(room, text, "imitation://crumb.example/1")
