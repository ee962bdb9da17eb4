"""How much of a caption each network has left, exactly as it counts.

    count("bluesky", "Power out?").left      # 290
    Count(used, limit, left, exact_rule)     # exact_rule: the rule in words, with where it comes from

| network | rule |
|---|---|
| bluesky, imitation | 300 graphemes and 3000 UTF-8 bytes (lexicon app.bsky.feed.post) |
| mastodon | 500 graphemes, or what its server says; each http(s) link 23, @user@server counts as @user (StatusLengthValidator) |
| x | weighted 280: twitter-text configuration v3, links 23 |
| threads | 500; an emoji counts its UTF-8 bytes |
| instagram, facebook, linkedin | 2200, 63206, 3000 characters, counted as UTF-16 units |

An unknown network has no limit: `limit` 0, `left` 0.
"""

from __future__ import annotations

import functools
import importlib.resources
import sys
import threading
import types
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import regex

from warroom.compose.text import graphemes

URL_LENGTH = 23


@dataclass(frozen=True)
class Server:
    """What a Mastodon server says of its own posts: `configuration.statuses` and `.media_attachments.description_limit` of its instance."""

    characters: int = 500
    link: int = URL_LENGTH
    alt: int = 1500


USUAL = Server()


_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
_LONGEST_HOST = 270  # with https:// before it (RFC 1035: 253)
_MOST_DOTS = 20  # of a host: real ones have a handful
_WORD, _PART, _HOST = regex.compile(r"\S+"), regex.compile(r"[/?#]"), regex.compile(r"(?i)^[^\p{L}\p{N}]*https?://[^\s/?#]*")
_MENTION = regex.compile(r"(?<![\w/=])@([a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)@[\w.-]+\w", regex.IGNORECASE)


@dataclass(frozen=True)
class Count:
    used: int
    limit: int
    left: int  # below 0: too long by so many
    exact_rule: str

    @property
    def fits(self) -> bool:
        return self.left >= 0


def count(network: str, text: str, server: Server = USUAL) -> Count:
    """How long the text is on this network. Line breaks count once, as the networks store them. `server`: of a Mastodon account."""
    if network.casefold() == "mastodon":
        return _mastodon(text.replace("\r\n", "\n"), server)
    rule = _RULES.get(network.casefold())
    if rule is None:
        return Count(len(graphemes(text)), 0, 0, "no limit is known")
    return rule(text.replace("\r\n", "\n"))


def networks() -> tuple[str, ...]:
    """The networks with a rule of their own."""
    return tuple(_RULES)


ALT_LIMITS = {"bluesky": 2000, "imitation": 2000, "mastodon": 1500, "x": 1000, "threads": 1000, "facebook": 5000}
"""How long an alt text may be; others take at least 1000."""


def alt_limit(network: str, server: Server = USUAL) -> int:
    """In graphemes, except on Mastodon and X, whose units are never more than that."""
    if network.casefold() == "mastodon":
        return server.alt
    return ALT_LIMITS.get(network.casefold(), 1000)


def _bluesky(text: str) -> Count:
    letters, size = len(graphemes(text)), len(text.encode())
    if 3000 - size < 300 - letters:
        return Count(size, 3000, 3000 - size, "3000 bytes")
    return Count(letters, 300, 300 - letters, "300 graphemes and 3000 bytes")


@functools.lru_cache(256)
def _mastodon(text: str, server: Server) -> Count:
    parts, at = [], 0
    for start, end in _links(text, bare=False):
        parts += [text[at:start], "x" * server.link]
        at = end
    rewritten = _MENTION.sub(r"@\1", "".join([*parts, text[at:]]))
    used = len(graphemes(rewritten))
    rule = f"{server.characters} graphemes, a link counts {server.link}, @user@server counts @user"
    return Count(used, server.characters, server.characters - used, rule)


def _x(text: str) -> Count:
    text = unicodedata.normalize("NFC", text)
    parts, at, links = [], 0, _links(text, bare=True)
    for start, end in links:
        parts += [text[at:start], ","]
        at = end
    # Without a dot it looks for no more links; a comma weighs the same.
    rest = "".join([*parts, text[at:]]).replace(".", ",")
    used = (int(_twitter().parse_tweet(rest).weightedLength) if rest else 0) + (URL_LENGTH - 1) * len(links)
    return Count(used, 280, 280 - used, "280 weighted: emoji and CJK count 2, a link 23")


def _links(text: str, bare: bool) -> list[tuple[int, int]]:
    """Where the links stand, as twitter-text finds them; `bare`: also those without https://. No link goes over white space."""
    words = ((word.start(), word.group()) for word in _WORD.finditer(text) if "." in word.group())
    return [(at + start, at + end) for at, word in words for start, end in _links_of(word, bare)]


@functools.lru_cache(1024)
def _links_of(word: str, bare: bool) -> tuple[tuple[int, int], ...]:
    """Of one word. One longer than a host, or dotted without end, is looked through only behind a good host: else that takes minutes."""
    find = _twitter().extract_urls_with_indices
    if any(_endless(part) for part in _PART.split(word)):
        host = _HOST.match(word)
        if host is None or _endless(host.group()) or not find(host.group(), bare):
            return ()
    return tuple((url["indices"][0], url["indices"][1]) for url in find(word, bare))


def _endless(part: str) -> bool:
    return "." in part and (len(part) > _LONGEST_HOST or part.count(".") > _MOST_DOTS)


def _threads(text: str) -> Count:
    used = sum(len(part.encode()) if _EMOJI.search(part) else len(part) for part in graphemes(text))
    return Count(used, 500, 500 - used, "500 characters, an emoji counts its bytes")


def _plain(limit: int) -> Callable[[str], Count]:
    def rule(text: str) -> Count:
        used = len(text.encode("utf-16-le")) // 2
        return Count(used, limit, limit - used, f"{limit} characters")

    return rule


_RULES: dict[str, Callable[[str], Count]] = {
    "bluesky": functools.lru_cache(256)(_bluesky),
    "mastodon": lambda text: _mastodon(text, USUAL),
    "x": functools.lru_cache(256)(_x),
    "threads": functools.lru_cache(256)(_threads),
    "instagram": _plain(2200),
    "facebook": _plain(63206),
    "linkedin": _plain(3000),
    "imitation": functools.lru_cache(256)(_bluesky),
}
_IMPORTING = threading.Lock()


@functools.cache
def _twitter() -> Any:
    """The module twitter_text (package twitter-text-parser).

    It reads its emoji table through pkg_resources, which setuptools no longer carries; for the time of the import a stand-in
    with the one function it calls is there.
    """
    with _IMPORTING:
        if "pkg_resources" in sys.modules:
            import twitter_text

            return twitter_text
        stand_in = types.ModuleType("pkg_resources")
        vars(stand_in)["resource_string"] = _resource
        sys.modules["pkg_resources"] = stand_in
        try:
            import twitter_text

            return twitter_text
        finally:
            del sys.modules["pkg_resources"]


def _resource(module: str, name: str) -> bytes:
    return importlib.resources.files(module.rpartition(".")[0]).joinpath(name).read_bytes()
