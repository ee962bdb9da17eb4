"""Plain text of the HTML that posts and feeds carry."""

from __future__ import annotations

from html.parser import HTMLParser

_LONGEST = 200_000  # characters of HTML that are read
_BREAKING = frozenset(
    {"p", "div", "blockquote", "pre", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "figure"}
)
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base", "col", "embed", "track"})
_UNSEEN = frozenset({"script", "style", "template", "head", "title"})


def html_text(html: str) -> str:
    """What a reader sees: line breaks kept, what is marked invisible left out, runs of blank lines made one."""
    return html_text_and_links(html)[0]


def html_text_and_links(html: str) -> tuple[str, tuple[str, ...]]:
    """The text, and the targets of its links in order, without those of mentions and hashtags."""
    if "<" not in html and "&" not in html:
        return html.strip(), ()
    parser = _Parser()
    parser.feed(html[:_LONGEST])
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.parts).split("\n")]
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text, tuple(dict.fromkeys(parser.links))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool, str]] = []  # tag, invisible, what closes it in the text
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "br":
            self._say("\n")
        elif tag == "li":
            self._say("\n• ")
        elif tag in _BREAKING:
            self._say("\n" if self._open and self._open[-1][0] == "li" else "\n\n")
        if tag in _VOID:
            return
        if tag == "a" and not {"mention", "hashtag"} & set(classes) and (target := dict(attrs).get("href")):
            self.links.append(target)
        hides = tag in _UNSEEN or "invisible" in classes
        self._hidden += hides
        self._open.append((tag, hides, "…" if "ellipsis" in classes else "\n\n" if tag in _BREAKING else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(tag == opened for opened, _, _ in self._open):
            return
        while self._open:
            opened, hides, ending = self._open.pop()
            self._say(ending)
            self._hidden -= hides
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        self._say(data if self._within_pre() else data.replace("\n", " "))

    def _within_pre(self) -> bool:
        return any(opened == "pre" for opened, _, _ in self._open)

    def _say(self, text: str) -> None:
        if not self._hidden:
            self.parts.append(text)
