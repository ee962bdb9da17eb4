"""What is signed: every byte and word of it, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.review.driver import content
from warroom.plan.model import Lane, Rule
from warroom.review.digest import canonical, lane_digest, subject_digest
from warroom.review.model import Content, Credit, Cut, Filled, Finding

LANE = Lane("full", (Rule("brand", within=300, then="escalate"), Rule("legal", not_author=True)))


def digest(words: Content) -> str:
    return subject_digest("i", "m", words, lane_digest(LANE))


def target(words: Content, **changes: str) -> Content:
    return replace(words, targets=(replace(words.targets[0], **changes), *words.targets[1:]))


def cut(words: Content, **changes: object) -> Content:
    return replace(words, cuts=(replace(words.cuts[0], **changes),))


def test_it_is_the_published_formula() -> None:
    words = content("Lights out.")
    subject = {
        "item": "i",
        "moment": "m",
        "cuts": {"1x1": words.cuts[0].blob},
        "targets": [
            {
                "network": "bluesky",
                "account": "crumb.example",
                "cut": "1x1",
                "caption": "Lights out. #BigGame",
                "alt": "A biscuit in the dark.",
            }
        ],
        "lane": lane_digest(LANE),
    }
    text = json.dumps(subject, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest(words) == hashlib.sha256(b"warroom/subject/v1\0" + text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        lambda words: target(words, caption="Lights out!"),
        lambda words: target(words, alt="A biscuit."),
        lambda words: target(words, network="x"),
        lambda words: target(words, account="other"),
        lambda words: target(words, cut="4x5"),
        lambda words: cut(words, blob="0" * 64),
        lambda words: cut(words, name="4x5"),
        lambda words: replace(words, cuts=(*words.cuts, Cut("4x5", "0" * 64, 1, 1, 1, "image/png"))),
        lambda words: replace(words, targets=words.targets[:1]),
        lambda words: replace(words, targets=words.targets[::-1]),
        lambda words: replace(words, cuts=()),
    ],
)
def test_any_change_to_what_goes_out_changes_it(change: Callable[[Content], Content]) -> None:
    words = content("Lights out.", targets=2)
    assert digest(change(words)) != digest(words)


@pytest.mark.parametrize(
    "change",
    [
        lambda words: replace(words, title="Another"),
        lambda words: replace(words, why="Ours"),
        lambda words: replace(words, template="other"),
        lambda words: replace(words, slots=(Filled("headline", "x"),)),
        lambda words: replace(words, credits=(Credit("photo", "0" * 64, "a", "b"),)),
        lambda words: replace(words, findings=(Finding("contrast", True, True, ""),)),
        lambda words: cut(words, width=1, height=1, size=1, mime="image/jpeg"),
    ],
)
def test_how_it_was_made_is_not_signed(change: Callable[[Content], Content]) -> None:
    words = content("Lights out.")
    assert digest(change(words)) == digest(words)


def test_item_moment_and_lane_are_signed() -> None:
    words, lane = content(), lane_digest(LANE)
    digests = {
        subject_digest("i", "m", words, lane),
        subject_digest("j", "m", words, lane),
        subject_digest("i", "n", words, lane),
        subject_digest("i", "m", words, lane_digest(Lane("full", LANE.rules[:1]))),
    }
    assert len(digests) == 4


def test_the_same_words_typed_on_two_systems_are_the_same() -> None:
    assert digest(target(content(), caption="caf\u00e9")) == digest(target(content(), caption="cafe\u0301"))
    assert digest(target(content(), caption="cafe")) != digest(target(content(), caption="caf\u00e9"))


def test_a_lanes_digest_is_of_its_rules_in_their_order() -> None:
    assert lane_digest(LANE) == lane_digest(Lane("renamed", LANE.rules))
    assert lane_digest(LANE) != lane_digest(Lane("full", LANE.rules[::-1]))
    for changed in (replace(LANE.rules[0], count=2), replace(LANE.rules[0], within=60), replace(LANE.rules[0], then="expire")):
        assert lane_digest(Lane("full", (changed, LANE.rules[1]))) != lane_digest(LANE)


def test_canonical_json_is_rfc_8785s() -> None:
    assert canonical({"b": 1.0, "a": ["\u20ac", 1e30, True, None], "\n": ""}) == '{"\\n":"","a":["€",1e+30,true,null],"b":1}'.encode()
    for never in (float("nan"), 2**53, "\ud800"):
        with pytest.raises(ValueError):
            canonical(never)
