"""Whether what people say of an open moment has become something else since it was called, or grave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from warroom.plan.model import Topic
from warroom.sources.base import words_of
from warroom.sources.post import Post
from warroom.watch.match import Matcher
from warroom.watch.phrases import Phrases, Worded, authors, parted
from warroom.watch.spike import Turn
from warroom.watch.tokens import terms
from warroom.watch.words import folded

# Words that tell of harm to people. Those that sport and jest use every minute ("dead", "killed it", "shot") are left out
# alone and stand here in phrases that are meant.
_GRAVE = """
died · dies · death · deaths · fatal · fatality · fatalities · deceased · passed away · rest in peace · found dead · confirmed dead ·
pronounced dead · people dead · dead and injured · people killed · was killed · were killed · been killed · life-threatening · lifeless
· injured · injuries · casualties · casualty · wounded · unconscious · unresponsive · not breathing · cpr · cardiac arrest · heart
attack · collapsed · seizure · stretchered · ambulance · ambulances · paramedics · hospitalized · hospitalised · critical condition ·
intensive care · shooting · shots fired · gunfire · gunman · gunshot · gunshots · active shooter · mass shooting · stabbing · stabbed ·
hostage · hostages · explosion · explosions · bomb threat · bomb squad · car bomb · terror attack · terrorist · terrorists · terrorism ·
stampede · crowd crush · crushed to death · trampled · evacuated · evacuation · evacuating · roof collapse · building collapse · stage
collapse · electrocuted · fire department · on fire inside · building is on fire · smoke inhalation · trapped inside · missing child ·
plane crash · helicopter crash · bus crash · earthquake · tsunami · tornado · wildfire · flash flood · state of emergency · drowned ·
suicide · overdose · murder · murdered · homicide · sexual assault · raped · kidnapped · riot · rioting · tear gas · victim · victims ·
mourning · vigil · condolences · tragedy · tragic
"""
GRAVE = tuple(word.strip() for word in _GRAVE.replace("\n", " ").split("·"))

_NOW_MS = 120_000
_EVERY_MS = 10_000  # from one look to the next
_AGAIN_MS = 300_000  # from one turn of a moment to its next
_POSTS, _PEOPLE = 24, 16  # to be sure of what leads
_LEADING = 5
_HELD = 0.5  # of the share that the leading words had: fewer is a turn
_NEW = 0.2  # of the posts now, and hardly any then: a leading word that is new
_THEN = 0.05
_GRAVE_PEOPLE = 4
_GRAVE_SHARE = 0.04  # of the posts
_GRAVE_LIFT = 4.0


class Followed(msgspec.Struct, frozen=True):
    """A moment that somebody works on. `last`: the leading words of its last turn, where it had one."""

    id: str
    topic: str
    evidence: tuple[Post, ...]
    last: tuple[str, ...] = ()


class Grave:
    """Finds grave words. Built in are English ones; a plan adds its own."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        words = dict.fromkeys(text for word in (*GRAVE, *more) if (text := folded(word).strip()))
        self._matcher = Matcher([Topic(word, (word,)) for word in words])

    def among(self, text: str) -> tuple[str, ...]:
        """Those that stand in a folded text."""
        return self._matcher.topics(text)


class _Watched:
    """One moment: what led when it was called, or when it last turned."""

    def __init__(self, followed: Followed, grave: Grave, own: frozenset[str]) -> None:
        self.topic = followed.topic
        self._grave = grave
        self._own = own
        said = [Worded(post, post.at) for post in followed.evidence]
        self._was = _shares(said)
        self.leading = followed.last or leading(said, own)
        if followed.last:
            self._was = dict.fromkeys(followed.last, max(_HELD, _NEW))
        self._warned: set[str] = {word for post in followed.evidence for word in grave.among(folded(words_of(post)))}
        self._doubts = 0
        self._told_at = 0

    def look(self, moment: str, phrases: Phrases, now_ms: int) -> Turn | None:
        said = phrases.since(now_ms - _NOW_MS)
        people = {one.post.author for one in said}
        grave = self._rising_grave(said, phrases, now_ms)
        turned = len(said) >= _POSTS and len(people) >= _PEOPLE and self._turned(said)
        self._doubts = self._doubts + 1 if turned else 0
        changed = self._doubts >= 2 and now_ms - self._told_at >= _AGAIN_MS
        if not grave and not changed:
            return None
        was, now = self.leading, leading(said, self._own)
        self._told_at, self._doubts = now_ms, 0
        self._warned.update(grave)
        self._was, self.leading = _shares(said), now
        return Turn(moment, was, now, grave)

    def _turned(self, said: Sequence[Worded]) -> bool:
        """The words that led are said much less, and others that were hardly said now lead."""
        shares = _shares(said)
        held = [word for word in self.leading if self._was.get(word, 0.0) > 0.0]
        if not held:
            return False
        then, now = sum(self._was[word] for word in held), sum(shares.get(word, 0.0) for word in held)
        fresh = [word for word in leading(said, self._own) if shares[word] >= _NEW and self._was.get(word, 0.0) <= _THEN]
        return now <= _HELD * then and bool(fresh)

    def _rising_grave(self, said: Sequence[Worded], phrases: Phrases, now_ms: int) -> tuple[str, ...]:
        by: dict[str, set[str]] = {}
        for one in said:
            for word in self._grave.among(folded(words_of(one.post))):
                by.setdefault(word, set()).add(one.post.author)
        everybody = set().union(*by.values()) if by else set()
        if len(everybody) < _GRAVE_PEOPLE or len(everybody) < _GRAVE_SHARE * len(said):
            return ()
        rising = []
        for word, who in sorted(by.items(), key=lambda pair: -len(pair[1])):
            usual = phrases.share_before(word, now_ms - _NOW_MS) * len(said)
            if word not in self._warned and len(who) >= max(2.0, _GRAVE_LIFT * usual):
                rising.append(word)
        return tuple(rising) if len(set().union(*(by[word] for word in rising))) >= _GRAVE_PEOPLE else ()


class Turning:
    """Of all moments that are open."""

    def __init__(self, grave: Iterable[str] = ()) -> None:
        self._grave = Grave(grave)
        self._watched: dict[str, _Watched] = {}
        self._looked = 0

    def follow(self, moments: Sequence[Followed], topics: Sequence[Topic]) -> None:
        """These from now on. Those followed before keep what is known of them."""
        words = {topic.name: own_words(topic) for topic in topics}
        self._watched = {
            moment.id: self._watched.get(moment.id) or _Watched(moment, self._grave, words.get(moment.topic, frozenset()))
            for moment in moments
        }

    def look(self, phrases: dict[str, Phrases], now_ms: int) -> list[Turn]:
        """Meant to be asked often; looks every ten seconds. `phrases` of each topic, `now_ms` on their clock."""
        if 0 <= now_ms - self._looked < _EVERY_MS:
            return []
        self._looked = now_ms
        turns = []
        for moment, watched in self._watched.items():
            of_topic = phrases.get(watched.topic)
            turn = watched.look(moment, of_topic, now_ms) if of_topic is not None else None
            if turn is not None:
                turns.append(turn)
        return turns


def own_words(topic: Topic) -> frozenset[str]:
    """A topic's search words lead all its posts, so they say nothing."""
    return frozenset(term for word in (*topic.any, *topic.all) for term in (folded(word), *terms(word)))


def leading(said: Sequence[Worded], own: frozenset[str], most: int = _LEADING) -> tuple[str, ...]:
    """The terms that most people say."""
    by = {term: who for term, who in authors(said).items() if term not in own and len(who) > 1}
    return tuple(term for term, _ in parted({term: float(len(who)) * (1.0 + 0.1 * term.count(" ")) for term, who in by.items()}, by)[:most])


def _shares(said: Sequence[Worded]) -> dict[str, float]:
    counts = Counter(term for one in said for term in one.terms)
    return {term: count / len(said) for term, count in counts.items()}
