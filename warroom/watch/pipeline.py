"""From what sources read to what a room is sent: matched, known ones dropped, copies folded, counted, sampled."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, TypeVar

import xxhash

from warroom.plan.model import Sensitivity, Topic
from warroom.sources.base import PostReader, Reader, words_of
from warroom.sources.gap import Gap
from warroom.sources.post import Post
from warroom.sources.rehearsal.tick import Aside, Tick
from warroom.watch.batch import Batch
from warroom.watch.fold import Recent
from warroom.watch.groups import Groups, Said
from warroom.watch.match import Matcher
from warroom.watch.sample import FairSample
from warroom.watch.spotter import Spotter
from warroom.watch.volume import Volume
from warroom.watch.words import folded, folded_each

T = TypeVar("T")

RATE = 5_000  # posts a second that a room is sent at most
_KNOWN = 100_000  # posts whose second reading is noticed
_GAPS = 200  # told in one batch, the latest


class Pipeline:
    """The sink of all sources of one room. `now` gives server time in ms; not thread-safe: one loop owns it."""

    def __init__(self, topics: Sequence[Topic], now: Callable[[], int], rate: int = RATE) -> None:
        self._matcher = Matcher(topics)
        self._now = now
        self._rate = rate
        self._tokens = float(rate)
        self._taken_at = now()
        self.volume = Volume()
        self.spotter = Spotter(topics)
        self._known: Recent[int, bool] = Recent(_KNOWN)
        self._marked: deque[int] = deque(maxlen=_KNOWN)
        self._groups = Groups()
        self._firsts: FairSample[Said] = FairSample(rate)
        self._repeats: FairSample[Said] = FairSample(rate)  # sent only where firsts leave room
        self._played: list[Said] = []
        self._deleted: dict[str, None] = {}
        self._gaps: deque[Gap] = deque(maxlen=_GAPS)
        self._read = 0
        self._not_sent = 0

    def watch(self, topics: Sequence[Topic], elsewhere: Sensitivity | Literal["off"] = "off", grave: Sequence[str] = ()) -> None:
        """Other topics from now on; what was matched before stays as it was."""
        self.spotter.watch(topics, elsewhere, grave)
        self._matcher = Matcher(topics)
        self._groups.watch([topic.name for topic in topics])

    def know(self, marks: Iterable[int]) -> None:
        """An earlier run counted these, by `marks`: read again, they are dropped."""
        for one in marks:
            self._known.put(one, True)

    def marks(self) -> list[int]:
        """Of what was counted since this was asked last."""
        marked = list(self._marked)
        self._marked.clear()
        return marked

    def take(self, items: Sequence[T], reader: Reader[T]) -> None:
        """Counts every new post that matches a topic and keeps it, or its being a copy, for the next batch."""
        now = self._now()
        newest = now // 1_000 * 1_000
        self._read += len(items)
        self.volume.reach(newest)
        matcher, known, heard = self._matcher, self._known, self.spotter.heard
        texts = folded_each(reader.words(items))
        mask = self.spotter.mask
        matches = matcher.terms_of_each(texts)
        self.spotter.stream(texts, items, matches, reader, now)
        for place, terms in matches.items():
            item = items[place]
            topics = matcher.plain.get(terms)
            if topics is None:
                topics = matcher.of_terms(terms, reader.languages(item))
            if not topics:
                continue
            key = mark(reader.key(item))
            if key in known:
                continue
            known.put(key, True)
            self._marked.append(key)
            second = reader.heard(item) // 1_000 * 1_000
            if second > newest:
                second = newest
            self.volume.add(topics, second)
            author = hash(reader.author(item))
            if not author & mask:
                heard(topics, second, author)
            self._keep(Said(item, reader, topics, texts[place]))
        for place, post_id in reader.edited(items):
            self._keep_edited(items[place], reader, texts[place], post_id, newest)

    def _keep_edited(self, item: T, reader: Reader[T], text: str, post_id: str, newest: int) -> None:
        """What a shown post says now belongs where it is shown, also where it matches no topic any more."""
        topics = self._groups.topics(post_id)
        key = mark(reader.key(item))
        if topics and key not in self._known:
            self._known.put(key, True)
            self._marked.append(key)
            self.volume.add(topics, min(reader.heard(item) // 1_000 * 1_000, newest))  # taken back once it is known to be none
            self._keep(Said(item, reader, topics, text))

    def _keep(self, said: Said) -> None:
        first = self._groups.repeated(said.mark)
        if first is not None:
            said.into = first
            self._repeats.offer(said.topics, said)
        elif self._firsts.offer(said.topics, said):
            self._groups.begin(said)
        else:
            self._not_sent += 1

    def play(self, tick: Tick) -> None:
        """A rehearsal's posts and counts: the counts are taken as they are, the posts were sampled by who wrote them."""
        self._read += tick.total + sum(aside.of for aside in tick.asides)
        self._not_sent += tick.not_sent
        if tick.counts:
            self.volume.turn_back(max(count.second for count in tick.counts))
            self.spotter.plays(tick.counts)
        for count in tick.counts:
            self.volume.add((count.topic,), count.second, count.count)
        reader = PostReader()
        for aside in tick.asides_before:
            self._play_aside(aside, reader)
        for aside in tick.asides:
            text, topics = self._play_aside(aside, reader)
            if topics:
                self.volume.add(topics, aside.at // 1_000 * 1_000, aside.of)
                self._not_sent += aside.of - 1
                self._play(Said(aside.post, reader, topics, text))
        for post in tick.posts:
            text = folded(words_of(post))
            topics = self._matcher.topics(text, post.languages)
            if topics:
                self._play(Said(post, reader, topics, text))

    def _play_aside(self, aside: Aside, reader: PostReader) -> tuple[str, tuple[str, ...]]:
        """What is said in no topic of the night's may be in one that somebody added since; else it is heard for what rises elsewhere."""
        text = folded(words_of(aside.post))
        topics = self._matcher.topics(text, aside.post.languages)
        self.spotter.stream((text,), (aside.post,), {0} if topics else (), reader, aside.at, aside.of)
        return text, topics

    def _play(self, said: Said) -> None:
        said.into = self._groups.repeated(said.mark)
        if said.into is None:
            self._groups.begin(said)
        self._played.append(said)

    def delete(self, ids: Sequence[str]) -> None:
        for post_id in ids:
            self._deleted[post_id] = None
            self._groups.delete(post_id)

    def gap(self, gap: Gap) -> None:
        self._gaps.append(gap)

    def batch(self) -> Batch:
        """Everything since the last batch: firsts, then what repeats them, each in the order in which the network had them.

        Meant for ten times a second.
        """
        now = self._now()
        budget = self._budget(now)
        firsts, dropped = self._firsts.take(budget)
        repeats, _ = self._repeats.take(budget - len(firsts))
        self._tokens -= len(firsts) + len(repeats)
        self._not_sent += sum(self._groups.drop(said) for said in dropped)
        played, self._played = self._played, []
        firsts += [said for said in played if said.into is None]
        repeats += [said for said in played if said.into is not None]
        deleted, self._deleted = self._deleted, {}
        posts = sorted(self._groups.tell(firsts, repeats, deleted, now), key=_in_order)
        self._uncount(now)
        read, self._read = self._read, 0
        not_sent, self._not_sent = self._not_sent, 0
        gaps, self._gaps = self._gaps, deque(maxlen=_GAPS)
        counts = self.volume.drain()
        spotted = self.spotter.spot(now, posts, counts, deleted)
        return Batch(tuple(posts), counts, read, not_sent, tuple(deleted), tuple(gaps), spotted.spikes, spotted.ended, spotted.turns)

    def _budget(self, now: int) -> int:
        passed = max(0, now - self._taken_at) / 1_000
        self._taken_at = now
        self._tokens = min(self._rate, self._tokens + passed * self._rate)
        return int(self._tokens)

    def _uncount(self, now: int) -> None:
        """An edit was counted as one post more: only reading it whole told that it is none."""
        newest = now // 1_000 * 1_000
        for item, reader, topics in self._groups.edited:
            self.volume.add(topics, min(reader.heard(item) // 1_000 * 1_000, newest), -1)


def mark(key: Hashable) -> int:
    """64 bits for a reader's key, and a quarter of its memory: the same in every process, which `hash` is not."""
    return xxhash.xxh3_64_intdigest(repr(key).encode())


def _in_order(post: Post) -> tuple[bool, int]:
    return bool(post.group), post.at
