"""What is spotted in the posts and counts of one room: spikes of its topics and elsewhere, their ends, turns of its moments."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from typing import Any, Literal

import msgspec
import uuid_utils

from warroom.plan.model import Sensitivity, Topic
from warroom.sources.base import Reader
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.watch.detect import Detector, Fall, Rise
from warroom.watch.elsewhere import Elsewhere
from warroom.watch.fold import Recent
from warroom.watch.phrases import TYPICAL, Phrases, Worded
from warroom.watch.spike import ELSEWHERE, MOST_REFINED, Spike, SpikeEnd, Turn
from warroom.watch.turning import Followed, Turning
from warroom.watch.words import folded

_GRACE_MS = 500  # after a second's end, for what the network still brings of it
_WORDED_A_BATCH = 20  # posts whose words are looked at, of all topics: 200 a second
_WORDED_KEPT = 5_000
_HEARD_A_BATCH = 600  # posts whose authors are looked at
_MOST_A_BATCH = 5_000
_FORGET_MS = 60_000  # an author not heard for one to two of these is new again
_STALE_S = 60  # a rise that was over before it could be looked at is no news
_CHUNK_S = 200
_HISTORY_S = 1_800
_AGAIN_MS = (4_000, 15_000)  # of the server's clock, after it was told: by then more posts have shown what it is
_BACK_S = 5  # how far a clock may stray before it counts as put back


class Spotted(msgspec.Struct, frozen=True):
    """Since it was last asked."""

    spikes: tuple[Spike, ...] = ()
    ended: tuple[SpikeEnd, ...] = ()
    turns: tuple[Turn, ...] = ()


class _Watched:
    """One topic."""

    __slots__ = ("detector", "old", "phrases", "spike", "topic", "young")

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.detector = Detector(topic.sensitivity)
        self.phrases = Phrases()
        self.spike = ""  # id of the one that is on
        self.young: set[int] = set()  # authors heard lately, in two generations
        self.old: set[int] = set()


class _Told:
    """A spike that is to be told again, and when."""

    __slots__ = ("due", "spike")

    def __init__(self, spike: Spike, now_ms: int) -> None:
        self.spike = spike
        self.due = [now_ms + after for after in _AGAIN_MS[:MOST_REFINED]]


class Spotter:
    """Owned by one pipeline. In a live room its seconds are the server's; once a rehearsal plays, they are the night's."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics: tuple[Topic, ...] = ()
        self._watched: dict[str, _Watched] = {}
        self._followed: tuple[Followed, ...] = ()
        self._grave: tuple[str, ...] = ()
        self._turning = Turning()
        self._elsewhere: Elsewhere | None = None
        self.mask = 0  # bits of an author's hash; grows until no more authors are heard than can be looked at
        self._heard: list[tuple[tuple[str, ...], int, int]] = []
        self._worded: Recent[str, bool] = Recent(_WORDED_KEPT)
        self._forgot_at = 0
        self._again: list[_Told] = []
        self._plays = False
        self._clock_s = 0  # the last whole second that was looked at
        self._newest_s = 0
        self.watch(topics)

    def watch(self, topics: Sequence[Topic], elsewhere: Sensitivity | Literal["off"] = "off", grave: Sequence[str] = ()) -> None:
        """Other topics, sensitivities or grave words from now on. A topic that searches for the same keeps what is known of it."""
        self._topics = tuple(topics)
        before = self._watched
        self._watched = {}
        for topic in topics:
            known = before.get(topic.name)
            if known is None or not _same_search(known.topic, topic):
                known = _Watched(topic)
            known.topic = topic
            known.detector.expect(topic.sensitivity)
            self._watched[topic.name] = known
        self._watch_elsewhere(elsewhere)
        if tuple(grave) != self._grave:
            self._grave = tuple(grave)
            self._turning = Turning(self._grave)
        self._turning.follow(self._followed, self._topics)

    def _watch_elsewhere(self, sensitivity: Sensitivity | Literal["off"]) -> None:
        if sensitivity == "off":
            self._elsewhere = None
            return
        known = {folded(word) for topic in self._topics for word in (*topic.any, *topic.all, *topic.none)}
        if self._elsewhere is None:
            self._elsewhere = Elsewhere(sensitivity)
        self._elsewhere.expect(sensitivity, known)

    def follow(self, moments: Sequence[Followed]) -> None:
        """The moments whose turning is to be told."""
        self._followed = tuple(moments)
        self._turning.follow(self._followed, self._topics)

    def heard(self, topics: tuple[str, ...], second_ms: int, author: int) -> None:
        """A matched post, and the hash of who wrote it; left out by the caller where it has a bit of `mask`."""
        self._heard.append((topics, second_ms, author))

    def stream(
        self, texts: Sequence[str], items: Sequence[Any], matched: Collection[int], reader: Reader[Any], now_ms: int, each: int = 1
    ) -> None:
        """All that a source has just read, `texts` folded, for what rises elsewhere; `matched` are places that have words of topics.

        Each of them stands for so many posts. A rehearsal's time is the night's.
        """
        if self._elsewhere is not None:
            self._elsewhere.offer(texts, items, matched, reader, now_ms, each)

    def plays(self, counts: Sequence[TopicCount]) -> None:
        """A rehearsal told its counts: from now on the clock is that of the night, and each post is by somebody else."""
        if counts:
            self._plays = True
            self._newest_s = max(count.second for count in counts) // 1_000

    def spot(self, now_ms: int, posts: Sequence[Post], counts: Sequence[TopicCount], deleted: Collection[str] = ()) -> Spotted:
        """To be asked with every batch: its posts, its counts and who took posts back."""
        latest = self._newest_s - 1 if self._plays else (now_ms - _GRACE_MS) // 1_000 - 1
        if not self._clock_s - _BACK_S <= latest <= self._clock_s + _HISTORY_S:
            self._begin_again(latest, counts)
        self._note_authors(now_ms)
        at = self._newest_s * 1_000 if self._plays else now_ms
        self._note_words(posts, at, deleted)
        spikes: list[Spike] = []
        ended: list[SpikeEnd] = []
        self._advance(latest, counts, spikes, ended)
        self._tell_again(now_ms, spikes, ended)
        turns = self._turning.look({name: watched.phrases for name, watched in self._watched.items()}, at)
        return Spotted(tuple(spikes), tuple(ended), tuple(turns))

    def _begin_again(self, latest: int, counts: Sequence[TopicCount]) -> None:
        """The clock was set: what was known is of another time, or has not happened yet."""
        earliest = min((count.second // 1_000 for count in counts), default=latest)
        leapt_back = latest < self._clock_s
        self._clock_s = max(min(earliest, latest) - 1, latest - _HISTORY_S)
        for watched in self._watched.values():
            watched.detector.restart()
            if leapt_back:
                watched.phrases.clear()

    def _advance(self, latest: int, counts: Sequence[TopicCount], spikes: list[Spike], ended: list[SpikeEnd]) -> None:
        """Through the seconds that are over, some minutes at a time: detectors keep no more of what is yet to come."""
        waiting = deque(sorted(counts, key=lambda count: count.second))
        while True:
            until = min(latest, self._clock_s + _CHUNK_S)
            ahead = until if until < latest else until + _CHUNK_S
            while waiting and waiting[0].second // 1_000 <= ahead:
                count = waiting.popleft()
                counted = self._watched.get(count.topic)
                if counted is not None:
                    counted.detector.add(count.second // 1_000, count.count)
            if until <= self._clock_s:
                return
            for watched in self._watched.values():
                self._close(watched, until, latest, spikes, ended)
            self._look_elsewhere(until, spikes, ended)
            self._clock_s = until

    def _note_authors(self, now_ms: int) -> None:
        """Of an even part of all authors, chosen by their hash, so that one author's posts are looked at all or not at all."""
        heard, self._heard = self._heard, []
        if now_ms - self._forgot_at >= _FORGET_MS:
            self._forgot_at = now_ms
            for watched in self._watched.values():
                watched.old, watched.young = watched.young, set()
        if len(heard) > _HEARD_A_BATCH:
            self.mask = 2 * self.mask + 1
        elif self.mask and len(heard) < _HEARD_A_BATCH // 4:
            self.mask >>= 1
        for topics, second_ms, author in heard[:_MOST_A_BATCH]:
            for name in topics:
                of_topic = self._watched.get(name)
                if of_topic is not None:
                    new = author not in of_topic.young and author not in of_topic.old
                    of_topic.young.add(author)
                    of_topic.detector.add_authors(second_ms // 1_000, 1, new)

    def _note_words(self, posts: Sequence[Post], at: int, deleted: Collection[str]) -> None:
        if deleted:
            for watched in self._watched.values():
                watched.phrases.drop(deleted)
            for told in self._again:
                kept = tuple(post for post in told.spike.posts if post.id not in deleted)
                told.spike = msgspec.structs.replace(told.spike, posts=kept)
        wanted = min(len(posts), _WORDED_A_BATCH)
        for number in range(wanted):
            post = posts[number * len(posts) // wanted]
            if post.group or post.id in self._worded:  # a repeat, or told again
                continue
            self._worded.put(post.id, True)
            worded = Worded(post, at)
            for name in post.topics:
                of_topic = self._watched.get(name)
                if of_topic is not None:
                    of_topic.phrases.add(worded)

    def _close(self, watched: _Watched, until: int, latest: int, spikes: list[Spike], ended: list[SpikeEnd]) -> None:
        for second in range(self._clock_s + 1, until + 1):
            found = watched.detector.close(second)
            if found is None:
                continue
            if watched.spike:  # over, or a second rise took its place
                at = found.at if isinstance(found, Fall) else found.spotted
                peak = found.peak if isinstance(found, Fall) else found.over
                ended.append(SpikeEnd(watched.spike, at * 1_000, peak))
                watched.spike = ""
            if isinstance(found, Rise) and found.spotted >= latest - _STALE_S:
                spike = self._told(watched, found)
                watched.spike = spike.id
                watched.phrases.rises(spike.since)
                spikes.append(spike)

    def _told(self, watched: _Watched, rise: Rise) -> Spike:
        since = rise.since * 1_000
        phrases = watched.phrases
        if len(phrases.since(since)) < TYPICAL:  # few posts are at hand: the latest will have to do
            latest = list(phrases.latest)[-4 * TYPICAL :]
            since = min(since, latest[0].at) if latest else since
        return Spike(
            id=str(uuid_utils.uuid7()),
            topic=watched.topic.name,
            title=watched.topic.name,
            since=rise.since * 1_000,
            spotted=(rise.spotted + 1) * 1_000,
            per_s=rise.per_s,
            baseline=rise.baseline,
            score=rise.score,
            authors=rise.authors,
            rising=phrases.rising(since),
            posts=phrases.typical(since),
            rule=rise.rule,
        )

    def _look_elsewhere(self, second: int, spikes: list[Spike], ended: list[SpikeEnd]) -> None:
        if self._elsewhere is None:
            return
        spike, end = self._elsewhere.look(second)
        if end is not None:
            ended.append(end)
        if spike is not None:
            spikes.append(spike)

    def _tell_again(self, now_ms: int, spikes: list[Spike], ended: Sequence[SpikeEnd]) -> None:
        """What is due of the spikes told before; of one that is over, the last there is to say."""
        peaks = {end.spike: end.peak for end in ended}
        for told in self._again:
            peak = peaks.get(told.spike.id)
            if peak is not None:
                told.due.clear()
            elif told.due and told.due[0] <= now_ms:
                told.due = [due for due in told.due[1:] if due > now_ms]
            else:
                continue
            anew = self._anew(told.spike, peak)
            if anew is not None:
                told.spike = msgspec.structs.replace(anew, refined=told.spike.refined + 1)
                spikes.append(told.spike)
        self._again = [told for told in self._again if told.due] + [_Told(spike, now_ms) for spike in spikes if not spike.refined]
        going = {told.spike.topic for told in self._again}
        for name, watched in self._watched.items():
            if name not in going:
                watched.phrases.rises(0)

    def _anew(self, spike: Spike, peak: float | None) -> Spike | None:
        """The spike as it looks by now, `peak` being what it reached where it is over; None where nothing is known of it any more."""
        if spike.topic == ELSEWHERE:
            anew = self._elsewhere.again(spike) if self._elsewhere is not None else None
            return anew if anew is None or len(anew.posts) >= len(spike.posts) else msgspec.structs.replace(anew, posts=spike.posts)
        watched = self._watched.get(spike.topic)
        if watched is None:
            return None
        posts, rising = watched.phrases.typical(spike.since), watched.phrases.rising(spike.since)
        standing = watched.detector.standing() if watched.spike == spike.id else None
        if standing is not None:
            spike = msgspec.structs.replace(
                spike, per_s=standing.per_s, peak=max(spike.peak, standing.peak), authors=max(spike.authors, standing.authors)
            )
        return msgspec.structs.replace(
            spike,
            peak=max(spike.peak, spike.per_s, peak or 0.0),
            rising=rising or spike.rising,
            posts=posts if len(posts) >= len(spike.posts) else spike.posts,
        )


def _same_search(one: Topic, other: Topic) -> bool:
    return (one.any, one.all, one.none, one.languages) == (other.any, other.all, other.none, other.languages)
