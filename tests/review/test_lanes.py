"""Entitlement and seating, apart from any log."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tests.review.driver import plan
from warroom.plan.model import Rule
from warroom.review.lanes import deputies, entitled, holders, label, match
from warroom.review.model import SignOff


def yes(person: str, role: str, seq: int = 1, *, as_deputy: bool = False) -> SignOff:
    return SignOff(role=role, person=person, digest="d", version=1, at=seq, as_deputy=as_deputy, seq=seq)


def test_who_has_a_role_and_who_stands_in_for_it() -> None:
    night = plan()
    assert (holders(night, "brand"), holders(night, "legal")) == (("Wanda", "Bea"), ("Cole",))
    assert (deputies(night, "brand"), deputies(night, "legal")) == ((), ("Dora",))
    assert label("legal") == "Legal"


def test_a_deputys_yes_counts_only_as_a_deputys_and_only_for_that_role() -> None:
    night = plan()
    assert entitled(night, yes("Cole", "legal"))
    assert entitled(night, yes("Dora", "legal", as_deputy=True))
    assert not entitled(night, yes("Dora", "legal"))
    assert not entitled(night, yes("Dora", "brand", as_deputy=True))
    assert not entitled(night, yes("Pia", "legal", as_deputy=True))


def test_earlier_ones_are_seated_first() -> None:
    matched = match((Rule("brand"),), [yes("Wanda", "brand", 3), yes("Bea", "brand", 7)], frozenset())
    assert [sign_off.person for sign_off in matched.given[0]] == ["Wanda"]


def test_what_is_given_is_in_the_order_it_was_given() -> None:
    matched = match((Rule("brand", count=2),), [yes("Wanda", "brand", 3), yes("Bea", "brand", 7)], frozenset())
    assert [sign_off.seq for sign_off in matched.given[0]] == [3, 7]
    assert matched.complete


people, roles = st.sampled_from("ABCD"), st.sampled_from("xyz")
rules = st.lists(st.builds(Rule, role=roles, count=st.integers(1, 2), not_author=st.booleans()), min_size=1, max_size=3)


@given(rules, st.lists(st.tuples(people, roles), max_size=8, unique=True), st.frozensets(people, max_size=2))
def test_as_many_are_seated_as_trying_everything_would_seat(
    wanted: list[Rule], given: list[tuple[str, str]], authors: frozenset[str]
) -> None:
    matched = match(wanted, [yes(person, role, place) for place, (person, role) in enumerate(given)], authors)
    seats = [rule for rule in wanted for _ in range(rule.count)]
    chairs: list[str | None] = [*sorted({person for person, _ in given}), *([None] * len(seats))]

    def fits(person: str | None, rule: Rule) -> bool:
        return person is not None and (person, rule.role) in given and not (rule.not_author and person in authors)

    best = max(sum(map(fits, chosen, seats)) for chosen in set(itertools.permutations(chairs, len(seats))))
    seated = [sign_off.person for those in matched.given for sign_off in those]
    assert len(seated) == len(set(seated)) == best
    assert matched.complete == (best == len(seats))
    for rule, those in zip(wanted, matched.given, strict=True):
        assert len(those) <= rule.count
        assert all(fits(sign_off.person, rule) and sign_off.role == rule.role for sign_off in those)
