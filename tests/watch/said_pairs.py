"""Our own pairs of posts and how well they are told apart. The half called `choose` chose the numbers in `warroom/watch/said.py`;
the half called `judge` never does: nothing is changed because of how one of its pairs comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from warroom.watch.commonness import Commonness
from warroom.watch.said import SAME, alike, read

FILE = Path(__file__).resolve().parents[1] / "data" / "already_said" / "pairs.jsonl"
SAME_IDEA = ("other_words", "near_copy")
OTHER = ("other_idea", "unrelated")


class Pair(msgspec.Struct, frozen=True):
    part: str  # choose | judge
    kind: str  # other_words | near_copy | other_idea | unrelated
    asked: str
    found: str


@dataclass(frozen=True)
class Judged:
    """How many pairs of each kind there are, and how many of them were held to say the same."""

    pairs: dict[str, int]
    held_same: dict[str, int]

    @property
    def precision(self) -> float:
        same = sum(self.held_same[kind] for kind in SAME_IDEA)
        return same / max(same + sum(self.held_same[kind] for kind in OTHER), 1)

    @property
    def recall(self) -> float:
        return sum(self.held_same[kind] for kind in SAME_IDEA) / sum(self.pairs[kind] for kind in SAME_IDEA)

    def share(self, kind: str) -> float:
        return self.held_same[kind] / self.pairs[kind]


def pairs(part: str) -> tuple[Pair, ...]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(pair for line in lines if (pair := msgspec.json.decode(line, type=Pair)).part == part)


def judged(part: str) -> Judged:
    """As in a room that has read nothing yet, where every word counts as rare."""
    weight = Commonness().weight
    count, same = dict.fromkeys((*SAME_IDEA, *OTHER), 0), dict.fromkeys((*SAME_IDEA, *OTHER), 0)
    for pair in pairs(part):
        count[pair.kind] += 1
        same[pair.kind] += alike(read(pair.asked), read(pair.found), weight) >= SAME
    return Judged(count, same)
