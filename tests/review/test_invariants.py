"""What must always hold of `review`, tried with whatever people might do; and a check that each broken rule is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from hypothesis.stateful import run_state_machine_as_test
from msgspec.structs import replace

from tests.review.machine import ReviewMachine
from warroom.review import chain, decide_targets, fold, lanes
from warroom.review import events as ev
from warroom.review.events import Logged
from warroom.review.lanes import Matched
from warroom.review.model import State

SEED = 0
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def test_whatever_people_do() -> None:
    run_state_machine_as_test(
        ReviewMachine,
        settings=settings(max_examples=80, stateful_step_count=50, deadline=None, suppress_health_check=QUIET),
    )


def the_same_every_time(patch: pytest.MonkeyPatch) -> None:
    """Hypothesis also draws numbers it finds in the source of whatever modules are loaded, which other tests decide: here it may not.

    With them, a seed is not enough: how many examples it took varied from four to over a thousand, and so whether there was time for it.
    """
    patch.setattr(providers.HypothesisProvider, "_local_constants", providers.Constants())
    patch.setattr(providers, "CONSTANTS_CACHE", LRUCache(1024))


def test_the_machine_goes_far_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its examples reach every event that counts; a machine whose commands were all refused would prove nothing."""
    the_same_every_time(monkeypatch)
    seen: Counter[str] = Counter()

    class Counting(ReviewMachine):
        def as_the_oracle_says(self) -> None:
            """Not asked here: this only counts."""

        def teardown(self) -> None:
            seen.update(type(line.body).__name__ for line in self.room.log)

    run_state_machine_as_test(
        Counting,
        settings=settings(
            max_examples=300,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=QUIET,
            phases=(Phase.generate,),
        ),
    )
    never = {"RoomStarted", "DeviceJoined", "DeviceRemoved", "PaceSet", "MomentCalled", "MomentDecided"}
    wanted = {kind.__name__ for kind in fold._FOLDS} - never
    assert {name for name in wanted if not seen[name]} == set()


Break = Callable[[pytest.MonkeyPatch], None]


def blind_to(why: str) -> Break:
    """Sign-offs that were lost for `why` go on counting."""

    def break_it(patch: pytest.MonkeyPatch) -> None:
        right = lanes.why_lost

        def wrong(*args: Any) -> Any:
            found = right(*args)
            return None if found == why else found

        patch.setattr(lanes, "why_lost", wrong)

    break_it.__qualname__ = f"blind_to_{why}"
    return break_it


def authors_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lanes, "authors", lambda item: frozenset())


def counts_twice(patch: pytest.MonkeyPatch) -> None:
    """One person's yes counts for every rule it fits."""

    def wrong(rules: Any, sign_offs: Any, authors: Any) -> Matched:
        given = tuple(
            tuple(s for s in sign_offs if s.role == rule.role and not (rule.not_author and s.person in authors)) for rule in rules
        )
        return Matched(given, all(len(those) >= rule.count for those, rule in zip(given, rules, strict=True)))

    patch.setattr(lanes, "match", wrong)


def gate_left_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decide_targets, "_greenlit", lambda ask, item: None)


def claimed_over(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decide_targets, "_free", lambda target, asker: None)


def unsent_is_reviewed(patch: pytest.MonkeyPatch) -> None:
    """A version that was saved and not sent can be signed."""
    patch.setattr(lanes, "under_review", lambda item: item.phase == "in_review")


def fold_remembers(patch: pytest.MonkeyPatch) -> None:
    """A fold that keeps something outside the state."""
    held: list[str] = []
    begin, right = fold._room_started, fold._FOLDS[ev.ItemHeld]

    def forget(logged: Logged, body: Any) -> State:
        held.clear()
        return begin(logged, body)

    def wrong(state: State, logged: Logged, body: Any) -> State:
        held.append(body.item)
        return replace(right(state, logged, body), last_stand_down=len(held))

    patch.setattr(fold, "_room_started", forget)
    patch.setitem(fold._FOLDS, ev.ItemHeld, wrong)


def chain_skips_the_person(patch: pytest.MonkeyPatch) -> None:
    right = chain._hash
    patch.setattr(chain, "_hash", lambda line, body, previous: right(msgspec.structs.replace(line, person=""), body, previous))


@pytest.mark.parametrize(
    ("break_it", "noticed"),
    [
        (blind_to("edited"), "greenlit"),
        (blind_to("stood_down"), "greenlit"),
        (blind_to("withdrawn"), "greenlit"),
        (blind_to("changes"), "greenlit"),
        (authors_forgotten, "greenlit"),
        (counts_twice, "greenlit"),
        (unsent_is_reviewed, "greenlit"),
        (gate_left_open, "claimed and not greenlit"),
        (claimed_over, "one claim at a time"),
        (fold_remembers, "folded from snapshot"),
        (chain_skips_the_person, "the chain notices a change"),
    ],
    ids=lambda value: getattr(value, "__qualname__", value),
)
def test_a_broken_rule_is_noticed(break_it: Break, noticed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @seed(SEED)
    class Searching(ReviewMachine):
        """Only what can notice it, so that hundreds of examples are a matter of seconds."""

        watch = None

        def teardown(self) -> None:
            if noticed != "greenlit":
                super().teardown()

    the_same_every_time(monkeypatch)
    break_it(monkeypatch)
    with pytest.raises(AssertionError, match=noticed):
        run_state_machine_as_test(
            Searching,
            settings=settings(
                max_examples=2_000,  # it stops at the first that notices
                stateful_step_count=50,
                deadline=None,
                database=None,
                suppress_health_check=QUIET,
                phases=(Phase.generate,),
                print_blob=False,
            ),
        )
