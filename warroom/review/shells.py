"""Shells: whether a clearance still stands, and what of a content is not as its shell was cleared. Pure, computed each time.

The room cannot draw a card, so it compares what a card is made of: everything in a content but the pixels of its cuts, which
follow from the rest and from template, brand and fonts, whose digests are compared too. A field that a content gets later is
compared without anybody having to think of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from warroom.compose.limits import base_cut
from warroom.plan.networks import network_name
from warroom.review import blanks, lanes
from warroom.review.model import Content, Filled, Fingerprint, Mould, Shell, SignOff, State, TargetText

_FOLLOWS = frozenset({"title", "cuts", "why", "findings"})  # what comes of the rest, or is said inside the room only
_APART = frozenset({"slots", "targets", "credits"})  # told one by one
_PRINTED = ("template", "brand", "fonts")
_WORDS = {
    "template": "another template",
    "template_version": "another version of the template",
    "pack": "another version of the template",
}


class Filling(msgspec.Struct, frozen=True):
    """How a content stands to its shell: what was filled in, and what else was touched, each as words: `the picture`."""

    values: dict[str, str]
    touched: tuple[str, ...]


class Clearance(msgspec.Struct, frozen=True):
    """`why` says why it does not stand, as a sentence; empty while it does."""

    stands: bool
    why: str = ""
    signed: tuple[SignOff, ...] = ()  # those that count now


# --- clearance


def clearance(state: State, shell: Shell) -> Clearance:
    """Whether what was cleared is so still: its sign-offs are looked at anew, as for an item.

    A stand-down voids it. Whoever stands a room down says that no yes given so far can be relied on, and a shell's yes is the
    oldest in the room: were it to last, the bank would be the way around. The same bytes approved again clear it again.
    """
    if shell.ended_at:
        how = "Its time is over." if shell.ended_by == "room" else f"{shell.ended_by} withdrew it: {shell.reason.rstrip('.')}."
        return Clearance(False, how)
    item = state.items.get(shell.item)
    if item is None:
        return Clearance(False, "What was cleared is not there any more.")
    countable = [sign_off for sign_off in item.sign_offs if _counts(state, shell, sign_off)]
    authors = frozenset(version.author for version in item.versions if version.digest == shell.digest)
    lane = state.plan.lane(lanes.FULL)
    matched = lanes.match(lane.rules if lane else (), countable, authors)
    given = tuple(sign_off for seats in matched.given for sign_off in seats)
    if lane is not None and matched.complete:
        return Clearance(True, signed=given)
    return Clearance(False, _why_void(state, shell), given)


def _counts(state: State, shell: Shell, sign_off: SignOff) -> bool:
    fresh = not sign_off.withdrawn_by and sign_off.seq >= state.last_stand_down_seq
    return fresh and sign_off.digest == shell.digest and lanes.entitled(state.plan, sign_off)


def _why_void(state: State, shell: Shell) -> str:
    if any(sign_off.seq < state.last_stand_down_seq for sign_off in shell.cleared):
        return "The stand-down voided its clearance: it has to be approved again."
    return "An approval it was cleared with was taken back."


# --- comparing


def fill(shell: Shell, values: dict[str, str]) -> Content:
    """The shell's content with `values` in its blanks; the cuts are still those of the sample."""
    poured = {(mould.place, mould.of): blanks.pour(mould.text, values) for mould in shell.moulds}

    def target(text: TargetText) -> TargetText:
        of = f"{text.network}/{text.account}"
        caption, alt = poured.get(("caption", of), text.caption), poured.get(("alt", of), text.alt)
        return msgspec.structs.replace(text, caption=caption, alt=alt)

    content = shell.content
    slots = tuple(msgspec.structs.replace(slot, value=poured.get(("slot", slot.slot), slot.value)) for slot in content.slots)
    return msgspec.structs.replace(content, slots=slots, targets=tuple(target(text) for text in content.targets))


def samples(shell: Shell) -> dict[str, str]:
    return {blank.name: blank.sample for blank in shell.blanks}


def compared(shell: Shell, content: Content, fingerprint: Fingerprint | None = None) -> Filling:
    """What was filled in and what else differs. Without a fingerprint (before anything is rendered) the print is not compared."""
    values = blanks.read(shell.blanks, _pairs(shell.moulds, content))
    touched = [*_fields(shell.content, content)]
    if values is None:
        touched += _texts(shell, content)
    else:
        touched += _slots(fill(shell, values).slots, content.slots)
        touched += _targets(fill(shell, values).targets, content.targets)
    touched += _credits(shell.content, content)
    touched += [f"the check that blocks: {one.text or one.check}" for one in content.findings if one.blocking and not one.ok]
    if fingerprint is not None:
        touched += _printed(shell, content, fingerprint)
    return Filling(values or {}, tuple(dict.fromkeys(touched)))


def _text_at(content: Content, mould: Mould) -> str | None:
    if mould.place == "slot":
        return next((slot.value for slot in content.slots if slot.slot == mould.of), "")
    target = next((one for one in content.targets if f"{one.network}/{one.account}" == mould.of), None)
    return None if target is None else target.caption if mould.place == "caption" else target.alt


def _pairs(moulds: Sequence[Mould], content: Content) -> list[tuple[str, str]]:
    """Each mould with the text that stands there; what goes to a target that is gone is told as such, not read."""
    found = [(mould.text, _text_at(content, mould)) for mould in moulds]
    return list(dict.fromkeys((mould, text) for mould, text in found if text is not None))


def _fields(cleared: Content, content: Content) -> list[str]:
    """Every field that is not compared apart, also those this module has never heard of."""
    found = []
    for name in cleared.__struct_fields__:
        if name in _FOLLOWS | _APART:
            continue
        if getattr(cleared, name) != getattr(content, name):
            found.append(_WORDS.get(name, name.replace("_", " ")))
    return found


def _texts(shell: Shell, content: Content) -> list[str]:
    """Where the texts cannot have come of the moulds: each that cannot by itself, or that they contradict each other."""
    broken = []
    for mould in shell.moulds:
        text = _text_at(content, mould)
        if text is None or blanks.read(shell.blanks, [(mould.text, text)]) is not None:
            continue
        broken.append(_said(shell, mould, text))
    sample = fill(shell, samples(shell))
    moulded = {(mould.place, mould.of) for mould in shell.moulds}
    fixed = _slots(_but(sample.slots, moulded), _but(content.slots, moulded)) + _targets(sample.targets, content.targets, moulded)
    if not broken and not fixed:
        return ["a blank that is not the same wherever it stands"]
    return broken + fixed


def _said(shell: Shell, mould: Mould, text: str) -> str:
    """Which blank is at fault where a text is one blank and nothing else; otherwise that words around the blanks changed."""
    where = _where(mould)
    names = blanks.named(mould.text, shell.blanks)
    if len(names) == 1 and mould.text == f"{{{names[0]}}}":
        blank = next(blank for blank in shell.blanks if blank.name == names[0])
        return f"{where} (the blank {blank.name} {blanks.wrong(blank, text)})"
    return f"{where} outside its blanks"


def _where(mould: Mould) -> str:
    if mould.place == "slot":
        return f"the {_slot_words(mould.of)}"
    network = network_name(mould.of.partition("/")[0])
    return f"the {'caption' if mould.place == 'caption' else 'alt text'} for {network}"


def _but(slots: Sequence[Filled], moulded: set[tuple[Any, str]]) -> tuple[Filled, ...]:
    """The slots, with the value left out where a mould decides it."""
    return tuple(msgspec.structs.replace(slot, value="") if ("slot", slot.slot) in moulded else slot for slot in slots)


def _slots(cleared: Sequence[Filled], filled: Sequence[Filled]) -> list[str]:
    before, after = {slot.slot: slot for slot in cleared}, {slot.slot: slot for slot in filled}
    found = []
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if old is None or new is None or old.value != new.value:
            found.append(f"the {_slot_words(name)}")
        else:
            found.append(f"what is seen of the {_slot_words(name)}")
    if not found and [slot.slot for slot in cleared] != [slot.slot for slot in filled]:
        return [] if len(before) == len(filled) else ["a slot that is filled twice"]
    return found


def _slot_words(slot: str) -> str:
    return slot.replace("_", " ")


def _targets(cleared: Sequence[TargetText], texts: Sequence[TargetText], moulded: set[tuple[Any, str]] | None = None) -> list[str]:
    """`moulded` texts are judged elsewhere."""
    before = {f"{one.network}/{one.account}": one for one in cleared}
    after = {f"{one.network}/{one.account}": one for one in texts}
    if before.keys() != after.keys():
        return ["where it goes"]
    changed: dict[str, list[str]] = {"cut": [], "caption": [], "alt text": []}
    for of, old in before.items():
        new, network = after[of], network_name(old.network)
        if base_cut(old.cut) != base_cut(new.cut):  # whether a network needs a file of its own follows from the pixels
            changed["cut"].append(network)
        if old.caption != new.caption and ("caption", of) not in (moulded or ()):
            changed["caption"].append(network)
        if old.alt != new.alt and ("alt", of) not in (moulded or ()):
            changed["alt text"].append(network)
    return [words for what, networks in changed.items() for words in _for_networks(what, networks, len(before))]


def _for_networks(what: str, networks: Sequence[str], targets: int) -> list[str]:
    """Said once where it is so for every target."""
    return [f"the {what}"] if len(networks) == targets > 1 else [f"the {what} for {network}" for network in networks]


def _credits(cleared: Content, content: Content) -> list[str]:
    return [] if set(cleared.credits) == set(content.credits) else ["whose picture it is, or by what right"]


def _printed(shell: Shell, content: Content, fingerprint: Fingerprint) -> list[str]:
    found = []
    was = [(cut.name, cut.width, cut.height) for cut in shell.content.cuts if cut.name == base_cut(cut.name)]
    if was != [(cut.name, cut.width, cut.height) for cut in content.cuts if cut.name == base_cut(cut.name)]:
        found.append("the cuts")
    changed = [name for name in _PRINTED if getattr(shell.fingerprint, name) != getattr(fingerprint, name)]
    if changed:
        found.append(f"the {' and '.join(changed)} it is drawn with")
    return found
