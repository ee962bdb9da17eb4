"""The room's topics, set for everybody."""

from __future__ import annotations

import pytest

from tests.review.driver import Driver
from warroom.plan.model import Topic
from warroom.review.commands import CallMoment, SetTopics
from warroom.review.decide_watch import MOST_TOPICS, MOST_WORDS
from warroom.review.fold import fold_all

LIGHTS = Topic("The lights", ("dark", "power cut"), none=("film",), languages=("en",), sensitivity="more")
MATCH = Topic("The match", ("cup final",))


def test_topics_are_set_for_the_whole_room_in_their_order() -> None:
    room = Driver()
    line = room.say("Will", SetTopics(0, (LIGHTS, MATCH), "fewer"))[0]
    assert room.state.plan.topics == (LIGHTS, MATCH)
    assert (room.state.plan.elsewhere, room.state.topics_seq) == ("fewer", line.seq)
    assert room.state.plan.topic("The lights") == LIGHTS
    assert room.say("Pia", CallMoment("It is dark", "The lights", ()))
    room.say("Pia", SetTopics(line.seq, (LIGHTS,), "off"))
    assert [topic.name for topic in room.state.plan.topics] == ["The lights"]
    assert fold_all(None, room.log) == room.state


def test_only_a_writer_or_a_producer_changes_topics() -> None:
    room = Driver()
    for person in ("Bea", "Dora"):
        assert room.refused(person, SetTopics(0, (LIGHTS,))).code == "not_allowed"
    assert room.state.topics_seq == 0


def test_who_looked_at_old_topics_is_told() -> None:
    room = Driver()
    seq = room.say("Will", SetTopics(0, (LIGHTS, MATCH)))[0].seq
    refused = room.refused("Pia", SetTopics(0, (MATCH,)))
    assert (refused.code, refused.detail["current"]) == ("stale_version", seq)
    assert len(room.state.plan.topics) == 2


@pytest.mark.parametrize(
    ("topics", "code"),
    [
        ((), "bad_request"),
        (tuple(Topic(f"Topic {number}", ("a",)) for number in range(MOST_TOPICS + 1)), "bad_request"),
        ((Topic("Many", tuple(f"w{number}" for number in range(MOST_WORDS + 1))),), "too_large"),
        ((Topic("", ("dark",)),), "bad_request"),
        ((Topic("No words", (), none=("dark",)),), "bad_request"),
        ((Topic("A blank word", ("dark", "  ")),), "bad_request"),
        ((Topic("An unseen word", ("\ufe0f",)),), "bad_request"),
        ((Topic("A long word", ("x" * 201,)),), "too_large"),
        ((Topic("x" * 301, ("dark",)),), "too_large"),
        ((LIGHTS, Topic("the  LIGHTS ", ("dark",))), "bad_request"),
        ((Topic("No language", ("dark",), languages=("English",)),), "bad_request"),
        ((MATCH,), "wrong_state"),
    ],
)
def test_topics_that_cannot_be(topics: tuple[Topic, ...], code: str) -> None:
    assert Driver().refused("Will", SetTopics(0, topics)).code == code


def test_a_topic_keeps_its_colour_wherever_it_moves_and_when_it_comes_back() -> None:
    room = Driver()
    assert (room.state.colour("The match"), room.state.colour("No such")) == (0, -1)
    seq = room.say("Will", SetTopics(0, (LIGHTS, MATCH)))[0].seq
    assert (room.state.colour("The match"), room.state.colour("The lights")) == (0, 1)
    seq = room.say("Will", SetTopics(seq, (LIGHTS, Topic("Us", ("crumb",)))))[0].seq
    assert [room.state.colour(topic) for topic in ("The lights", "Us", "The match")] == [1, 0, 0]
    seq = room.say("Will", SetTopics(seq, (MATCH, LIGHTS, Topic("Us", ("crumb",)))))[0].seq
    assert [room.state.colour(topic) for topic in ("The match", "The lights", "Us")] == [2, 1, 0]
    seq = room.say("Will", SetTopics(seq, (LIGHTS,)))[0].seq
    room.say("Will", SetTopics(seq, (MATCH, LIGHTS)))
    assert (room.state.colour("The match"), room.state.colour("The lights")) == (2, 1)
    assert (room.state.topics_by, room.state.topics_at) == ("Will", room.now)


def test_words_are_kept_once_and_without_blanks_around_them() -> None:
    room = Driver()
    room.say("Will", SetTopics(0, (Topic(" Lights ", (" dark ", "Dark", "power cut"), languages=("EN", "en")),)))
    assert room.state.plan.topics == (Topic("Lights", ("dark", "power cut"), languages=("en",)),)


def test_words_for_all_and_none_alone_match_too() -> None:
    room = Driver()
    room.say("Will", SetTopics(0, (Topic("Both", (), all=("lights", "out")),)))
    assert room.state.plan.topics[0].all == ("lights", "out")
