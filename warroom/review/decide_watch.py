"""What people say of spikes, and the room's topics."""

from __future__ import annotations

import re

from msgspec.structs import replace

from warroom.plan.model import Topic
from warroom.review.asking import LONGEST_TITLE, Ask, refusal, text
from warroom.review.commands import MarkSpike, SetTopics
from warroom.review.events import Happening, SpikeMarked, TopicsSet
from warroom.watch.words import folded

MOST_TOPICS = 40
MOST_WORDS = 1_000  # of all topics together
LONGEST_WORD = 200
MOST_LANGUAGES = 20
_LANGUAGE = re.compile(r"[a-z]{2,3}")  # BCP 47: a primary tag


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
    if sum(len(words) for topic in command.topics for words in (topic.any, topic.all, topic.none)) > MOST_WORDS:
        raise refusal("too_large", f"All topics together may have {MOST_WORDS} words and phrases.", longest=MOST_WORDS)
    topics = tuple(_checked(topic) for topic in command.topics)
    known: set[str] = set()
    for topic in topics:
        if folded(topic.name) in known:
            raise refusal("bad_request", f"Two topics are called {topic.name!r}. Give one another name.", topic=topic.name)
        known.add(folded(topic.name))
    if (topics, command.elsewhere) == (ask.state.plan.topics, ask.state.plan.elsewhere):
        raise refusal("wrong_state", "These are the room's topics already. Change one first.")
    return (TopicsSet(topics, command.elsewhere),)


def _checked(topic: Topic) -> Topic:
    """The topic without blanks around its words, and each word once."""
    name = text(topic.name, "A topic's name", LONGEST_TITLE)
    any_of, all_of, none_of = (_words(name, words) for words in (topic.any, topic.all, topic.none))
    if not any_of and not all_of:
        raise refusal("bad_request", f"The topic {name!r} has no words, so nothing would match it. Give it one.", topic=name)
    languages = tuple(dict.fromkeys(language.strip().casefold() for language in topic.languages))
    wrong = next((language for language in languages if not _LANGUAGE.fullmatch(language)), None)
    if wrong is not None or len(languages) > MOST_LANGUAGES:
        message = f"The languages of the topic {name!r} are written in two or three letters, as in en, es; at most {MOST_LANGUAGES}."
        raise refusal("bad_request", message, topic=name, language=wrong)
    return replace(topic, name=name, any=any_of, all=all_of, none=none_of, languages=languages)


def _words(topic: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Refused where one says nothing once it is made comparable: it would match nothing, and nobody would see why."""
    kept: dict[str, str] = {}
    for word in words:
        word = text(word, f"A word of the topic {topic!r}", LONGEST_WORD)
        if not (same := folded(word).strip()):
            raise refusal("bad_request", f"A word of the topic {topic!r} has no letters that could be found. Write another.", topic=topic)
        kept.setdefault(same, word)
    return tuple(kept.values())
