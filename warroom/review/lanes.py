"""Whose yes counts for what: who may sign for a role, four eyes, and which sign-offs satisfy which rules of a lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from warroom.plan.model import Lane, Person, Plan, Rule
from warroom.review.model import Item, SignOff, State

Why = Literal["withdrawn", "changes", "stood_down", "edited", "author", "entitlement", "other_role"]


FULL = "full"  # the lane of whatever nobody cleared before; every plan has it
SHELL = "shell"  # the lane of what was cleared before: items made from a shell, of which only the blanks were filled


def label(role: str) -> str:
    """A role as people read it: `legal` is "Legal"."""
    return role[:1].upper() + role[1:]


def holders(plan: Plan, role: str) -> tuple[str, ...]:
    """Who has the role, in the plan's order."""
    return tuple(person.name for person in plan.people if role in person.roles)


def deputies(plan: Plan, role: str) -> tuple[str, ...]:
    """Who may sign in place of somebody who has the role, without having it."""
    own = holders(plan, role)
    named = dict.fromkeys(person.deputy for person in plan.people if role in person.roles and person.deputy)
    return tuple(name for name in named if name not in own)


def lane_of(state: State, item: Item) -> Lane:
    """The item's lane. `decide.py` makes items only in lanes the plan has, so it is there."""
    lane = state.plan.lane(item.lane)
    if lane is None:
        raise ValueError(f"the plan has no lane {item.lane!r}")
    return lane


def authors(item: Item) -> frozenset[str]:
    """Everybody who made a version with the very bytes of the current one."""
    if item.current is None:
        return frozenset()
    return frozenset(version.author for version in item.versions if version.digest == item.current.digest)


def under_review(item: Item) -> bool:
    """In review, and what is current is what was sent: after an edit that was not sent again there is nothing to sign."""
    if item.phase != "in_review" or item.current is None:
        return False
    sent = {sending.version for sending in item.sent}
    return any(version.number in sent and version.digest == item.current.digest for version in item.versions)


def going_out(item: Item) -> bool:
    """A target is being handed over, or already went out: what is in these bytes can't change any more."""
    return any(target.phase in ("claimed", "posted") for target in item.targets)


def may_stand_in(state: State, item: Item, role: str, on_duty: frozenset[str]) -> bool:
    """Whether the role's deputies may sign: its limit has passed, or nobody who has it is on duty."""
    return role in item.escalated or not on_duty.intersection(holders(state.plan, role))


def entitled(plan: Plan, sign_off: SignOff) -> bool:
    """Whether that person could sign for that role. A deputy's right at the time was checked and recorded when signing."""
    if sign_off.person in holders(plan, sign_off.role):
        return True
    return sign_off.as_deputy and sign_off.person in deputies(plan, sign_off.role)


def why_lost(state: State, item: Item, sign_off: SignOff) -> Why | None:
    """Why a sign-off does not count now, apart from four eyes and from being one of several; None if it may count."""
    if sign_off.withdrawn_by:
        return "withdrawn" if sign_off.withdrawn_by == sign_off.person else "changes"
    if sign_off.seq < state.last_stand_down_seq:
        return "stood_down"
    if item.current is None or sign_off.digest != item.current.digest:
        return "edited"
    if not entitled(state.plan, sign_off):
        return "entitlement"
    return None


class Matched(msgspec.Struct, frozen=True):
    """For each rule of the lane, in order, the sign-offs that count for it; no person is in it twice."""

    given: tuple[tuple[SignOff, ...], ...]
    complete: bool


def match(rules: Sequence[Rule], sign_offs: Sequence[SignOff], authors: frozenset[str]) -> Matched:
    """Seat as many people as can be seated: one seat a person, as many seats a rule as it counts, earlier sign-offs first.

    `sign_offs` are those that may count (`why_lost` is None). The assignment is a maximum bipartite matching by augmenting
    paths, so a person with two roles is put where they are needed.
    """
    seats = [place for place, rule in enumerate(rules) for _ in range(rule.count)]
    people = list(dict.fromkeys(sign_off.person for sign_off in sign_offs))
    allowed = {person: _places(rules, sign_offs, person, person in authors) for person in people}
    seated: dict[int, str] = {}

    def seat(person: str, tried: set[int]) -> bool:
        for number, place in enumerate(seats):
            if place not in allowed[person] or number in tried:
                continue
            tried.add(number)
            if number not in seated or seat(seated[number], tried):
                seated[number] = person
                return True
        return False

    for person in people:
        seat(person, set())
    given: list[list[SignOff]] = [[] for _ in rules]
    for number in sorted(seated):
        place = seats[number]
        given[place].append(next(s for s in sign_offs if s.person == seated[number] and s.role == rules[place].role))
    ordered = tuple(tuple(sorted(those, key=lambda sign_off: sign_off.seq)) for those in given)
    return Matched(given=ordered, complete=len(seated) == len(seats))


def _places(rules: Sequence[Rule], sign_offs: Sequence[SignOff], person: str, author: bool) -> frozenset[int]:
    roles = {sign_off.role for sign_off in sign_offs if sign_off.person == person}
    return frozenset(place for place, rule in enumerate(rules) if rule.role in roles and not (rule.not_author and author))


def has_role(person: Person, *roles: str) -> bool:
    return any(role in person.roles for role in roles)
