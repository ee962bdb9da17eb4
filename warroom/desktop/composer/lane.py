"""A draft made from a shell: which lane it would be sent in, said as one types, and blanks that say the same wherever they stand. Pure."""

from __future__ import annotations

import msgspec

from warroom.desktop.drafts import PLAN, Draft
from warroom.review import blanks, lanes
from warroom.review.model import Content, Shell, State, TargetText, Version
from warroom.review.shells import clearance, compared, fill

ONLY_BLANKS = "Shell lane: only blanks were changed."


def content_of(draft: Draft, like: Content) -> Content:
    """The draft as the room would compare it; the cuts, which follow from the rest, are the shell's."""
    used = {filled.value for filled in draft.slots}
    return msgspec.structs.replace(
        like,
        template=draft.template,
        slots=draft.slots,
        targets=tuple(TargetText(aim.network, aim.account, aim.cut, draft.caption, draft.alt) for aim in draft.aims),
        credits=tuple(credit for credit in draft.credits if credit.blob in used),
        findings=(),
        template_version=draft.template_version,
        pack="" if draft.pack == PLAN else draft.pack,
    )


def lane_words(state: State, draft: Draft) -> tuple[str, str]:
    """Which lane it is in, and its tone; two empty ones for what was made from no shell."""
    item = state.items.get(draft.item)
    shell = state.shells.get(draft.shell or (item.shell if item is not None else ""))
    if shell is None:
        return "", ""
    if item is not None and item.lane != lanes.SHELL:
        what = f": {_listed(item.touched)} changed" if item.touched else ""
        return f"Full lane since then{what}. Make another from the bank (N) for the shell lane.", "amber"
    stands = clearance(state, shell)
    if not stands.stands:
        return f"Full lane: its shell is not cleared. {stands.why}", "amber"
    touched = compared(shell, content_of(draft, shell.content)).touched
    if touched:
        return f"Full lane when it is sent: {_listed(touched)} changed. Undo that to keep the shell lane.", "amber"
    return ONLY_BLANKS, "green"


def _listed(touched: tuple[str, ...]) -> str:
    """`the accent was`, `the accent and the photo were`."""
    if len(touched) == 1:
        return f"{touched[0]} was"
    shown = touched[:3]
    more = f" and {len(touched) - 3} more" if len(touched) > 3 else ""
    return f"{', '.join(shown[:-1])} and {shown[-1]}{more} were" if not more else f"{', '.join(shown)}{more} were"


def filled_draft(draft: Draft, shell: Shell, values: dict[str, str]) -> Draft:
    """The draft with the shell's texts and `values` in their blanks. One caption and one alt text serve all targets."""
    content = fill(shell, values)
    texts = {slot.slot: slot for slot in content.slots}
    first = content.targets[0] if content.targets else None
    return msgspec.structs.replace(
        draft,
        slots=tuple(texts.get(slot.slot, slot) for slot in draft.slots),
        caption=first.caption if first else draft.caption,
        alt=first.alt if first else draft.alt,
    )


def followed(shell: Shell, before: Draft, after: Draft, slot: str) -> Draft:
    """`after`, in which `slot` was typed in, with its blanks said anew wherever else they stand; as it is where that cannot be told."""
    mould = next((one for one in shell.moulds if one.place == "slot" and one.of == slot), None)
    if mould is None:
        return after
    known = compared(shell, content_of(before, shell.content))
    typed = blanks.read(shell.blanks, [(mould.text, after.slot(slot))])
    if known.touched or typed is None:
        return after
    return filled_draft(after, shell, {**known.values, **typed})


def shell_version(shell: Shell) -> Version:
    """The shell's content as a version that a draft can be made of."""
    return Version(number=0, digest=shell.digest, content=shell.content, author=shell.by, at=shell.at, fingerprint=shell.fingerprint)


def still_locked(state: State, draft: Draft) -> Draft:
    """A copy waits for the result that what it is a copy of waits for; not for one that did not come."""
    item = state.items.get(draft.item)
    outcome, result = (item.outcome, item.result) if item is not None else (draft.outcome, draft.result)
    marked = state.outcomes.get(outcome)
    open_still = bool(outcome) and (marked is None or marked.result == result)
    return msgspec.structs.replace(draft, outcome=outcome if open_still else "", result=result if open_still else "")


def lock_words(state: State, draft: Draft) -> str:
    """Which result it waits for, as a sentence; empty for none."""
    item = state.items.get(draft.item)
    outcome, result = (item.outcome, item.result) if item is not None else (draft.outcome, draft.result)
    marked = state.outcomes.get(outcome)
    if not outcome or (marked is not None and marked.result == result):
        return ""
    return f"Locked: it goes out only if {outcome} is {result}."
