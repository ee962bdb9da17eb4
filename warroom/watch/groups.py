"""Who said it first, and who repeated it: exactly, nearly, or by pointing to the same story. Nothing is dropped, only grouped."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

import msgspec

from warroom.sources.base import Reader
from warroom.sources.post import Post
from warroom.watch.fold import Recent, fingerprint
from warroom.watch.near import NearIndex, Sketch, numbers, plain, sketch, story

FOLDED = 20_000  # texts whose copies are noticed
RETOLD = 50  # posts a batch that are sent again because they have more copies
RETELL_MS = 1_000  # and how long one of them waits for that
COMPARED = 2_000  # posts a second that are looked at for being nearly another; of more, only the same words are noticed
HEIRS = 8  # of those that repeated a post, the earliest: one of them takes its place when it is deleted


_NOT_COMPARED = Sketch("", [])


class Said:
    """A matched post on its way: its decoded item until it is sent. The first of a group goes on as the group itself."""

    __slots__ = ("alike", "copies", "dropped", "heirs", "into", "item", "mark", "post", "reader", "told_at", "topics", "words")

    def __init__(self, item: Any, reader: Reader[Any], topics: tuple[str, ...], words: str) -> None:
        self.item = item
        self.words = words  # folded, its own text first
        self.reader = reader
        self.topics = topics
        self.mark = fingerprint(words)
        self.copies = 0
        self.alike = 0
        self.post: Post | None = None  # as it was told; None before, and where it was deleted with nobody to follow yet
        self.told_at = 0
        self.into: Said | None = None  # the first that this one repeats
        self.heirs: list[tuple[Post, bool]] | None = None  # repeats that were told, and whether they are exact
        self.dropped = False

    def first(self) -> Said:
        said = self
        while said.into is not None:
            said = said.into
        return said


class Groups:
    """Memory of the latest texts, in bounded space. One loop owns it."""

    def __init__(self) -> None:
        self._marks: Recent[int, Said] = Recent(FOLDED)
        self._ids: Recent[str, Said] = Recent(FOLDED)
        self._pages: Recent[str, tuple[Said, str]] = Recent(FOLDED)
        self._near: NearIndex[Said] = NearIndex()
        self._grown: dict[Said, None] = {}
        self._crowned: dict[Said, None] = {}
        self._left, self._told_at = float(COMPARED), 0
        self._fresh: dict[Said, None] = {}  # firsts of this telling
        self.edited: list[tuple[Any, Reader[Any], tuple[str, ...]]] = []  # of the last `tell`: what was no new post after all

    def watch(self, topics: Sequence[str]) -> None:
        self._near.keep(topics)

    def repeated(self, mark: int) -> Said | None:
        """The first with exactly this text; being asked for it counts as a copy."""
        said = self._marks.get(mark)
        if said is None:
            return None
        first = said.first()
        first.copies += 1
        self._grown[first] = None
        return first

    def begin(self, said: Said) -> None:
        """So far nobody else said it."""
        self._marks.put(said.mark, said)

    def drop(self, said: Said) -> int:
        """It is not sent after all, nor are those that repeat it; how many these are in all."""
        said.dropped = True
        self._marks.drop(said.mark)
        self._grown.pop(said, None)
        return 1 + said.copies

    def topics(self, post_id: str) -> tuple[str, ...]:
        """Where a post that was told lately stands; none where it was not."""
        said = self._ids.get(post_id)
        return said.first().topics if said is not None else ()

    def delete(self, post_id: str) -> None:
        """Its author took it back: where it was a first, the earliest of those that repeated it takes its place."""
        said = self._ids.drop(post_id)
        if said is None:
            return
        first = said.first()
        if first.post is None or first.post.id != post_id:
            self._leave(first, post_id)
            return
        first.post = None
        if first.heirs:
            heir, exact = first.heirs.pop(0)
            self._shrink(first, exact)
            self._crown(first, heir, 0)
            self._crowned[first] = None

    def tell(self, firsts: Iterable[Said], repeats: Iterable[Said], deleted: Container[str], now: int) -> list[Post]:
        """What was chosen to be sent, as posts: a first as it is, a repeat under its first; and firsts of which more is to be said."""
        self.edited = []
        self._fresh.clear()
        self._left = min(float(COMPARED), max(0.0, self._left) + max(0, now - self._told_at) / 1_000 * COMPARED)
        self._told_at = now
        told = [self._tell_first(said, deleted, now) for said in firsts]
        told += [self._tell_repeat(said, deleted, now) for said in repeats]
        crowned, self._crowned = self._crowned, {}
        told += [said.post for said in crowned]
        again = self._grown_since()
        if again:
            told = [again.get(post.id, post) if post is not None and not post.group else post for post in told]
        last = {post.id: post for post in (*told, *self._retold(now)) if post is not None and post.id not in deleted}
        return list(last.values())

    def _tell_first(self, said: Said, deleted: Container[str], now: int) -> Post | None:
        self._left -= 1.0
        text = sketch(plain(said.words.partition("\0")[0])) if self._left >= 0.0 else _NOT_COMPARED
        post = self._decoded(said)
        if post.id in deleted:
            return None  # its copies, if any, follow it
        tells = story(post, text.text) if text is not _NOT_COMPARED else ("", "")
        before = self._ids.get(post.id)
        if before is not None:
            first = before.first()
            if first.post is not None and first.post.id == post.id:
                self._remember(first, text, tells)
                return self._changed(first, said, post, now)
            self._leave(first, post.id)
        other = self._like(said.topics, text, tells)
        if other is None:
            self._remember(said, text, tells)
            return self._crown(said, post, now)
        said.into = other
        other.copies += said.copies
        other.alike += 1
        self._grown.pop(said, None)
        return self._join(other, post, False, now)

    def _tell_repeat(self, said: Said, deleted: Container[str], now: int) -> Post | None:
        assert said.into is not None
        first = said.into.first()
        if first.dropped:
            return None
        post = self._decoded(said)
        if post.id in deleted:
            self._shrink(first, True)
            return None
        before = self._ids.get(post.id)
        if before is not None:
            known = before.first()
            if known.post is not None and known.post.id == post.id:  # a first now says what another said before: it stays where it is
                self._shrink(first, True)
                known.post = msgspec.structs.replace(post, topics=said.topics, copies=known.copies, alike=known.alike)
                return known.post
            self._leave(known, post.id)
        return self._join(first, post, True, now)

    def _decoded(self, said: Said) -> Post:
        """What it is made of is let go."""
        item, said.item, said.words = said.item, None, ""
        post: Post = said.reader.post(item)
        if post.id in self._ids:
            self.edited.append((item, said.reader, said.topics))
        return msgspec.structs.replace(post, topics=said.topics)

    def _changed(self, first: Said, said: Said, post: Post, now: int) -> Post:
        """The first of a group was edited: it stays the first, and what it says now belongs to it too."""
        if said is not first:
            said.into = first
            first.copies += said.copies
            self._grown.pop(said, None)
        first.topics, first.told_at = said.topics, now
        first.post = msgspec.structs.replace(post, copies=first.copies, alike=first.alike)
        self._grown.pop(first, None)
        self._fresh[first] = None
        return first.post

    def _like(self, topics: tuple[str, ...], text: Sketch, tells: tuple[str, str]) -> Said | None:
        """The first that said nearly this, or told of the same page."""
        page, says = tells
        known = self._pages.get(page) if page else None
        if known is not None and not known[0].first().dropped and (not says or not known[1] or numbers(says) == numbers(known[1])):
            return known[0].first()
        found = self._near.find(topics, text)
        return found.first() if found is not None else None

    def _remember(self, said: Said, text: Sketch, tells: tuple[str, str]) -> None:
        self._near.add(said.topics, text, said)
        page, says = tells
        if page:
            self._pages.put(page, (said, says))

    def _join(self, first: Said, post: Post, exact: bool, now: int) -> Post:
        """Told under its first; or in its place, where that was deleted and nobody else was there."""
        if first.post is None:
            self._shrink(first, exact)
            return self._crown(first, post, now)
        self._grown[first] = None
        self._ids.put(post.id, first)
        if first.heirs is None:
            first.heirs = []
        if len(first.heirs) < HEIRS:
            first.heirs.append((post, exact))
        return msgspec.structs.replace(post, group=first.post.id)

    def _crown(self, first: Said, post: Post, now: int) -> Post:
        first.told_at = now
        first.post = msgspec.structs.replace(post, copies=first.copies, alike=first.alike)
        self._ids.put(post.id, first)
        self._grown.pop(first, None)
        self._fresh[first] = None
        return first.post

    def _leave(self, first: Said, post_id: str) -> None:
        """One that repeated it does so no more."""
        heirs = first.heirs or []
        exact = next((exact for heir, exact in heirs if heir.id == post_id), first.copies > 0)
        first.heirs = [(heir, exact) for heir, exact in heirs if heir.id != post_id] or None
        self._shrink(first, exact)

    def _shrink(self, first: Said, exact: bool) -> None:
        if exact:
            first.copies = max(0, first.copies - 1)
        else:
            first.alike = max(0, first.alike - 1)
        self._grown[first] = None

    def _grown_since(self) -> dict[str, Post]:
        """Firsts told just now that were repeated by what was told after them."""
        grown = [(said, said.post) for said in self._grown if said in self._fresh and said.post is not None]
        told: dict[str, Post] = {}
        for said, post in grown:
            del self._grown[said]
            said.post = told[post.id] = msgspec.structs.replace(post, copies=said.copies, alike=said.alike)
        return told

    def _retold(self, now: int) -> list[Post]:
        """Firsts with more copies than were told, the most copied first, each at most once a second."""
        due = sorted((said for said in self._grown if said.told_at + RETELL_MS <= now), key=lambda said: -said.copies - said.alike)
        retold = []
        for said in due[:RETOLD]:
            del self._grown[said]
            if said.post is not None and (said.post.copies, said.post.alike) != (said.copies, said.alike):
                said.post = msgspec.structs.replace(said.post, copies=said.copies, alike=said.alike)
                said.told_at = now
                retold.append(said.post)
        return retold
