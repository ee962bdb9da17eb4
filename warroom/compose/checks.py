"""All checks of an item: those of every cut, and those of its words.

    findings = check_item(cards, slots, words, plan.guardrails, today)
    blocking(findings)                      # those that stop sending

Each `Finding` has a check's name, whether it is ok, its level (`block` or `advise`, from the plan's `guardrails.block`; what is
in `card_checks.ALWAYS` blocks whatever the plan says), a line to show and what to do. A check that every cut passes is one line.
The checks: overflow, required, missing_glyph, layout, rights (always block); contrast, safe_area, clipped, logo_clear, upscaled,
emoji (of cuts); target_picture (of cuts and targets); alt_text, caption_length, placeholder, word, names, handles, links, hashtags,
spelling (of words).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import regex

from warroom.compose import licence
from warroom.compose.card_checks import ALWAYS
from warroom.compose.counts import USUAL, Server, alt_limit, count
from warroom.compose.model import Card, Finding, Level, SlotValues
from warroom.compose.plain import blank, read
from warroom.compose.spelling import ready
from warroom.compose.target_fit import why_not
from warroom.compose.text import graphemes
from warroom.compose.wording import Sheet, faults
from warroom.plan.model import Guardrails, Word
from warroom.plan.networks import network_name

ORDER = (
    "required",
    "overflow",
    "clipped",
    "missing_glyph",
    "layout",
    "contrast",
    "safe_area",
    "logo_clear",
    "rights",
    "upscaled",
    "emoji",
    "target_picture",
    "alt_text",
    "caption_length",
    "placeholder",
    "word",
    "names",
    "handles",
    "links",
    "hashtags",
    "spelling",
)
_OF_PICTURES = frozenset(("required", "overflow", "clipped", "missing_glyph", "layout", "contrast", "safe_area", "logo_clear", "upscaled"))
_PLACEHOLDER = regex.compile(
    r"(?i)\b(?:(?:link|text|headline|caption|name|score) (?:goes )?here|(?:copy|link|text|headline|picture) to come|insert [a-z]+(?: here)?"
    r"|lorem(?: ipsum)?|tbd|tbc|tba|xxx+|placeholder)\b|\b(?-i:TK|TKTK|TO[D]O)\b"
    r"|\[[^\]\n]{0,40}\]|\{\{?[^}\n]{0,40}\}\}?|<[a-z][^>\n]{0,40}>|\?\?\?"
)
_SHOWN = 40  # letters of a placeholder
_NAMED = 3  # placeholders
_MOST = 8  # findings of one check of the words
_FILE_NAME = regex.compile(r"(?i)^[\w() .-]+\.(?:jpe?g|png|webp|gif|avif|heic)$")


@dataclass(frozen=True)
class Words:
    """What goes out beside the picture. `networks` are the targets' networks, each once; `aims` which cut each of them gets.

    `own`: the brand's own words, which are never misspelt. `server`: what the Mastodon server that gets it says of itself.
    """

    caption: str
    alt: str
    networks: tuple[str, ...]
    aims: tuple[tuple[str, str], ...] = ()
    own: tuple[str, ...] = ()
    server: Server = USUAL


def check_item(cards: Iterable[Card], slots: SlotValues, words: Words, guardrails: Guardrails, today: dt.date) -> tuple[Finding, ...]:
    """All findings, in the order a person should read them; what is wrong comes first within each check."""
    cards = tuple(cards)
    found = [*join_cuts(cards), *_target_pictures(cards, words), *check_words(slots, words, guardrails, today)]
    levelled = (msgspec.structs.replace(finding, level=_level(finding.check, guardrails)) for finding in found)
    return tuple(sorted(levelled, key=lambda finding: (ORDER.index(finding.check), finding.ok)))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if not finding.ok and finding.level == "block")


def _level(check: str, guardrails: Guardrails) -> Level:
    return "block" if check in ALWAYS or check in guardrails.block else "advise"


def concerns(finding: Finding, cut: str) -> bool:
    """Whether it says something of this cut's picture: of it alone, of it among others, or of all cuts."""
    if not finding.cut:
        return finding.check in _OF_PICTURES
    return cut == finding.cut or _shown_cut(cut) in finding.text.partition(": ")[0].split(", ")


def join_cuts(cards: Iterable[Card]) -> tuple[Finding, ...]:
    """One finding for what all cuts say alike, one a cut for what is wrong in it."""
    wrong: dict[tuple[str, str, str], list[Finding]] = {}
    fine: dict[tuple[str, str], list[Finding]] = {}
    cards = tuple(cards)
    for card in cards:
        for finding in card.findings:
            if finding.ok:
                fine.setdefault((finding.check, finding.text.partition(":")[0]), []).append(finding)
            else:
                wrong.setdefault((finding.check, finding.text, finding.hint), []).append(finding)
    bad = {(check, text.partition(":")[0]) for check, text, _ in wrong}
    joined = [_shared(findings, len(cards)) for findings in wrong.values()]
    for key, findings in fine.items():
        if key not in bad and not (key[0] != "contrast" and any(check == key[0] for check, _ in bad)):
            worst = min(findings, key=lambda finding: _number(finding.text))
            joined.append(msgspec.structs.replace(worst, cut="", hint=_fine_hint(worst)))
    return tuple(joined)


def _shared(findings: Sequence[Finding], cards: int) -> Finding:
    cuts = tuple(dict.fromkeys(finding.cut for finding in findings if finding.cut))
    if not cuts or len(cuts) == cards:
        return msgspec.structs.replace(findings[0], cut="")
    shown = ", ".join(map(_shown_cut, cuts))
    return msgspec.structs.replace(findings[0], cut=cuts[0], text=f"{shown}: {findings[0].text}")


def _shown_cut(cut: str) -> str:
    return cut.replace("x", ":")


def _number(text: str) -> float:
    found = regex.search(r"\d+(?:\.\d+)?", text)
    return float(found.group()) if found else 0.0


def _fine_hint(finding: Finding) -> str:
    return f"{finding.hint}, all cuts" if finding.check == "contrast" else "All cuts" if finding.cut else finding.hint


def _target_pictures(cards: Sequence[Card], words: Words) -> list[Finding]:
    """Each network that does not take the shape of the cut it gets."""
    sizes = {card.cut: card.image.size for card in cards}
    found = []
    for network, cut in dict.fromkeys(words.aims):
        if cut not in sizes:
            continue
        shown, name = cut.replace("x", ":"), network_name(network)
        if why := why_not(network, sizes[cut]):
            advice = f"Choose another cut for {name}."
            found.append(Finding("target_picture", False, "advise", f"{name}: {shown} is {why} for its feed", advice, cut))
    return found


# ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def check_words(slots: SlotValues, words: Words, guardrails: Guardrails, today: dt.date) -> tuple[Finding, ...]:
    """The checks of caption, alt text and typed slots; cheap enough for every keystroke."""
    texts = (*slots.texts.values(), words.caption, words.alt)
    found = [*_alt_text(words), *_caption(words), *_placeholder(texts), *licence.findings(slots, today)]
    found += [finding for word in guardrails.words for finding in _word(word, texts, today)]
    if guardrails.words and not any(finding.check == "word" for finding in found):
        found.append(_found("word", True, "No protected names", f"{len(guardrails.words)} in the event plan"))
    return (*found, *_few([*_wording(texts, words.networks, guardrails), *_spelling(texts, words, guardrails)]))


def _few(found: Sequence[Finding]) -> Iterator[Finding]:
    """The first of each check, and how many more there are: nobody reads a hundred lines of advice."""
    seen = Counter[str]()
    for finding in found:
        seen[finding.check] += 1
        if seen[finding.check] <= _MOST:
            yield finding
    for check, times in seen.items():
        if times > _MOST:
            yield _found(check, False, f"{times - _MOST:,} more of this kind", "Put the first ones right; the next are named then.")


def _wording(texts: Sequence[str], networks: tuple[str, ...], guardrails: Guardrails) -> list[Finding]:
    """Links, handles, hashtags and names; nothing is said of what is right."""
    sheet = Sheet(guardrails.names, guardrails.accounts, guardrails.links)
    return [_found(fault.check, False, fault.text, fault.hint) for fault in faults(texts, sheet, networks)]


def _spelling(texts: Sequence[str], words: Words, guardrails: Guardrails) -> list[Finding]:
    speller = ready(guardrails.language)
    if speller is None:
        return []
    found = []
    said = tuple(_PLACEHOLDER.sub(" ", text) for text in texts)  # a placeholder is said to be one, not to be misspelt
    for word, instead in speller.misspelt(said, (*guardrails.own, *words.own)):
        advice = f"Did you mean “{instead}”?" if instead else "See how it is spelt."
        found.append(_found("spelling", False, f"“{word}” may be misspelt", advice))
    return found


def _found(check: str, ok: bool, text: str, hint: str = "") -> Finding:
    return Finding(check, ok, "advise", text, hint)


def _alt_text(words: Words) -> list[Finding]:
    alt = words.alt.strip()
    if blank(alt):
        return [_found("alt_text", False, "Alt text is missing", "Say what the picture shows, with the words on it.")]
    if read(alt) == read(words.caption):
        return [_found("alt_text", False, "Alt text repeats the caption", "Say what the picture shows instead.")]
    if _FILE_NAME.match(alt):
        return [_found("alt_text", False, "Alt text is a file's name", "Say what the picture shows.")]
    most, network = min(((alt_limit(network, words.server), network) for network in words.networks), default=(1000, ""))
    used = len(graphemes(alt))
    if used > most:
        return [
            _found(
                "alt_text", False, f"Alt text is {used - most} over {most} letters", f"{network_name(network)} takes no more. Shorten it."
            )
        ]
    return [_found("alt_text", True, "Alt text", f"{used} of {most}")]


def _caption(words: Words) -> list[Finding]:
    found = []
    for network in words.networks:
        counted = count(network, words.caption, words.server)
        if not counted.fits:
            hint = f"{network_name(network)} takes {counted.limit:,} ({counted.exact_rule}). Shorten it."
            found.append(_found("caption_length", False, f"{network_name(network)}: caption is {-counted.left:,} too long", hint))
    if not found and words.networks:
        left = " · ".join(f"{network_name(network)} {count(network, words.caption, words.server).left}" for network in words.networks)
        found.append(_found("caption_length", True, "Caption fits", f"Left: {left}"))
    return found


def _placeholder(texts: Iterable[str]) -> list[Finding]:
    """One finding that names the first few, each once."""
    left = tuple(dict.fromkeys(match.group() for text in texts for match in _PLACEHOLDER.finditer(text)))
    if not left:
        return [_found("placeholder", True, "No placeholders")]
    named = ", ".join(f"“{one if len(one) <= _SHOWN else f'{one[:_SHOWN]}…'}”" for one in left[:_NAMED])
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    hint = "Put the real words in, or take it out." if len(left) == 1 else "Put the real words in, or take them out."
    return [_found("placeholder", False, f"{named}{more} {'is' if len(left) == 1 else 'are'} still there", hint)]


def _word(word: Word, texts: Iterable[str], today: dt.date) -> list[Finding]:
    if (word.since and today < word.since) or (word.until and today > word.until):
        return []
    pattern = regex.compile(rf"(?<![\w])(?:{regex.escape(read(word.word))})(?![\w])")
    if not any(pattern.search(read(text)) for text in texts):
        return []
    until = f" until {word.until.isoformat()}" if word.until else ""
    hint = f"Say “{word.instead}” instead." if word.instead else "Leave it out."
    return [_found("word", False, f"“{word.word}” may not be used{until}", hint)]
