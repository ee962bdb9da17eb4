"""When what people say of a moment becomes something else."""

from __future__ import annotations

import pytest

from warroom.plan.model import Topic
from warroom.sources.post import Post
from warroom.watch.phrases import Phrases, Worded
from warroom.watch.spike import Turn
from warroom.watch.turning import Followed, Grave, Turning
from warroom.watch.words import folded

NOW = 1_790_000_000_000
TOPIC = Topic("Blackout", ("lights", "blackout"))
DARK = [
    "the lights are out in the dome",
    "sitting in the dark, lights gone",
    "dome gone dark, blackout",
    "lights out, dome dark, send snacks",
]
STORM = [
    "lightning struck the roof, blackout",
    "they say lightning struck",
    "lights: lightning on the roof",
    "roof struck by lightning, lights out",
]
HURT = [
    "people injured after the blackout",
    "lights out and paramedics run in",
    "several injured, lights still out",
    "paramedics at the dome, blackout",
]


class Talk:
    """A topic's posts, one a second, each by somebody else; the moment is called after five minutes of darkness."""

    def __init__(self, grave: tuple[str, ...] = ()) -> None:
        self.phrases = Phrases()
        self.turning = Turning(grave)
        self.now = NOW
        self.number = 0
        self.turns: list[Turn] = []
        self.say(DARK, 300)
        self.evidence = tuple(worded.post for worded in list(self.phrases.latest)[-24:])
        self.follow()

    def follow(self, last: tuple[str, ...] = ()) -> None:
        self.turning.follow([Followed("m1", "Blackout", self.evidence, last)], [TOPIC])

    def say(self, texts: list[str], seconds: int, author: str = "") -> None:
        for _ in range(seconds):
            self.number += 1
            text = texts[self.number % len(texts)]
            post = Post(str(self.number), "S", "bluesky", author or f"a{self.number}", text, self.now, self.now, topics=("Blackout",))
            self.phrases.add(Worded(post, self.now))
            self.now += 1_000
            self.turns += self.turning.look({"Blackout": self.phrases}, self.now)


def test_the_same_talk_goes_on() -> None:
    talk = Talk()
    talk.say(DARK, 600)
    assert talk.turns == []


def test_other_words_lead_and_it_is_told_once() -> None:
    talk = Talk()
    talk.say(STORM, 400)
    assert len(talk.turns) == 1
    turn = talk.turns[0]
    assert turn.moment == "m1"
    assert any("dark" in word for word in turn.was)
    assert any("lightning" in word for word in turn.now)
    assert "lights" not in turn.was + turn.now
    assert turn.grave == ()
    talk.say(STORM, 600)
    assert len(talk.turns) == 1


def test_grave_words_are_told_at_once_and_not_again() -> None:
    talk = Talk()
    before = talk.now
    talk.say(DARK[:3] + HURT[:1], 60)
    assert len(talk.turns) == 1
    assert talk.turns[0].grave == ("injured",)
    assert talk.now - before <= 60_000
    talk.say(DARK[:3] + HURT[:1], 200)
    assert len(talk.turns) == 1


def test_one_persons_grave_words_are_not_told() -> None:
    talk = Talk()
    talk.say(HURT, 20, author="somebody")
    assert talk.turns == []


def test_a_plans_own_grave_words() -> None:
    talk = Talk(grave=("Snacks",))
    talk.say(["free snacks, blackout"], 60)
    assert talk.turns == []  # the evidence says it too
    talk = Talk(grave=("samosa famine",))
    talk.say([*DARK, "samosa famine, blackout"], 60)
    assert talk.turns[0].grave == ("samosa famine",)


def test_after_a_restart_what_was_told_is_not_told_again() -> None:
    talk = Talk()
    talk.say(STORM, 300)
    assert len(talk.turns) == 1
    again = Turning()
    again.follow([Followed("m1", "Blackout", talk.evidence, talk.turns[0].now)], [TOPIC])
    talk.turning, talk.turns = again, []
    talk.say(STORM, 300)
    assert talk.turns == []


def test_a_moment_that_is_over_is_not_looked_at() -> None:
    talk = Talk()
    talk.turning.follow([], [TOPIC])
    talk.say(STORM, 300)
    assert talk.turns == []


@pytest.mark.parametrize(
    "text", ["i'm dead 😂", "he killed it tonight", "what a shot", "this is the bomb", "fire in this song", "to die for"]
)
def test_how_people_jest_is_not_grave(text: str) -> None:
    assert Grave().among(folded(text)) == ()


@pytest.mark.parametrize("text", ["shots fired outside", "Two people DIED", "paramedics on the field", "an active shooter", "he collapsed"])
def test_what_tells_of_harm_is_grave(text: str) -> None:
    assert Grave().among(folded(text))
