"""The bank: putting what is greenlit into it, taking a shell out, and which lane an item made from one is in."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from warroom.review import blanks, lanes
from warroom.review.asking import LONGEST_TITLE, Ask, refusal, same_digest, short, text
from warroom.review.commands import BankItem, WithdrawShell
from warroom.review.events import Happening, ItemExpired, LaneChanged, ShellBanked, ShellWithdrawn
from warroom.review.model import Blank, Content, Fingerprint, Item, Mould, Shell, Version
from warroom.review.shells import clearance, compared, samples
from warroom.review.standing import standing

_DIGEST_LENGTH = 64


def bank_item(ask: Ask, command: BankItem) -> tuple[Happening, ...]:
    """Only what every rule of the full lane has signed, in the bytes it signed: the shell is that, with its blanks named."""
    ask.need_role("writer", "producer", to="put an item in the bank")
    item = ask.living(command.item)
    ask.not_stood_down("nothing can be put in the bank")
    version = same_digest(item, command.digest)
    _need_lane(ask)
    now = standing(ask.state, item)
    if item.lane != lanes.FULL or not now.greenlit:
        why = " ".join(now.blocks) or f"It is in the {item.lane} lane."
        raise refusal("not_greenlit", f"Only what is greenlit in the {lanes.FULL} lane can be put in the bank. {why}")
    if command.until <= ask.now:
        raise refusal("bad_request", "A shell needs a time at which its clearance ends, and it is not past. Choose a later one.")
    _check_blanks(command.blanks)
    title = short(command.title, "The shell's title", LONGEST_TITLE) or item.title
    given = tuple(sign_off for rule in now.rules for sign_off in rule.given)
    shell = Shell(
        id=_new_shell(ask),
        title=title,
        item=item.id,
        version=version.number,
        digest=version.digest,
        content=version.content,
        fingerprint=version.fingerprint,
        blanks=command.blanks,
        moulds=command.moulds,
        cleared=given,
        by=ask.person.name,
        at=ask.now,
        until=command.until,
    )
    _check_moulds(shell, version)
    return (
        ShellBanked(
            shell=shell.id,
            title=shell.title,
            item=shell.item,
            version=shell.version,
            digest=shell.digest,
            content=shell.content,
            fingerprint=shell.fingerprint,
            blanks=shell.blanks,
            moulds=shell.moulds,
            cleared=shell.cleared,
            until=shell.until,
        ),
    )


def withdraw_shell(ask: Ask, command: WithdrawShell) -> tuple[Happening, ...]:
    """What was made from it stops, in whichever lane: somebody found that it must not be said, not only that a yes is missing."""
    ask.need_role("producer", "writer", *_roles(ask), to="take a shell out of the bank")
    shell = ask.state.shells.get(command.shell)
    if shell is None:
        raise refusal("not_found", "The bank has no such shell. Reload and try again.", shell=command.shell)
    if shell.ended_at:
        raise refusal("wrong_state", f"It is out of the bank already. {clearance(ask.state, shell).why}")
    reason = text(command.reason, "The reason for withdrawing it")
    stopped = f"{ask.person.name} withdrew the shell it was made from: {reason.rstrip('.')}."
    made = (item for item in ask.state.items.values() if item.shell == shell.id)
    living = (item for item in made if item.phase not in ("published", "expired", "killed"))
    return (ShellWithdrawn(shell.id, reason), *(ItemExpired(item.id, stopped) for item in living))


def need_shell(ask: Ask, lane: str, shell_id: str) -> None:
    """Refuse the shells' lane without a shell that is cleared, and a shell in any other lane."""
    if lane != lanes.SHELL:
        if shell_id:
            raise refusal("bad_request", f"An item from a shell begins in the {lanes.SHELL} lane.", lane=lane)
        return
    if not shell_id:
        open_to_all = [known.name for known in ask.state.plan.lanes if known.name != lanes.SHELL]
        message = f"The {lane} lane is for items made from a cleared shell. Make this item in the {' or '.join(open_to_all)} lane."
        raise refusal("not_allowed", message, lane=lane, lanes=open_to_all)
    shell = ask.state.shells.get(shell_id)
    if shell is None:
        raise refusal("not_found", "The bank has no such shell. Reload and try again.", shell=shell_id)
    stands = clearance(ask.state, shell)
    if not stands.stands:
        raise refusal("wrong_state", f"Nothing can be made from this shell now. {stands.why}", shell=shell_id)


def left_lane(ask: Ask, item: Item, content: Content, fingerprint: Fingerprint) -> tuple[LaneChanged, ...]:
    """The step out of the shells' lane that this content makes, whoever asks; nothing where only blanks were filled."""
    if item.lane != lanes.SHELL:
        return ()
    shell = ask.state.shells.get(item.shell)
    if shell is None:
        return (LaneChanged(item.id, lanes.FULL, ("the shell it came from",)),)
    touched = compared(shell, content, fingerprint).touched
    stands = clearance(ask.state, shell)
    if not stands.stands:
        touched = (*touched, "the clearance of its shell")
    return (LaneChanged(item.id, lanes.FULL, touched),) if touched else ()


def _roles(ask: Ask) -> tuple[str, ...]:
    lane = ask.state.plan.lane(lanes.FULL)
    return tuple(dict.fromkeys(rule.role for rule in lane.rules)) if lane else ()


def _need_lane(ask: Ask) -> None:
    if ask.state.plan.lane(lanes.SHELL) is None:
        message = f"This event's plan has no lane {lanes.SHELL!r}, so nothing could be made from a shell. Add one to the plan."
        raise refusal("wrong_state", message)


def _new_shell(ask: Ask) -> str:
    if ask.id in ask.state.shells:
        raise refusal("id_reused", "This command's id was used before. Send it again under a new one.", id=ask.id)
    return ask.id


def _check_blanks(named: Sequence[Blank]) -> None:
    if not named:
        raise refusal("bad_request", "A shell without a blank could only be said once. Name at least one blank.")
    if len(named) > blanks.MOST_BLANKS:
        raise refusal("too_large", f"A shell has at most {blanks.MOST_BLANKS} blanks. Leave some out.", longest=blanks.MOST_BLANKS)
    names = [blank.name for blank in named]
    if len(set(names)) != len(names):
        raise refusal("bad_request", "Two blanks have the same name. Give each its own.", blanks=names)
    for blank in named:
        _check_blank(blank)


def _check_blank(blank: Blank) -> None:
    if not blanks.NAME.fullmatch(blank.name):
        message = f"{blank.name!r} can't name a blank. Write small letters, digits and _, at most 31, beginning with a letter."
        raise refusal("bad_request", message, blank=blank.name)
    if not 1 <= blank.most <= blanks.LONGEST_BLANK:
        message = f"The blank {blank.name} has no limit. Say how many characters it may have, from 1 to {blanks.LONGEST_BLANK}."
        raise refusal("bad_request", message, blank=blank.name, longest=blanks.LONGEST_BLANK)
    if blank.pattern and blank.pattern not in blanks.PATTERNS:
        message = f"No blank can be held to {blank.pattern!r}. Choose one of {', '.join(blanks.PATTERNS)}, or none."
        raise refusal("bad_request", message, blank=blank.name, patterns=list(blanks.PATTERNS))
    why = blanks.wrong(blank, blank.sample)
    if why:
        raise refusal("bad_request", f"The blank {blank.name} {why}, as it was cleared. Widen it or choose another.", blank=blank.name)


def _check_moulds(shell: Shell, version: Version) -> None:
    """The moulds with the samples in them are what was signed, to the letter; and every blank stands somewhere."""
    places = [(mould.place, mould.of) for mould in shell.moulds]
    if len(set(places)) != len(places):
        raise refusal("bad_request", "One text has two moulds. Write one for each text.")
    for mould in shell.moulds:
        if mould.place == "slot" and _no_text(version.content, mould.of):
            raise refusal("bad_request", f"{mould.of} holds no text, so no blank can stand in it.", slot=mould.of)
    used = {name for mould in shell.moulds for name in blanks.named(mould.text, shell.blanks)}
    idle = [blank.name for blank in shell.blanks if blank.name not in used]
    if idle:
        raise refusal("bad_request", f"The blank {idle[0]} stands nowhere. Put {{{idle[0]}}} into a text, or leave it out.", blank=idle[0])
    plain = replace(version.content, findings=())
    filling = compared(shell, plain, version.fingerprint)
    if filling.touched or _poured(shell) != _texts(version.content, shell.moulds):
        what = ", ".join(filling.touched) or "a text"
        raise refusal("bad_request", f"With its samples in the blanks this is not what was signed off: {what} would differ.")


def _no_text(content: Content, slot: str) -> bool:
    value = next((filled.value for filled in content.slots if filled.slot == slot), "")
    return not value or (len(value) == _DIGEST_LENGTH and all(letter in "0123456789abcdef" for letter in value))


def _poured(shell: Shell) -> list[str]:
    return [blanks.pour(mould.text, samples(shell)) for mould in shell.moulds]


def _texts(content: Content, moulds: Sequence[Mould]) -> list[str]:
    slots = {("slot", filled.slot): filled.value for filled in content.slots}
    captions = {("caption", f"{one.network}/{one.account}"): one.caption for one in content.targets}
    alts = {("alt", f"{one.network}/{one.account}"): one.alt for one in content.targets}
    every = {**slots, **captions, **alts}
    return [every.get((mould.place, mould.of), "") for mould in moulds]
