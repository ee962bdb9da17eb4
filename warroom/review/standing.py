"""Where an item stands: greenlit or not, whose turn it is and since when, against what limit, and which sign-offs were lost and why.

Computed from the state each time; nothing of it is stored. No clock: deadlines are points in time (milliseconds of the
server's clock), and whoever shows them knows what time it is.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from warroom.plan.model import AtZero, Rule
from warroom.review import lanes
from warroom.review.lanes import Matched, Why, label
from warroom.review.model import Item, SignOff, State, TargetState
from warroom.review.shells import clearance

Stage = Literal["draft", "in_review", "changes_requested", "locked", "greenlit", "published", "expired", "killed"]


class Lost(msgspec.Struct, frozen=True):
    """A sign-off that does not count now; `text` is a sentence, such as "Version 2 approval voided by an edit"."""

    sign_off: SignOff
    why: Why
    text: str


class RuleStanding(msgspec.Struct, frozen=True):
    role: str
    label: str
    count: int
    given: tuple[SignOff, ...]  # those that count
    valid_again: tuple[SignOff, ...]  # of those, given before an edit that was since taken back
    lost: tuple[Lost, ...]  # each person's newest, where it does not count
    people: tuple[str, ...]  # who has the role and may still sign
    deputies: tuple[str, ...]  # who may sign in their place: now if `escalated`, else only while nobody with the role is on duty
    since: int  # since when its limit runs; 0 while it waits for nobody
    deadline: int  # 0: none, or not running
    then: AtZero
    escalated: bool

    @property
    def satisfied(self) -> bool:
        return len(self.given) >= self.count


class Standing(msgspec.Struct, frozen=True):
    item: str
    stage: Stage  # the board's group; locked: greenlit, and waiting for the result it was made for
    greenlit: bool
    greenlit_at: int  # 0 while it is not
    rules: tuple[RuleStanding, ...]
    turn: tuple[str, ...]  # the roles it waits for; "writer" to write, to change, to publish; empty when it waits for nobody
    people: tuple[str, ...]  # who of them may act now
    since: int  # since when it waits for just these
    deadline: int  # the nearest of the rules'; 0: none running
    held: bool
    stood_down: bool
    going_out: bool
    lock: str  # the sentence that says which result it waits for; empty where it waits for none
    blocks: tuple[str, ...]  # why it can't be published now, one sentence each; empty: it can

    def rule(self, role: str) -> RuleStanding | None:
        return next((rule for rule in self.rules if rule.role == role), None)


def standing(state: State, item: Item | str) -> Standing:
    """Raises KeyError for an item the room does not have."""
    if isinstance(item, str):
        item = state.items[item]
    rules = lanes.lane_of(state, item).rules
    countable = [sign_off for sign_off in item.sign_offs if lanes.why_lost(state, item, sign_off) is None]
    matched = lanes.match(rules, countable, lanes.authors(item))
    under_review = lanes.under_review(item)
    running = under_review and item.hold is None and state.stood_down is None
    seated = {sign_off.person for given in matched.given for sign_off in given}
    standings = tuple(_rule(state, item, rule, given, seated, running) for rule, given in zip(rules, matched.given, strict=True))
    void = "" if item.phase in ("published", "expired", "killed") else _void(state, item)
    greenlit = under_review and matched.complete and state.stood_down is None and not void
    greenlit_at = _greenlit_at(item, matched) if greenlit else 0
    turn, people = _turn(state, item, standings, greenlit, void)
    locked = lock(state, item)
    return Standing(
        item=item.id,
        stage="locked" if greenlit and locked else "greenlit" if greenlit else item.phase,
        greenlit=greenlit,
        greenlit_at=greenlit_at,
        rules=standings,
        turn=turn,
        people=people,
        since=_since(item, standings, greenlit_at),
        deadline=min((rule.deadline for rule in standings if rule.deadline), default=0),
        held=item.hold is not None,
        stood_down=state.stood_down is not None,
        going_out=lanes.going_out(item),
        lock=locked,
        blocks=_blocks(state, item, standings, greenlit, void),
    )


def lock(state: State, item: Item) -> str:
    """Which result the item waits for, as a sentence; empty where its lock is open or it has none."""
    if not item.outcome or item.phase in ("published", "expired", "killed"):
        return ""
    marked = state.outcomes.get(item.outcome)
    if marked is None:
        return f"It waits for {item.outcome}: {item.result}."
    return "" if marked.result == item.result else f"{item.outcome} was {marked.result}, and this is for {item.result}."


def _void(state: State, item: Item) -> str:
    """Why the clearance that the item lives on does not stand; empty where it does, or it needs none."""
    if item.lane != lanes.SHELL:
        return ""
    shell = state.shells.get(item.shell)
    return "It was made from no shell." if shell is None else clearance(state, shell).why


def signed(state: State, item: Item) -> bool:
    """Whether every rule has its sign-offs on the current digest (and its shell its own), whatever phase the item is in."""
    if _void(state, item):
        return False
    countable = [sign_off for sign_off in item.sign_offs if lanes.why_lost(state, item, sign_off) is None]
    return lanes.match(lanes.lane_of(state, item).rules, countable, lanes.authors(item)).complete


def take_down(item: Item) -> tuple[TargetState, ...]:
    """What of a killed item went out, with the links to take down."""
    return tuple(target for target in item.targets if target.phase == "posted") if item.phase == "killed" else ()


def _rule(state: State, item: Item, rule: Rule, given: tuple[SignOff, ...], seated: set[str], running: bool) -> RuleStanding:
    made = lanes.authors(item) if rule.not_author else frozenset[str]()
    satisfied = len(given) >= rule.count
    open_for = running and not satisfied
    since = max([item.clock_from, *(s.withdrawn_at for s in _on_current(item, rule.role))]) if open_for else 0
    escalated = rule.role in item.escalated

    def free(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name not in made and name not in seated) if not satisfied else ()

    return RuleStanding(
        role=rule.role,
        label=label(rule.role),
        count=rule.count,
        given=given,
        valid_again=tuple(sign_off for sign_off in given if _came_back(item, sign_off)),
        lost=_lost(state, item, rule, given, seated),
        people=free(lanes.holders(state.plan, rule.role)),
        deputies=free(lanes.deputies(state.plan, rule.role)),
        since=since,
        deadline=since + rule.within * 1000 if since and rule.within and not (escalated and rule.then == "escalate") else 0,
        then=rule.then,
        escalated=escalated,
    )


def _on_current(item: Item, role: str) -> tuple[SignOff, ...]:
    digest = item.current.digest if item.current else ""
    return tuple(sign_off for sign_off in item.sign_offs if sign_off.role == role and sign_off.digest == digest)


def _came_back(item: Item, sign_off: SignOff) -> bool:
    """Whether other bytes came between this sign-off and the current version."""
    return any(version.number > sign_off.version and version.digest != sign_off.digest for version in item.versions)


def _lost(state: State, item: Item, rule: Rule, given: tuple[SignOff, ...], seated: set[str]) -> tuple[Lost, ...]:
    newest = {sign_off.person: sign_off for sign_off in item.sign_offs if sign_off.role == rule.role}
    counting = {sign_off.person for sign_off in given}
    lost = []
    for sign_off in newest.values():
        if sign_off.person in counting:
            continue
        why = lanes.why_lost(state, item, sign_off)
        if why is None and rule.not_author and sign_off.person in lanes.authors(item):
            why = "author"
        if why is None and sign_off.person in seated:
            why = "other_role"
        if why is not None:
            lost.append(Lost(sign_off=sign_off, why=why, text=_lost_text(item, sign_off, why)))
    return tuple(lost)


def _lost_text(item: Item, sign_off: SignOff, why: Why) -> str:
    what = f"Version {sign_off.version} approval"
    current = item.current.number if item.current else 0
    match why:
        case "edited":
            return f"{what} voided by an edit"
        case "stood_down":
            return f"{what} voided by the stand-down"
        case "withdrawn":
            return f"{what} withdrawn by {sign_off.person}"
        case "changes":
            return f"{what} voided: {sign_off.withdrawn_by} asked for changes"
        case "author":
            return f"{what} does not count: {sign_off.person} made version {current}"
        case "other_role":
            return f"{sign_off.person} already counts for another role"
        case "entitlement":
            return f"{what} does not count: {sign_off.person} may not sign as {label(sign_off.role)}"


def _greenlit_at(item: Item, matched: Matched) -> int:
    """When the last thing it needed came: the last sign-off, the return to these bytes, or the sending after a change request."""
    digest = item.current.digest if item.current else ""
    times = [sign_off.at for given in matched.given for sign_off in given]
    for version in reversed(item.versions):
        if version.digest != digest:
            break
        same_since = version.at
    times.append(same_since)
    asked = max((comment.at for comment in item.comments if comment.asks_changes), default=0)
    times.append(next((sending.at for sending in item.sent if sending.at >= asked), 0))
    return max(times)


def _turn(state: State, item: Item, rules: tuple[RuleStanding, ...], greenlit: bool, void: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if item.phase in ("published", "expired", "killed"):
        return (), ()
    if greenlit and lock(state, item):
        return ("producer",), lanes.holders(state.plan, "producer")
    if greenlit and not lanes.lane_of(state, item).rules:
        return ("producer",), lanes.holders(state.plan, "producer")
    if greenlit or void or not lanes.under_review(item):
        writers = lanes.holders(state.plan, "writer") or lanes.holders(state.plan, "producer")
        author = item.current.author if item.current else item.created_by
        return ("writer",), tuple(dict.fromkeys((author, *writers)))
    waiting = [rule for rule in rules if not rule.satisfied]
    names = (name for rule in waiting for name in (*rule.people, *(rule.deputies if rule.escalated else ())))
    return tuple(rule.role for rule in waiting), tuple(dict.fromkeys(names))


def _since(item: Item, rules: tuple[RuleStanding, ...], greenlit_at: int) -> int:
    if item.phase in ("published", "expired", "killed"):
        return item.ended_at
    if greenlit_at:
        return greenlit_at
    if item.phase == "changes_requested":
        return max(comment.at for comment in item.comments if comment.asks_changes)
    if item.current is None:
        return item.created_at
    if not lanes.under_review(item):
        return item.current.at
    return max([item.clock_from, *(sign_off.at for rule in rules for sign_off in rule.given)])


def _blocks(state: State, item: Item, rules: tuple[RuleStanding, ...], greenlit: bool, void: str) -> tuple[str, ...]:
    """In the order in which they would have to be put right."""
    if item.phase == "published":
        return ("It is already published.",)
    if item.phase == "expired":
        return (f"It expired: {item.reason}",)
    if item.phase == "killed":
        return (f"{item.ended_by} killed it (“{item.reason}”).",)
    blocks = []
    if state.stood_down is not None:
        blocks.append(f"{state.stood_down.by} stood the room down; two people have to resume it, one of them a producer.")
    if item.hold is not None:
        blocks.append(f"{item.hold.by} holds it (“{item.hold.reason}”).")
    if item.phase == "draft":
        blocks.append("It has not been sent for approval.")
    elif item.phase == "changes_requested":
        asked = next((comment for comment in reversed(item.comments) if comment.asks_changes), None)
        blocks.append(f"{label(asked.role)} asked for changes." if asked else "Changes were asked for.")
    elif not lanes.under_review(item):
        blocks.append(f"Version {item.current.number if item.current else 0} has not been sent for approval.")
    elif not greenlit:
        blocks.extend(waits_for(rule) for rule in rules if not rule.satisfied)
    if void:
        blocks.append(f"It is in the shell lane, and its shell is not cleared. {void}")
    if lock(state, item):
        blocks.append(lock(state, item))
    return tuple(blocks)


def waits_for(rule: RuleStanding) -> str:
    """One sentence: whom an unsatisfied rule waits for."""
    names = (*rule.people, *(rule.deputies if rule.escalated else ()))
    missing = rule.count - len(rule.given)
    if not names:
        return f"It waits for {rule.label}, and nobody is left who may sign for it."
    how_many = f"{missing} of " if missing < len(names) and rule.count > 1 else ""
    return f"It waits for {rule.label}: {how_many}{', '.join(names)}."
