"""A million posts of an evening, of our own writing: remarks put together from templates and a vocabulary with a long tail."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from warroom.sources.post import Post

EVENING_MS = 100 * 60_000  # so that nothing is forgotten by age while it is measured
_SUBJECTS = (
    "the ref|that catch|this drive|our kicker|the halftime show|the quarterback|my team|the crowd|the commentary|this commercial|"
    "the camera work|their defence|the stadium|the mascot|my grandma|the snack table|the scoreboard|the anthem|the coach|the punter"
)
_VERBS = "ruins|saves|deserves|forgets|loves|needs|hates|destroys|remembers|makes|breaks|explains|misses|wants|steals|beats|follows|drops"
_THINGS = (
    "everything|the whole night|a raise|a nap|my nerves|the game|another look|some glasses|the party|a trophy|the plot|the clock|"
    "a new contract|the dip|the record|our hopes|the first down|the title|a statue|the queue"
)
_DARK = (
    "lights out in the dome|the power went out at the stadium|half the stadium is pitch black|who turned off the lights|"
    "blackout at the superdome|did somebody forget the electric bill|power outage in the third quarter|it is dark in there"
)
_ENDS = "||||lol|wow|tonight|again|seriously|come on|no way|#game|#final|what a night|I can't|good grief"
_SYLLABLES = [first + last for first in "bdklmnrst" for last in "aeiou"]


class Evening:
    """The same posts for the same seed. One in five is about the lights, all in the second hour."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._words = ["".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4))) for _ in range(40_000)]
        self._weights = list(accumulate(1 / (place + 8) for place in range(len(self._words))))
        self._parts = [part.split("|") for part in (_SUBJECTS, _VERBS, _THINGS, _DARK, _ENDS)]

    def words(self, count: int) -> Sequence[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def text(self, share: float) -> str:
        """`share` of the evening gone, 0 to 1."""
        chance = self._random.random
        subjects, verbs, things, dark, ends = self._parts
        pick = self._random.choice
        if share > 0.5 and chance() < 0.4:
            said = pick(dark)
        else:
            said = f"{pick(subjects)} {pick(verbs)} {pick(things)}"
        tail = " ".join(self.words(self._random.randint(2, 9)))
        return f"{said} {tail} {pick(ends)}".strip()

    def posts(self, count: int, ends: int) -> Iterator[Post]:
        """So many posts up to `ends` (ms), oldest first; one in eight says again what another said."""
        texts: list[str] = []
        for number in range(count):
            share = number / count
            if texts and self._random.random() < 0.125:
                text = texts[self._random.randrange(len(texts))]
            else:
                text = self.text(share)
                if len(texts) < 5_000:
                    texts.append(text)
                else:
                    texts[number % 5_000] = text
            at = ends - EVENING_MS + int(EVENING_MS * share)
            author = f"writer{self._random.randrange(200_000)}.example"
            yield Post(f"g{number}", "Generated", "rehearsal", author, text, at, at, topics=("The game",), in_rehearsal=True)
