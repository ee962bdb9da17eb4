"""The board as rows, from the room's state alone: groups in a fixed order, whose turn, how long, what happens at zero. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from warroom.desktop.clock import stopwatch
from warroom.desktop.naming import called, labelled, target_name, target_names
from warroom.review import lanes
from warroom.review.duty import on_duty
from warroom.review.model import Comment, Item, Moment, State, TargetState
from warroom.review.standing import RuleStanding, Standing, standing
from warroom.wire import Present

GROUPS = (
    ("in_review", "In review", "amber"),
    ("changes_requested", "Changes requested", "red"),
    ("greenlit", "Greenlit", "green"),
    ("locked", "Waits for its result", "amber"),
    ("draft", "Drafts", "second"),
    ("published", "Published", "blue"),
    ("passed", "Passed", "third"),
    ("expired", "Expired", "third"),
    ("killed", "Killed", "third"),
)
COLLAPSED_AT_FIRST = frozenset({"published", "passed", "expired", "killed"})
_TONES = {group: tone for group, _, tone in GROUPS}
_STATE_WORDS = {group: "Draft" if group == "draft" else title for group, title, _ in GROUPS}
_NEWEST_FIRST = frozenset({"published", "passed", "expired", "killed"})


@dataclass(frozen=True)
class BoardRow:
    """`kind` is group, item or moment. `pills` and `tones` go together, `acts`, `labels`, `keys` and `looks` likewise."""

    key: str
    kind: str
    group: str
    title: str
    tone: str = "second"
    subtitle: str = ""
    thumb: str = ""
    alt: str = ""
    pills: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    clock: str = ""
    clock_tone: str = "second"
    remaining: str = ""
    zero: str = ""
    mine: bool = False
    chosen: bool = False
    folded: bool = False
    number: int = 0
    acts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Eyes:
    """Who looks: the person, the server's time in milliseconds, who is connected, and whom the program itself plays."""

    me: str
    now: int
    present: tuple[Present, ...] = ()
    played: frozenset[str] = frozenset()


def board_rows(state: State, eyes: Eyes, folded: frozenset[str] = frozenset(), chosen: str = "") -> tuple[BoardRow, ...]:
    """Every group that holds something, its head first; a folded group shows its head only."""
    members: dict[str, list[tuple[int, BoardRow]]] = {group: [] for group, _, _ in GROUPS}
    duty = on_duty(state, eyes.now)
    for item in state.items.values():
        stands = standing(state, item)
        members[stands.stage].append((_order(item, stands), _item_row(state, item, stands, eyes, duty)))
    for moment in state.moments.values():
        if moment.decision == "pass":
            members["passed"].append((moment.decided_at, _moment_row(moment, eyes)))
    rows: list[BoardRow] = []
    for group, title, tone in GROUPS:
        inside = [row for _, row in sorted(members[group], key=lambda pair: pair[0], reverse=group in _NEWEST_FIRST)]
        if not inside:
            continue
        rows.append(BoardRow(f"group:{group}", "group", group, title, tone, folded=group in folded, number=len(inside)))
        if group not in folded:
            rows.extend(replace(row, chosen=row.key == chosen) for row in inside)
    return tuple(rows)


def waiting_for(state: State, eyes: Eyes) -> tuple[tuple[str, str], ...]:
    """Every item that waits for this person, with one sentence why, longest waiting first."""
    duty = on_duty(state, eyes.now)
    found = []
    for item in state.items.values():
        stands = standing(state, item)
        why = _waits_for_me(state, item, stands, eyes.me, duty)
        if why:
            found.append((stands.since, item.id, why))
    return tuple((item, why) for _, item, why in sorted(found))


def signable(state: State, item: Item, stands: Standing, me: str, duty: frozenset[str]) -> tuple[str, ...]:
    """The roles as which `me` may sign this item now, in the lane's order."""
    if stands.held or stands.stood_down or not lanes.under_review(item):
        return ()
    return tuple(rule.role for rule in stands.rules if not rule.satisfied and _may_sign(state, item, rule, me, duty))


def _may_sign(state: State, item: Item, rule: RuleStanding, me: str, duty: frozenset[str]) -> bool:
    return me in rule.people or (me in rule.deputies and lanes.may_stand_in(state, item, rule.role, duty))


def _waits_for_me(state: State, item: Item, stands: Standing, me: str, duty: frozenset[str]) -> str:
    roles = signable(state, item, stands, me, duty)
    if roles:
        return f"Waits for you as {' and '.join(lanes.label(role) for role in roles)}"
    if stands.stood_down or stands.held:
        return ""
    first = stands.people[:1] == (me,)
    if stands.stage == "changes_requested" and first:
        return "Changes were asked of you"
    if stands.stage == "greenlit" and first:
        return "Greenlit: ready for you to publish"
    return ""


def _order(item: Item, stands: Standing) -> int:
    """What does not change while an item stays in its group, so that rows never trade places."""
    if stands.stage in ("published", "expired", "killed"):
        return item.ended_at
    if stands.stage == "changes_requested":
        return stands.since
    if stands.greenlit:
        return stands.greenlit_at
    return item.sent[-1].at if item.sent and stands.stage == "in_review" else item.created_at


def _item_row(state: State, item: Item, stands: Standing, eyes: Eyes, duty: frozenset[str]) -> BoardRow:
    mine = bool(_waits_for_me(state, item, stands, eyes.me, duty))
    out = stands.going_out or stands.stage == "published"
    pills = _target_pills(item, eyes.me) if out else _role_pills(state, item, stands, eyes.me, duty)
    current = item.current
    cuts = current.content.cuts if current else ()
    elapsed = 0 if stands.stage in ("published", "expired", "killed") else max(0, eyes.now - stands.since)
    row = BoardRow(
        key=item.id,
        kind="item",
        group=stands.stage,
        title=item.title,
        subtitle=_subtitle(state, item, stands, eyes),
        thumb=cuts[0].blob if cuts else "",
        alt=current.content.targets[0].alt if current and current.content.targets else item.title,
        pills=tuple(text for text, _ in pills),
        tones=tuple(tone for _, tone in pills),
        clock=stopwatch(elapsed) if elapsed or stands.stage in ("in_review", "greenlit", "locked", "changes_requested") else "",
        clock_tone=_clock_tone(stands, eyes.now),
        remaining=stopwatch(max(0, stands.deadline - eyes.now)) if stands.deadline else "",
        zero=at_zero(stands),
        mine=mine,
    )
    me = state.plan.person(eyes.me)
    writes = me is not None and lanes.has_role(me, "writer", "producer")
    locks = writes and bool(state.plan.outcomes) and (not item.outcome or (me is not None and lanes.has_role(me, "producer")))
    banks = writes and item.lane == lanes.FULL and state.plan.lane(lanes.SHELL) is not None
    signs = bool(signable(state, item, stands, eyes.me, duty))
    return _with_acts(row, item, stands, mine=mine, signs=signs, banks=banks, locks=locks)


def _with_acts(row: BoardRow, item: Item, stands: Standing, *, mine: bool, signs: bool, banks: bool, locks: bool) -> BoardRow:
    acts: list[tuple[str, str, str, str]] = []
    if item.current is not None:
        acts.append(("review", "Review" if signs else "Open", "A", "primary" if mine and signs else "plain"))
    if stands.stage == "greenlit":
        acts.insert(0, ("publish", "Publish", "P", "go"))
    if stands.greenlit and not stands.going_out and banks:
        acts.append(("bank", "Bank…", "B", "plain"))
    if locks and item.phase in ("draft", "changes_requested", "in_review") and not stands.going_out:
        acts.append(("lock", "Result…", "L", "plain"))
    if item.phase in ("draft", "changes_requested", "in_review") and not stands.going_out:
        acts.append(("edit", "Edit", "E", "primary" if mine and stands.stage == "changes_requested" else "plain"))
    if item.phase in ("expired", "killed"):
        acts.append(("duplicate", "Duplicate", "Ctrl+D", "plain"))
    return replace(
        row,
        acts=tuple(act for act, _, _, _ in acts),
        labels=tuple(label for _, label, _, _ in acts),
        keys=tuple(key for _, _, key, _ in acts),
        looks=tuple(look for _, _, _, look in acts),
    )


def _clock_tone(stands: Standing, now: int) -> str:
    if stands.stage == "greenlit":
        return "green"
    if stands.stage == "changes_requested":
        return "red"
    running = next((rule for rule in stands.rules if rule.deadline and rule.deadline == stands.deadline), None)
    if running is None:
        return "second"
    gone = (now - running.since) / max(1, running.deadline - running.since)
    return "red" if gone >= 0.8 else "amber" if gone >= 0.2 else "second"


def at_zero(stands: Standing) -> str:
    """What happens when the nearest limit passes; empty where none runs."""
    rule = next((rule for rule in stands.rules if rule.deadline and rule.deadline == stands.deadline), None)
    if rule is None:
        return ""
    if rule.then == "expire":
        return "then it expires"
    if rule.then == "escalate":
        return f"then {' or '.join(rule.deputies)} may sign" if rule.deputies else "then it goes on waiting"
    return f"{rule.label}'s limit"


def _subtitle(state: State, item: Item, stands: Standing, eyes: Eyes) -> str:
    if stands.stood_down and stands.stage in ("in_review", "greenlit", "locked"):
        return "Stood down: nothing goes out"
    if item.hold is not None:
        return f"Held by {called(item.hold.by, eyes.me)}: {item.hold.reason}"
    asked = last_request(item)
    if stands.stage == "changes_requested" and asked is not None:
        return f"{lanes.label(asked.role)}: {asked.text}"
    if stands.stage in ("expired", "killed"):
        return item.reason
    if stands.stage == "locked":
        return f"{stands.lock.removesuffix('.')} · {item.lane} lane"
    if stands.stage == "greenlit":
        return f"Ready to publish · {item.lane} lane"
    number = f"v{item.current.number}" if item.current else "Not sent yet"
    if item.lane == lanes.SHELL:
        number += " · shell lane"
    if stands.lock:
        number += f" · waits for {item.outcome}: {item.result}"
    busy = busy_words(item.id, eyes)
    networks = target_names((target.text.network, target.text.account) for target in item.targets)
    return " · ".join(part for part in (number, busy or networks) if part)


def busy_words(item: str, eyes: Eyes) -> str:
    """`Writer 2 is editing`, of others only; empty when nobody else has it open."""
    busy = [(one.person, one.activity) for one in eyes.present if one.busy_with == item and one.activity and one.person != eyes.me]
    return ", ".join(f"{labelled(person, eyes.played)} is {activity}" for person, activity in dict.fromkeys(busy))


def last_request(item: Item) -> Comment | None:
    return next((comment for comment in reversed(item.comments) if comment.asks_changes), None)


def _role_pills(state: State, item: Item, stands: Standing, me: str, duty: frozenset[str]) -> list[tuple[str, str]]:
    if item.phase == "draft":
        return []
    asked = last_request(item) if stands.stage == "changes_requested" else None
    mine = signable(state, item, stands, me, duty)
    pills = []
    for rule in stands.rules:
        words = rule.label if rule.count == 1 else f"{rule.label} {len(rule.given)} of {rule.count}"
        if asked is not None and asked.role == rule.role:
            pills.append((words, "red"))
        elif rule.satisfied:
            pills.append((words, "green"))
        elif rule.role in mine:
            pills.append((f"{words} — you", "amber"))
        elif stands.stage == "in_review":
            pills.append((words if rule.people or rule.deputies else f"{words} — nobody left", "amber" if rule.people else "red"))
        else:
            pills.append((words, "second"))
    return pills


_TARGET_WORDS = {
    "waiting": ("waits", "amber"),
    "claimed": ("handing over", "amber"),
    "posted": ("posted", "green"),
    "failed": ("failed", "red"),
    "dropped": ("dropped", "third"),
}


def _target_pills(item: Item, me: str) -> list[tuple[str, str]]:
    places = tuple((target.text.network, target.text.account) for target in item.targets)
    return [_target_pill(target, target_name(place, places), me) for target, place in zip(item.targets, places, strict=True)]


def _target_pill(target: TargetState, name: str, me: str) -> tuple[str, str]:
    words, tone = _TARGET_WORDS[target.phase]
    who = f" · {called(target.person, me)}" if target.phase == "claimed" else ""
    return (f"{name} {words}{who}", tone)


def _moment_row(moment: Moment, eyes: Eyes) -> BoardRow:
    reason = f": {moment.reason}" if moment.reason else ""
    return BoardRow(
        key=f"moment:{moment.id}",
        kind="moment",
        group="passed",
        title=moment.title,
        subtitle=f"Passed by {called(moment.decided_by, eyes.me)}{reason}",
        clock=stopwatch(max(0, moment.decided_at - moment.called_at)),
        clock_tone="third",
    )


def where_they_stand(standing: Iterable[BoardRow], every: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """What `standing` rows say by now, without one of them changing place.

    `every` holds the rows as they are, of folded groups too. A row whose state is not that of the head it stands below says its
    own state first; a head counts only what it may.
    """
    now = {row.key: row for row in every}
    shown, head = [], ""
    for row in standing:
        head = row.group if row.kind == "group" else head
        fresh = now.get(row.key)
        if row.kind == "group":
            shown.append(replace(fresh, folded=row.folded) if fresh is not None else replace(row, number=0))
        elif fresh is None or fresh.group == head:
            shown.append(fresh or row)
        else:
            pills, tones = (_STATE_WORDS[fresh.group], *fresh.pills), (_TONES[fresh.group], *fresh.tones)
            shown.append(replace(fresh, pills=pills, tones=tones))
    return tuple(shown)


def first_of_mine(rows: Iterable[BoardRow]) -> BoardRow | None:
    """The first that waits for me, as the board has them."""
    return next((row for row in rows if row.mine), None)


def waits_for_me_count(rows: Iterable[BoardRow]) -> int:
    return sum(row.mine for row in rows)
