"""What people write in a rehearsal: lines with blanks, by topic and phase of the night, and who is made to have written them."""

from __future__ import annotations

import datetime as dt
import random
import re
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

_BLANK = re.compile(r"\{([^{}]*)\}")
_TAG = re.compile(r"#(\w+)")
_NEWS = "news"
_PICTURED = 0.12  # of the posts of a topic that has pictures


class PlayedSource(msgspec.Struct, frozen=True):
    """A source of the rehearsal: `share` of the posts, in a style of its own. Its name says that it is played."""

    name: str
    share: float
    style: str


class Lines(msgspec.Struct, frozen=True):
    topic: str
    phases: tuple[str, ...]
    text: tuple[str, ...]
    style: str = ""  # empty: what people write; "news": headlines


class Beside(msgspec.Struct, frozen=True):
    """What people talk about besides the topics: posts a minute at clock times of the event, on straight lines between them."""

    what: str
    ours: Literal[True]  # nobody published anything of it
    per_minute: tuple[tuple[dt.time, float], ...]
    text: tuple[str, ...]


class Pictured(msgspec.Struct, frozen=True):
    """A picture of ours that a post of this topic may carry, and its alt text."""

    topic: str
    name: str
    alt: str


class Handles(msgspec.Struct, frozen=True):
    first: tuple[str, ...]
    second: tuple[str, ...]
    domains: tuple[str, ...]
    servers: tuple[str, ...]
    outlets: tuple[str, ...]


class Flourish(msgspec.Struct, frozen=True):
    before: tuple[str, ...]
    after: tuple[str, ...]


class Script(msgspec.Struct, frozen=True):
    source: tuple[PlayedSource, ...]
    handles: Handles
    slots: dict[str, tuple[str, ...]]
    flourish: Flourish
    lines: tuple[Lines, ...]
    picture: tuple[Pictured, ...] = ()
    beside: tuple[Beside, ...] = ()
    format: int = 1


class Written(msgspec.Struct, frozen=True):
    """One post's words and its imaginary author."""

    text: str
    author: str
    author_name: str
    source: str
    tags: tuple[str, ...]
    picture: Pictured | None = None


def read_script(file: Path) -> Script:
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Script)


class Writer:
    """Writes posts by a script. The same seed and the same calls give the same posts."""

    def __init__(self, script: Script, seed: int) -> None:
        self._script = script
        self._random = random.Random(seed)
        self._pictures = random.Random(f"pictures {seed}")  # of its own, so that a picture more changes no post's words
        self._decks: dict[tuple[str, str, bool], list[str]] = {}

    def write(self, topic: str, phase: str) -> Written:
        chance = self._random
        source = chance.choices(self._script.source, [source.share for source in self._script.source])[0]
        line = self._draw(topic, phase, source.style == _NEWS)
        if line is None:
            source = self._script.source[0]
            line = self._draw(topic, phase, False) or topic
        text = self._fill(line)
        if source.style == _NEWS:
            outlet = chance.choice(self._script.handles.outlets)
            return Written(text, outlet, outlet, source.name, ())
        text = self._flourish(text)
        author, author_name = self._person(source.style)
        return Written(text, author, author_name, source.name, tuple(dict.fromkeys(_TAG.findall(text))), self._picture(topic))

    def write_beside(self, beside: Beside) -> Written:
        """A post in no topic: without the flourishes that have a hashtag."""
        source = self._random.choices([source for source in self._script.source if source.style != _NEWS])[0]
        deck = self._decks.setdefault((beside.what, "", False), [])
        if not deck:
            deck += beside.text
            self._random.shuffle(deck)
        text = self._fill(deck.pop())
        if self._random.random() < 0.4:
            text += self._random.choice([after for after in self._script.flourish.after if "#" not in after])
        author, author_name = self._person(source.style)
        return Written(text, author, author_name, source.name, tuple(dict.fromkeys(_TAG.findall(text))))

    def _picture(self, topic: str) -> Pictured | None:
        fitting = [picture for picture in self._script.picture if picture.topic == topic]
        return self._pictures.choice(fitting) if fitting and self._pictures.random() < _PICTURED else None

    def _draw(self, topic: str, phase: str, news: bool) -> str | None:
        """A line not drawn since the deck of this topic and phase was last shuffled."""
        deck = self._decks.setdefault((topic, phase, news), [])
        if not deck:
            of_topic = [lines for lines in self._script.lines if lines.topic == topic and (lines.style == _NEWS) == news]
            fitting = [lines for lines in of_topic if phase in lines.phases] or ([] if news else of_topic)
            deck += [text for lines in fitting for text in lines.text]
            self._random.shuffle(deck)
        return deck.pop() if deck else None

    def _fill(self, line: str) -> str:
        while blank := _BLANK.search(line):
            words = self._script.slots.get(blank[1]) or blank[1].split("|")
            line = line[: blank.start()] + self._random.choice(words) + line[blank.end() :]
        return line

    def _flourish(self, text: str) -> str:
        chance = self._random
        if chance.random() < 0.22:
            text = chance.choice(self._script.flourish.before) + text
        if chance.random() < 0.38:
            text += chance.choice(self._script.flourish.after)
        kind = chance.random()
        if kind < 0.05:
            return text.upper()
        return text[0].upper() + text[1:] if kind < 0.35 else text

    def _person(self, style: str) -> tuple[str, str]:
        handles, chance = self._script.handles, self._random
        first, second = chance.choice(handles.first), chance.choice(handles.second)
        number = str(chance.randrange(2, 100)) if chance.random() < 0.4 else ""
        name = f"{first.capitalize()} {second.capitalize()}"
        if style == "long":
            return f"{first}_{second}{number}@{chance.choice(handles.servers)}", name
        return f"{first}{second}{number}.{chance.choice(handles.domains)}", name
