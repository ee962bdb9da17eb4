"""Where the time of an item went: from the call of its moment to its being out, stage by stage, and who waited for whom.

Read off the room's state, so a desktop that has just joined shows the same bar as one that was there. Times are
milliseconds of the server's clock. Whether the room was stood down is counted by time here, to the millisecond.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import Literal

import msgspec

from warroom.plan.model import Rule
from warroom.review import lanes
from warroom.review.lanes import label
from warroom.review.model import Comment, Item, Moment, SignOff, State, Version

Stage = Literal["spotted", "composed", "review", "changes", "stood_down", "hand_off"]


class Segment(msgspec.Struct, frozen=True):
    """One piece of the bar. They follow each other without gaps; in `review` it is named for the first role still missing."""

    stage: Stage
    name: str  # "Spotted" · "Composed" · the role · "Changes" · "Stood down" · "Hand-off"
    role: str  # of a review segment; else empty
    start: int
    end: int
    waiting: str  # who waited
    on: tuple[str, ...]  # for whom

    @property
    def length(self) -> int:
        return self.end - self.start


class RoleWait(msgspec.Struct, frozen=True):
    """How long one role was waited for, whoever else was at the same time; `spans` are its stretches."""

    role: str
    label: str
    spans: tuple[tuple[int, int], ...]
    people: tuple[str, ...]  # who signed, else who could

    @property
    def total(self) -> int:
        return sum(end - start for start, end in self.spans)


class Stopwatch(msgspec.Struct, frozen=True):
    """`greenlit_at` is the first time it was; 0 for what has not happened. `ended_at` is 0 while it runs."""

    called_at: int
    go_at: int
    sent_at: int
    greenlit_at: int
    published_at: int
    ended_at: int
    segments: tuple[Segment, ...]
    roles: tuple[RoleWait, ...]

    @property
    def total(self) -> int:
        """From the call to the end, or to the end of the last segment while it runs."""
        return (self.segments[-1].end if self.segments else self.called_at) - self.called_at

    def stage(self, stage: Stage) -> int:
        """All the time spent in one stage."""
        return sum(segment.length for segment in self.segments if segment.stage == stage)


def moment_stopwatch(state: State, moment: Moment | str, now_ms: int) -> Stopwatch:
    """A moment's own: that of its first item that was published, else of its first item, else the time since the call."""
    if isinstance(moment, str):
        moment = state.moments[moment]
    mine = [item for item in state.items.values() if item.moment == moment.id]
    if mine:
        out = [item for item in mine if _published_at(item)]
        return stopwatch(state, min(out, key=_published_at) if out else mine[0], now_ms)
    ended = moment.decided_at if moment.decision == "pass" else 0
    go_at = moment.decided_at if moment.decision == "go" else 0
    segments = _before(state, moment, None, go_at, 0, ended or now_ms)
    return Stopwatch(moment.called_at, go_at, 0, 0, 0, ended, segments, ())


def stopwatch(state: State, item: Item | str, now_ms: int) -> Stopwatch:
    """Raises KeyError for an item the room does not have."""
    if isinstance(item, str):
        item = state.items[item]
    moment = state.moments[item.moment]
    go_at = _go_at(state, moment)
    sent_at = item.sent[0].at if item.sent else 0
    published_at = _published_at(item)
    ended_at = published_at or item.ended_at
    end = ended_at or max(now_ms, item.created_at)
    before = _before(state, moment, item, go_at, sent_at, end)
    after, greenlit_at, waits = _reviewed(state, item, sent_at, end) if sent_at else ((), 0, ())
    return Stopwatch(moment.called_at, go_at, sent_at, greenlit_at, published_at, ended_at, (*before, *after), waits)


def to_greenlit(state: State, item: Item, now_ms: int) -> int:
    """Milliseconds from the call of its moment to its first greenlight; 0 if it never was."""
    timed = stopwatch(state, item, now_ms)
    return timed.greenlit_at - timed.called_at if timed.greenlit_at else 0


def median_to_greenlit(state: State, now_ms: int) -> int | None:
    """The median over all items that ever were greenlit, in milliseconds; None before the first."""
    times = [time for item in state.items.values() if item.sent and (time := to_greenlit(state, item, now_ms))]
    return int(median(times)) if times else None


# --- before it was sent


def _go_at(state: State, moment: Moment) -> int:
    """When it was decided; a pass after the go leaves only the first item to tell by."""
    if moment.decision == "go":
        return moment.decided_at
    return min((item.created_at for item in state.items.values() if item.moment == moment.id), default=0)


def _published_at(item: Item) -> int:
    if item.phase == "published":
        return item.ended_at
    posted = [target.at for target in item.targets if target.phase == "posted"]
    if item.phase == "killed" and posted and not any(target.phase in ("waiting", "claimed") for target in item.targets):
        return max(posted)
    return 0


def _before(state: State, moment: Moment, item: Item | None, go_at: int, sent_at: int, end: int) -> tuple[Segment, ...]:
    deciders = (moment.decided_by,) if go_at and moment.decision == "go" else lanes.holders(state.plan, "producer")
    spotted = Segment("spotted", "Spotted", "", moment.called_at, go_at or end, moment.called_by, deciders)
    if not go_at:
        return (spotted,)
    writers = (item.created_by,) if item else lanes.holders(state.plan, "writer")
    on = (item.versions[0].author,) if item and item.versions else writers
    composed = Segment("composed", "Composed", "", go_at, sent_at or end, moment.decided_by, on)
    return tuple(segment for segment in (spotted, composed) if segment.end > segment.start)


# --- from then on


class _Then(msgspec.Struct, frozen=True):
    """The item as it was at one point in time."""

    stage: Stage
    missing: tuple[int, ...] = ()  # the rules that lacked sign-offs


def _reviewed(state: State, item: Item, start: int, end: int) -> tuple[tuple[Segment, ...], int, tuple[RoleWait, ...]]:
    rules = lanes.lane_of(state, item).rules
    spans: dict[str, list[tuple[int, int]]] = {rule.role: [] for rule in rules}
    segments: list[Segment] = []
    greenlit_at = 0
    marks = _marks(state, item, start, end)
    for begin, finish in pairwise(marks):
        then = _as_of(state, item, rules, begin)
        segment = _segment(state, item, rules, then, begin, finish)
        for role in dict.fromkeys(rules[place].role for place in then.missing):
            _extend(spans[role], begin, finish)
        greenlit_at = greenlit_at or (begin if then.stage == "hand_off" else 0)
        if segments and (segments[-1].stage, segments[-1].name) == (segment.stage, segment.name):
            segments[-1] = msgspec.structs.replace(segments[-1], end=finish, on=segment.on)
        else:
            segments.append(segment)
    if not greenlit_at and _as_of(state, item, rules, end).stage == "hand_off":
        greenlit_at = end
    waits = tuple(RoleWait(role, label(role), tuple(those), _signers(state, item, role)) for role, those in spans.items())
    return tuple(segments), greenlit_at, waits


def _marks(state: State, item: Item, start: int, end: int) -> list[int]:
    """Every point in time at which something may have changed."""
    times = [start, end, *(version.at for version in item.versions), *(sending.at for sending in item.sent)]
    times += [time for sign_off in item.sign_offs for time in (sign_off.at, sign_off.withdrawn_at)]
    times += [comment.at for comment in item.comments if comment.asks_changes]
    times += [time for down in _stand_downs(state) for time in down]
    return sorted({time for time in times if start <= time <= end})


def _stand_downs(state: State) -> tuple[tuple[int, int], ...]:
    """From when to when the room was stood down; 0 where it still is."""
    past = tuple((down.at, down.resumed_at) for down in state.past_stand_downs)
    return (*past, (state.stood_down.at, 0)) if state.stood_down else past


def _as_of(state: State, item: Item, rules: tuple[Rule, ...], when: int) -> _Then:
    if any(start <= when and (not end or when < end) for start, end in _stand_downs(state)):
        return _Then("stood_down")
    versions = tuple(version for version in item.versions if version.at <= when)
    asked = _asked(item, when)
    sent = tuple(sending for sending in item.sent if sending.at <= when)
    digests = {version.digest for version in versions if version.number in {sending.version for sending in sent}}
    if (asked and asked.at >= sent[-1].at) or versions[-1].digest not in digests:
        return _Then("changes")
    signed = tuple(sign_off for sign_off in item.sign_offs if _counted(state, sign_off, versions[-1], when))
    authors = frozenset(version.author for version in versions if version.digest == versions[-1].digest)
    matched = lanes.match(rules, signed, authors)
    missing = tuple(place for place, rule in enumerate(rules) if len(matched.given[place]) < rule.count)
    return _Then("review", missing) if missing else _Then("hand_off")


def _asked(item: Item, when: int) -> Comment | None:
    return next((comment for comment in reversed(item.comments) if comment.asks_changes and comment.at <= when), None)


def _counted(state: State, sign_off: SignOff, version: Version, when: int) -> bool:
    if sign_off.at > when or sign_off.digest != version.digest or not lanes.entitled(state.plan, sign_off):
        return False
    if sign_off.withdrawn_at and sign_off.withdrawn_at <= when:
        return False
    return not any(sign_off.at <= start <= when for start, _ in _stand_downs(state))


def _segment(state: State, item: Item, rules: tuple[Rule, ...], then: _Then, start: int, end: int) -> Segment:
    version = next(version for version in reversed(item.versions) if version.at <= start)
    sender = next(sending.by for sending in reversed(item.sent) if sending.at <= start)
    match then.stage:
        case "review":
            role = rules[then.missing[0]].role
            return Segment("review", label(role), role, start, end, sender, _signers(state, item, role))
        case "changes":
            asked = _asked(item, start)
            return Segment("changes", "Changes", "", start, end, asked.person if asked else "", (version.author,))
        case "stood_down":
            producers = lanes.holders(state.plan, "producer")
            return Segment("stood_down", "Stood down", "", start, end, version.author, producers)
        case _:
            handed = tuple(dict.fromkeys(target.person for target in item.targets if target.person))
            return Segment("hand_off", "Hand-off", "", start, end, "", handed or (sender,))


def _signers(state: State, item: Item, role: str) -> tuple[str, ...]:
    signed = dict.fromkeys(sign_off.person for sign_off in item.sign_offs if sign_off.role == role)
    return tuple(signed) or lanes.holders(state.plan, role)


def _extend(spans: list[tuple[int, int]], start: int, end: int) -> None:
    if spans and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))
