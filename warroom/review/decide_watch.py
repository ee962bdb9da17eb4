"""What people say of spikes, and the room's topics."""

from __future__ import annotations

from warroom.plan.model import Topic
from warroom.review.asking import LONGEST_TITLE, Ask, refusal, text
from warroom.review.commands import MarkSpike, SetTopics
from warroom.review.events import Happening, SpikeMarked, TopicsSet

MOST_TOPICS = 40
MOST_WORDS = 1_000  # of all topics together
LONGEST_WORD = 200


def mark_spike(ask: Ask, command: MarkSpike) -> tuple[Happening, ...]:
    seen = ask.state.spikes.get(command.spike)
    if seen is None:
        raise refusal("not_found", "The room has no such spike. Reload and try again.", spike=command.spike)
    if seen.mark == command.mark:
        raise refusal("wrong_state", f"{seen.marked_by} marked it so already.", mark=seen.mark)
    return (SpikeMarked(command.spike, command.mark),)


def set_topics(ask: Ask, command: SetTopics) -> tuple[Happening, ...]:
    ask.need_role("writer", "producer", to="change the topics")
    if command.base != ask.state.topics_seq:
        raise refusal("stale_version", "Somebody changed the topics meanwhile. Look at them again.", current=ask.state.topics_seq)
    if not 0 < len(command.topics) <= MOST_TOPICS:
        raise refusal("bad_request", f"A room has between 1 and {MOST_TOPICS} topics.", longest=MOST_TOPICS)
    names = [text(topic.name, "A topic's name", LONGEST_TITLE) for topic in command.topics]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise refusal("bad_request", f"Two topics are called {twice!r}. Give one another name.", topic=twice)
    if sum(len(words) for topic in command.topics for words in (topic.any, topic.all, topic.none)) > MOST_WORDS:
        raise refusal("too_large", f"All topics together may have {MOST_WORDS} words and phrases.", longest=MOST_WORDS)
    for topic in command.topics:
        _check(topic)
    return (TopicsSet(command.topics, command.elsewhere),)


def _check(topic: Topic) -> None:
    if not topic.any and not topic.all:
        raise refusal("bad_request", f"The topic {topic.name!r} has no words, so nothing would match it. Give it one.", topic=topic.name)
    for word in (*topic.any, *topic.all, *topic.none):
        text(word, f"A word of the topic {topic.name!r}", LONGEST_WORD)
