"""Editing a draft, apart from any screen: undo, how it differs from a version of the room, which cut goes where. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from warroom.compose.limits import MARK, base_cut
from warroom.compose.model import Template
from warroom.desktop.drafts import PLAN, Aim, Draft, advice_key
from warroom.plan.model import Target
from warroom.plan.networks import network_name
from warroom.review.model import Filled, Framing, Version
from warroom.targets.networks import suits

CUT_NAMES = {"1x1": "1:1", "4x5": "4:5", "16x9": "16:9", "9x16": "9:16"}
_ONE_EDIT_MS = 900  # keys in one field closer together than this are undone together
_MOST_UNDO = 200


def cut_name(cut: str) -> str:
    """As people call it; one that was made for a network alone has that network's name with it."""
    base, _, network = cut.partition(MARK)
    return f"{CUT_NAMES.get(base, base)} for {network_name(network.partition('-')[0])}" if network else CUT_NAMES.get(cut, cut)


def turned(cuts: Sequence[str], cut: str, by: int) -> str:
    """The cut that is `by` places from `cut`, around the end; `cut` itself where it is not among them."""
    return cuts[(cuts.index(cut) + by) % len(cuts)] if cut in cuts else cut


def all_aims(targets: tuple[Target, ...], cuts: tuple[str, ...]) -> tuple[Aim, ...]:
    return tuple(Aim(target.network, target.account, suits(target.network, cuts)) for target in targets)


def with_slot(draft: Draft, name: str, value: str) -> Draft:
    """`value` in slot `name`; an empty value empties the slot. The same picture keeps its framing. The order of the other slots stays."""
    before = draft.filled(name)
    return with_filled(draft, before if before is not None and before.value == value else Filled(name, value))


def with_filled(draft: Draft, filled: Filled) -> Draft:
    name = filled.slot
    if any(slot.slot == name for slot in draft.slots):
        slots = tuple(filled if slot.slot == name else slot for slot in draft.slots)
    else:
        slots = (*draft.slots, filled)
    return msgspec.structs.replace(draft, slots=tuple(slot for slot in slots if slot.value))


def switched(draft: Draft, old: Template | None, new: Template) -> Draft:
    """The draft in another template: slots of the same name keep what is in them, targets keep their cut where it still exists.

    What the new template has no slot for stays, unseen, and is there again when one switches back. The first text and the first
    picture go along into the new template's first where that is called otherwise and empty; left as they are, they go back.
    """
    cuts = tuple(cut.name for cut in new.cuts)
    aims = tuple(aim if aim.cut in cuts else Aim(aim.network, aim.account, suits(aim.network, cuts)) for aim in draft.aims)
    draft = msgspec.structs.replace(draft, template=new.key, aims=aims)
    for kind in ("text", "picture"):
        here, there = (_first(template, kind) if template is not None else "" for template in (old, new))
        carried = draft.filled(here)
        if carried is None or not there or here == there or new.slot(here) is not None:
            continue
        if not draft.slot(there):
            draft = with_filled(draft, msgspec.structs.replace(carried, slot=there))
            credit = draft.credit(here)
            if credit is not None:
                draft = msgspec.structs.replace(draft, credits=(*draft.credits, msgspec.structs.replace(credit, slot=there)))
        elif draft.slot(there) == carried.value:
            kept = tuple(filled for filled in draft.slots if filled.slot != here)
            draft = msgspec.structs.replace(draft, slots=kept, credits=tuple(one for one in draft.credits if one.slot != here))
    return draft


def _first(template: Template, kind: str) -> str:
    """The slot that a template is about: the first required one of that kind, else the first."""
    slots = [slot for slot in template.slots if slot.kind == kind]
    return next((slot.name for slot in slots if slot.required), slots[0].name if slots else "")


def from_version(item: str, moment: str, lane: str, version: Version) -> Draft:
    """A draft that says exactly what `version` says. One caption and one alt text serve all targets."""
    content = version.content
    first = content.targets[0] if content.targets else None
    return Draft(
        item=item,
        moment=moment,
        lane=lane,
        base=version.number,
        template=content.template,
        slots=content.slots,
        caption=first.caption if first else "",
        alt=first.alt if first else "",
        why=content.why,
        aims=tuple(Aim(target.network, target.account, base_cut(target.cut)) for target in content.targets),
        credits=content.credits,
        pack=content.pack or PLAN,
        template_version=content.template_version,
        aside=tuple(advice_key(one.check, one.text) for one in content.findings if not one.ok and not one.blocking),  # sent all the same
    )


@dataclass(frozen=True)
class Difference:
    what: str
    mine: str
    theirs: str


def differences(draft: Draft, version: Version) -> tuple[Difference, ...]:
    """What a person would see differ between the draft and the room's version; empty when nothing does."""
    theirs = from_version(draft.item, draft.moment, draft.lane, version)
    found = [
        Difference("Template", draft.template, theirs.template),
        Difference("Version of the template", _pack_shown(draft, theirs), _pack_shown(theirs, theirs)),
        *(
            Difference(name.replace("_", " ").capitalize(), _filled_shown(draft.filled(name)), _filled_shown(theirs.filled(name)))
            for name in dict.fromkeys(filled.slot for filled in (*draft.slots, *theirs.slots))
        ),
        Difference("Caption", draft.caption, theirs.caption),
        Difference("Alt text", draft.alt, theirs.alt),
        Difference("Why this is ours to say", draft.why, theirs.why),
        Difference("Targets", _aims_shown(draft.aims), _aims_shown(theirs.aims)),
        Difference("Rights", _rights_shown(draft), _rights_shown(theirs)),
    ]
    return tuple(difference for difference in found if difference.mine != difference.theirs)


def _filled_shown(filled: Filled | None) -> str:
    if filled is None:
        return ""
    value = filled.value
    is_digest = len(value) == 64 and all(letter in "0123456789abcdef" for letter in value)
    if not is_digest:
        return value
    focal = (Framing("", filled.focal),) if filled.focal is not None else ()
    framings = sorted((*focal, *filled.framings), key=lambda one: one.cut)
    return ", ".join([f"picture {value[:8]}", *(_framing_shown(one) for one in framings)])


def _framing_shown(framing: Framing) -> str:
    where = cut_name(framing.cut) if framing.cut else "every cut"
    around = f" around {framing.focal[0]:.0%} {framing.focal[1]:.0%}" if framing.focal is not None else ""
    return f"{where} {framing.zoom:.2g}×{around}"


def _pack_shown(draft: Draft, theirs: Draft) -> str:
    """One that follows the newest, and one in another template, differs in no version."""
    if not draft.pack or draft.template != theirs.template:
        draft = theirs
    return f"version {draft.template_version}" if draft.template_version else "as it was before it was published"


def _aims_shown(aims: tuple[Aim, ...]) -> str:
    return ", ".join(sorted(f"{network_name(aim.network)} {aim.account} {cut_name(aim.cut)}" for aim in aims))


def _rights_shown(draft: Draft) -> str:
    return "; ".join(f"{credit.source}, {credit.rights}" for credit in draft.credits)


@dataclass
class History:
    """Undo and redo over whole drafts. Quick keys in one field are one step. `base` and `sending` are not undone."""

    _past: list[Draft] = field(default_factory=list)
    _future: list[Draft] = field(default_factory=list)
    _field: str = ""
    _at: int = 0

    def record(self, before: Draft, what: str, now_ms: int, *, gesture: bool = False) -> None:
        """Call before each change, with the draft as it was and the name of the field about to change.

        `gesture`: all changes of that name in a row are one step, however long they take, as those of one drag.
        """
        together = what == self._field and (gesture or now_ms - self._at < _ONE_EDIT_MS)
        self._field, self._at = what, now_ms
        self._future.clear()
        if not together:
            self._past.append(before)
            del self._past[:-_MOST_UNDO]

    def undo(self, current: Draft) -> Draft | None:
        return self._step(self._past, self._future, current)

    def redo(self, current: Draft) -> Draft | None:
        return self._step(self._future, self._past, current)

    def forget(self) -> None:
        self._past.clear()
        self._future.clear()
        self._field = ""

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def _step(self, source: list[Draft], other: list[Draft], current: Draft) -> Draft | None:
        if not source:
            return None
        other.append(current)
        self._field = ""
        back = source.pop()
        return msgspec.structs.replace(back, base=current.base, sending=current.sending)
