"""What the wall says, from the room's state alone. Pure; times in milliseconds of the clock they name.

Strangers' words stay off it until somebody of the room has acted on them: a spike is shown by its topic's name and in numbers
until a moment is called on it, and a post is quoted only where a moment was called on that very post, while its author lets it
stand and no content warning covers it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from warroom.desktop import clock
from warroom.desktop.moments.rows import title_of as title_of_post
from warroom.desktop.moments.spike_rows import after, rising
from warroom.desktop.naming import labelled
from warroom.desktop.pulse.words import LEAST_BASELINE
from warroom.report.stopwatch import median_to_greenlit
from warroom.review import duty
from warroom.review.lanes import label
from warroom.review.model import Item, Moment, SpikeSeen, State
from warroom.review.standing import Standing, standing
from warroom.sources.post import Post
from warroom.sources.rehearsal.night import Night
from warroom.watch.spike import ELSEWHERE
from warroom.watch.tame import tame_line

SOMETHING_ELSE = "Something else"
SHOWN_RISING = 3
LONGEST_TITLE = 80
LIGHTS_OUT, FIRST_REPLY = "lights out", "first famous reply"  # moments of a night that is played again
_ENDED = ("published", "expired", "killed")
_WAITING = ("in_review", "changes_requested", "greenlit", "locked")
_LATE = 0.8  # of a limit


@dataclass(frozen=True)
class Lead:
    """What the wall's large pane is on. `kind`: spike · moment · calm. `per_s`: at the time it was spotted."""

    kind: str = "calm"
    topic: str = ""
    title: str = ""
    words: str = ""
    baseline: float = 0.0
    per_s: float = 0.0


@dataclass(frozen=True)
class Watch:
    """A stopwatch; it has run `ran` milliseconds."""

    label: str
    ran: int
    foot: str
    others: int


@dataclass(frozen=True)
class WallRow:
    """One item that waits for somebody. `brief` is for where `words` find no room."""

    id: str
    title: str
    thumb: str
    words: str
    brief: str
    tone: str
    took: str
    takes: str


def leading_spike(state: State) -> SpikeSeen | None:
    """The highest that goes on and that nobody has put away; one that was passed on only where there is no other."""
    found = [
        seen
        for seen in state.spikes.values()
        if seen.ended is None and not seen.mark and (seen.spike.topic == ELSEWHERE or state.plan.topic(seen.spike.topic) is not None)
    ]
    return max(found, key=lambda seen: (not _passed(state, seen), seen.spike.score, seen.spike.id), default=None)


def _passed(state: State, seen: SpikeSeen) -> bool:
    moment = state.moments.get(seen.moment)
    return moment is not None and moment.decision == "pass"


def running(state: State) -> tuple[Moment, ...]:
    """Moments that still ask for something, oldest first."""
    found = []
    for moment in state.moments.values():
        items = [item for item in state.items.values() if item.moment == moment.id]
        if moment.decision != "pass" and not (items and all(item.phase in _ENDED for item in items)):
            found.append(moment)
    return tuple(sorted(found, key=lambda moment: (moment.called_at, moment.id)))


def post_called_on(moment: Moment) -> Post | None:
    """The post that the moment's title quotes, if it was called on one."""
    first = moment.evidence[0] if moment.evidence and not moment.spike else None
    return first if first is not None and title_of_post(first) == moment.title else None


def shown_title(moment: Moment) -> str:
    """As it was called; the topic's name where those are words that may not be shown large any more."""
    post = post_called_on(moment)
    if post is not None and (post.warning or post.id in moment.deleted):
        return moment.topic or "A moment"
    return tame_line(moment.title, LONGEST_TITLE)


def quote(state: State, topic: str) -> str:
    """The newest post of the topic that somebody called a running moment on; empty where there is none to show."""
    for moment in reversed(running(state)):
        if moment.topic == topic and post_called_on(moment) is not None and shown_title(moment) != moment.topic:
            return shown_title(moment)
    return ""


def lead(state: State) -> Lead:
    """A spike before a moment, a moment before nothing."""
    seen = leading_spike(state)
    if seen is not None:
        return _spike_lead(state, seen)
    moments = running(state)
    if moments:
        moment = moments[-1]
        return Lead("moment", moment.topic, shown_title(moment), moment_words(state, moment))
    return Lead()


def _spike_lead(state: State, seen: SpikeSeen) -> Lead:
    spike = seen.spike
    moment = state.moments.get(seen.moment)
    words = []
    title = spike.topic or SOMETHING_ELSE
    said = quote(state, spike.topic) if spike.topic != ELSEWHERE else ""
    if moment is not None:
        title = shown_title(moment)
        words = [f"“{said}”"] if said else [f"“{word}”" for word in rising(spike)[:SHOWN_RISING]]
    elif said:
        words = [f"“{said}”"]
    words.append(after(spike))
    return Lead("spike", spike.topic, title, " · ".join(words), spike.baseline, spike.per_s)


def moment_words(state: State, moment: Moment) -> str:
    """Who called it or decided on it, and when on the event's clock."""
    played = frozenset(person.name for person in state.plan.people if person.imitation)
    if moment.decision == "open":
        who, what, at = moment.called_by, "Called", moment.called_at
    else:
        who, what, at = moment.decided_by, moment.decision.capitalize(), moment.decided_at
    return f"{what} at {clock.hours_minutes(duty.event_time(state, at), state.plan.event.starts.tzinfo)} by {labelled(who, played)}"


def times_words(rate: float, baseline: float) -> str:
    """`41 times its baseline`; empty where the baseline is next to nothing."""
    if baseline < LEAST_BASELINE:
        return ""
    ratio = rate / baseline
    return f"{ratio:.1f} times its baseline" if ratio < 9.95 else f"{clock.count(round(ratio))} times its baseline"


def watch(state: State, night: Night | None, now: int) -> Watch | None:
    """Since the oldest running moment was called, as its own stopwatch; `now` on the server's clock.

    In a rehearsal of a night that is known, since what happened in it, on the event's clock, so that it stands beside that night's.
    """
    moments = running(state)
    if not moments:
        return None
    moment = moments[0]
    zone = state.plan.event.starts.tzinfo
    at = {one.what: one.at for one in night.moments} if night is not None and moment.topic == night.topics[0] else {}
    out, reply = at.get(LIGHTS_OUT), at.get(FIRST_REPLY)
    called, event_now = duty.event_time(state, moment.called_at), duty.event_time(state, now)
    if out is not None and reply is not None and out <= min(called, event_now):
        took = f"That night it took until {clock.hours_minutes(reply, zone)}"
        return Watch("Since the lights went out", event_now - out, took, len(moments) - 1)
    return Watch(f"Since “{shown_title(moment)}”", now - moment.called_at, moment_words(state, moment), len(moments) - 1)


def wall_rows(state: State, now: int) -> tuple[WallRow, ...]:
    """Every item that waits for somebody, longest waiting first."""
    found = []
    for item in state.items.values():
        stands = standing(state, item)
        if stands.stage in _WAITING:
            found.append((stands.since, item.id, item, stands))
    return tuple(_row(state, item, stands, now) for _, _, item, stands in sorted(found, key=lambda one: one[:2]))


def _row(state: State, item: Item, stands: Standing, now: int) -> WallRow:
    words, tone = _state_words(state, item, stands, now)
    current = item.current
    cuts = current.content.cuts if current is not None else ()
    return WallRow(
        id=item.id,
        title=tame_line(item.title, LONGEST_TITLE),
        thumb=cuts[0].blob if cuts else "",
        words=words,
        # Without its "Waiting for" a result would read as if it had come.
        brief=f"If {item.result}" if words == _locked(item) else words.removeprefix("Waiting for "),
        tone=tone,
        took=clock.stopwatch(now - stands.since),
        takes=clock.span(now - stands.since),
    )


def _locked(item: Item) -> str:
    return f"Waiting for {item.outcome}: {item.result}"


def _state_words(state: State, item: Item, stands: Standing, now: int) -> tuple[str, str]:
    if stands.stood_down:
        return "Stood down", "red"
    if item.hold is not None:
        return f"Held by {item.hold.by}", "amber"
    if stands.stage == "greenlit":
        return ("Going out" if stands.going_out else "Greenlit"), "green"
    if stands.stage == "locked":
        return _locked(item), "amber"
    if stands.stage == "changes_requested":
        asked = next((comment for comment in reversed(item.comments) if comment.asks_changes), None)
        return (f"{label(asked.role)} asked for changes" if asked is not None else "Changes asked for"), "red"
    waits = [rule for rule in stands.rules if not rule.satisfied and rule.role in stands.turn]
    if not waits:
        return "Back with its writer", "amber"
    late = any(rule.deadline and (now - rule.since) >= _LATE * (rule.deadline - rule.since) for rule in waits)
    alone = any(not rule.people and not rule.deputies for rule in waits)
    names = [rule.label for rule in waits]
    said = " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
    return (f"Waiting for {said}: nobody left" if alone else f"Waiting for {said}"), ("red" if late or alone else "amber")


def counts(state: State, now: int) -> tuple[str, ...]:
    """`Median to greenlit 3:12`, `3 published`, `11 passed`; nothing before anything was decided."""
    published = sum(item.phase == "published" for item in state.items.values())
    passed = sum(moment.decision == "pass" for moment in state.moments.values())
    took = median_to_greenlit(state, now)
    if not published and not passed and took is None:
        return ()
    median = () if took is None else (f"Median to greenlit {clock.stopwatch(took).removeprefix('0')}",)
    return (*median, f"{published} published", f"{passed} passed")


def down_words(state: State, played: Container[str]) -> tuple[str, str]:
    """By whom and when, and why and what it takes; two empty ones where the room is not stood down."""
    down = state.stood_down
    if down is None:
        return "", ""
    at = clock.clock(duty.event_time(state, down.at), state.plan.event.starts.tzinfo)
    asked = f"{labelled(down.resume_asked_by, played)} asked to resume; it takes a second person." if down.resume_asked_by else ""
    why = f"{tame_line(down.reason, 160).rstrip('.')}." if down.reason else ""
    rest = asked or "Nobody publishes, and sign-offs given before are void."
    return f"by {labelled(down.by, played)} at {at}", " ".join(part for part in (why, rest) if part)
