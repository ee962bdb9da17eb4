"""What is wrong with links, handles, hashtags and names in the words that go out. Pure; each `Fault` says what to do.

The name sheet is the plan's: who and what may be named tonight, spelt as they spell it, with their handles. Hashtags are read aloud by
screen readers word by word only where each word begins with a capital (https://www.w3.org/WAI/tips/writing/, "camel case").
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import regex
from rapidfuzz import fuzz, process

from warroom.plan.model import Name

_LINK = regex.compile(
    r"(?i)\b(?:h?t?tps?(?:\s?:/{0,3}|//)|www\.)\S*|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|tv|app|social|example|eu|uk|de|fr|es|it)\b(?:/\S*)?"
)
_HANDLE = regex.compile(r"(?<![\w@/.])@(?P<name>[\p{L}\p{N}_][\p{L}\p{N}_.-]*)(?:@(?P<server>[\w.-]*\w))?|(?<![\w@])@(?=\s|$)")
_HASHTAG = regex.compile(r"(?<![\p{L}\p{N}_&/])[#＃](?P<word>[\p{L}\p{M}\p{N}_]*)")
_STUCK = regex.compile(r"(?<=[\p{L}\p{N}_])[#＃](?=[\p{L}])")
_TRAILING = ".,;:!?)]}'\"…"
_HOST = regex.compile(r"(?i)^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$")
_LONG_TAG = 14  # letters, all small: two words at the least
_NEAR = 88.0  # of 100: a name so like one of the sheet is that one, spelt wrongly
_PHRASE = regex.compile(r"(?<!\S)\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+)*")


class Fault(NamedTuple):
    """`check` is links · handles · hashtags · names; `text` the line to show, `hint` what to do."""

    check: str
    text: str
    hint: str


class Sheet(NamedTuple):
    """Who may be named and linked to: the plan's names, the accounts that are ours, the hosts links may go to (none: any)."""

    names: tuple[Name, ...] = ()
    accounts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


def faults(texts: Iterable[str], sheet: Sheet, networks: Sequence[str] = ()) -> tuple[Fault, ...]:
    """Of these texts, each once: what is wrong in headline and caption alike is said once."""
    found = (fault for text in texts if text for fault in _of(text, sheet, tuple(networks)))
    return tuple(dict.fromkeys(found))


@functools.lru_cache(256)
def _of(text: str, sheet: Sheet, networks: tuple[str, ...]) -> tuple[Fault, ...]:
    return (*_links(text, sheet), *_handles(text, sheet, networks), *_hashtags(text), *_names(text, sheet))


# ── links ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _links(text: str, sheet: Sheet) -> list[Fault]:
    found = []
    for match in _LINK.finditer(text):
        link = match.group().rstrip(_TRAILING)
        shown = f"“{link[:40]}{'…' if len(link) > 40 else ''}”"
        why = _broken(link)
        if why:
            found.append(Fault("links", f"The link {shown} is broken", why))
        elif sheet.hosts and not _known_host(link, sheet.hosts):
            found.append(
                Fault("links", f"The link {shown} goes elsewhere", f"The plan knows {', '.join(sheet.hosts[:4])}. See that it is meant.")
            )
    return found


def _broken(link: str) -> str:
    """What is wrong with it; empty where nothing is."""
    if not regex.match(r"(?i)https?://", link):
        if regex.match(r"(?i)h?t?tps?\b", link):
            return "It begins with https://"
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "Copy it again from the browser."
    if not _HOST.match(host):
        return "It has no whole host, as crumb.example. Copy it again from the browser."
    if parts.scheme.casefold() == "http":
        return "Write https:// so that nobody is warned of it."
    return ""


def _known_host(link: str, hosts: Sequence[str]) -> bool:
    host = (urlsplit(link if "://" in link else f"https://{link}").hostname or "").casefold()
    return any(host == known.casefold() or host.endswith(f".{known.casefold()}") for known in hosts)


# ── handles ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _handles(text: str, sheet: Sheet, networks: tuple[str, ...]) -> list[Fault]:
    known = {bare(handle): handle for name in sheet.names for handle in name.handles} | {bare(one): one for one in sheet.accounts}
    found = []
    for match in _HANDLE.finditer(text):
        if match["name"] is None:
            found.append(Fault("handles", "An @ stands alone", "Write the handle behind it, or leave it out."))
            continue
        handle = match.group().rstrip(".")
        if "mastodon" in networks and handle.count("@") == 1 and "." not in handle:
            found.append(Fault("handles", f"{handle} names no server", "On Mastodon it would be somebody of our own server: @name@server."))
        if not known or bare(handle) in known or bare(handle).partition("@")[0] in known:
            continue
        near = process.extractOne(bare(handle), list(known), scorer=fuzz.ratio, score_cutoff=75)
        advice = f"Did you mean @{near[0]}?" if near else "Add it to the plan's names, or leave it out."
        found.append(Fault("handles", f"{handle} is not on the name sheet", advice))
    return found


def bare(handle: str) -> str:
    """Without the network before it and the @: `bluesky:@Quill.example` is `quill.example`."""
    return handle.rpartition(":")[2].lstrip("@").casefold()


# ── hashtags ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _hashtags(text: str) -> list[Fault]:
    found = []
    text = _LINK.sub(lambda link: " " * len(link.group()), text)
    if stuck := _STUCK.search(text):
        around = text[max(0, stuck.start() - 12) : stuck.end() + 12].split()
        word = next((part for part in around if "#" in part or "＃" in part), "#")
        found.append(Fault("hashtags", f"“{word}” runs into the hashtag", "Put a space before the #: networks do not see it there."))
    for match in _HASHTAG.finditer(text):
        word = match["word"]
        if not word:
            found.append(Fault("hashtags", "A # stands alone", "Write the hashtag behind it without a space, or leave it out."))
        elif word.isdigit():
            found.append(Fault("hashtags", f"#{word} is no hashtag", "Of digits alone networks make none; “No. 1” says the same."))
        elif len(word) >= _LONG_TAG and word == word.casefold() and word.upper() != word:
            found.append(
                Fault("hashtags", f"#{word} runs words together", "Begin each word with a capital, as #LightsOut: it is read aloud so.")
            )
    return found


# ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _names(text: str, sheet: Sheet) -> list[Fault]:
    right = {_folded(spelt): spelt for name in sheet.names for spelt in (name.name, *name.also)}
    found = []
    for match in _PHRASE.finditer(text):
        phrase = match.group().rstrip(_TRAILING).removesuffix("’s").removesuffix("'s")
        for part in _parts(phrase, right):
            if _folded(part) in right:
                if right[_folded(part)] != part and part.upper() != part:
                    found.append(Fault("names", f"“{part}” is spelt “{right[_folded(part)]}”", "So it stands on the name sheet."))
                break
            near = process.extractOne(_unmarked(part), {name: _unmarked(name) for name in right}, scorer=fuzz.ratio, score_cutoff=_NEAR)
            if near and abs(len(near[0]) - len(part)) <= 2:
                found.append(Fault("names", f"“{part}” looks like “{right[near[2]]}”", "Spell it as the name sheet does."))
                break
    return found


def _parts(phrase: str, right: dict[str, str]) -> list[str]:
    """The phrase's runs of words that are as many as some name has, the longest first: `The Jamal Quil` holds `Jamal Quil`."""
    words = phrase.split()
    lengths = sorted({name.count(" ") + 1 for name in right}, reverse=True)
    return [" ".join(words[at : at + length]) for length in lengths for at in range(len(words) - length + 1)]


def _unmarked(text: str) -> str:
    """Without accents, so that Beyonce is near Beyoncé."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", _folded(text)) if not unicodedata.combining(letter))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())
