"""The targets of an item on their way out, as rows; and what publishing will do, said before it is done. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from warroom.compose.limits import base_cut
from warroom.desktop.clock import stopwatch
from warroom.desktop.composer.edit import cut_name
from warroom.desktop.naming import called
from warroom.plan.networks import network_name
from warroom.review.model import Item, State, TargetState


@dataclass(frozen=True)
class TargetRow:
    """`left` is the time left of a claim. `mine`: claimed by this person; `active`: being handed over in this window."""

    place: int
    network: str
    account: str
    cut: str
    words: str
    tone: str
    remaining: str
    link: str
    mine: bool
    active: bool
    mayBegin: bool
    mayDrop: bool
    beginText: str
    beginKey: str = ""  # of the one that is begun by its key


def target_rows(item: Item, me: str, now: int, active: int, *, open_for: bool) -> tuple[TargetRow, ...]:
    """`open_for`: the item is greenlit and nothing blocks, so targets may be begun."""
    rows = [_row(place, target, me, now, active, open_for=open_for) for place, target in enumerate(item.targets)]
    by_key = next((row.place for row in rows if row.mayBegin), -1) if active < 0 else -1
    return tuple(replace(row, beginKey="S") if row.place == by_key else row for row in rows)


def _row(place: int, target: TargetState, me: str, now: int, active: int, *, open_for: bool) -> TargetRow:
    mine = target.phase == "claimed" and target.person == me
    free = target.phase in ("waiting", "failed")
    words, tone = _words(target, me)
    return TargetRow(
        place=place,
        network=network_name(target.text.network),
        account=target.text.account,
        cut=cut_name(base_cut(target.text.cut)),
        words=words,
        tone=tone,
        remaining=stopwatch(max(0, target.until - now)) if target.phase == "claimed" else "",
        link=target.link,
        mine=mine,
        active=place == active,
        mayBegin=(open_for and free) or (mine and place != active),
        mayDrop=free and place != active,
        beginText="Go on" if mine else "Try again" if target.phase == "failed" else "Start",
    )


def _words(target: TargetState, me: str) -> tuple[str, str]:
    match target.phase:
        case "waiting" if target.lapsed:
            return ("your" if target.person == me else f"{target.person}'s") + " two minutes are over", "amber"
        case "waiting":
            return "waits", "second"
        case "claimed":
            return ("you are handing it over" if target.person == me else f"{target.person} is handing it over"), "amber"
        case "posted":
            return f"posted by {called(target.person, me)}", "green"
        case "failed":
            return f"failed: {target.reason}", "red"
        case _:
            return f"left out by {called(target.person, me)}: {target.reason}", "third"


def publish_words(state: State, item: Item) -> str:
    """What Publish will do and what it will not."""
    where = [
        f"{network_name(target.text.network)} {target.text.account}" for target in item.targets if target.phase in ("waiting", "failed")
    ]
    targets = " and ".join(", ".join(where).rsplit(", ", 1))
    if state.kind == "rehearsal":
        where_to = "on the imitation page inside this window"
        return f"You hand it over to {targets}, one after the other, {where_to}. This is a rehearsal: nothing leaves it."
    return (
        f"You hand it over to {targets}, one after the other: its folder is written, the network's own page opens, you post it there "
        "and paste the link back. Nothing goes out before you post it. Each target is yours for two minutes at a time."
    )
