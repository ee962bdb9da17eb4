"""Pictures and people of the posts that are really on screen: asked of the room a few at a time, and never waited for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QObject, QTimer, Signal

from warroom.desktop.composer.picture_gate import PictureGate
from warroom.desktop.feeds.column import FeedColumn
from warroom.desktop.feeds.rows import SHOTS
from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError
from warroom.sources.post import Post
from warroom.watch.fold import Recent
from warroom.wire import Profile

AT_ONCE = 4
KEPT = 500
MISSING = "-"
AGAIN_S = 60.0  # before a picture that could not be had is asked for again
ASK_PEOPLE_S = 3.0  # the room needs a while to learn who somebody is
LEARNT_MS = 120  # what came is shown in batches


class FeedPictures(QObject):
    """`came` when something that was looked for is here."""

    came = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks = live, tasks
        self.on = True
        self.gate: PictureGate | None = None  # told of every picture that comes to be shown
        self._sources: Recent[tuple[str, str], str] = Recent(KEPT)
        self._failed: Recent[tuple[str, str], float] = Recent(KEPT)
        self._coming: set[tuple[str, str]] = set()
        self._profiles: Recent[str, Profile] = Recent(4 * KEPT)
        self._asked: Recent[str, float] = Recent(4 * KEPT)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._telling = QTimer(self, singleShot=True, interval=LEARNT_MS)
        self._telling.timeout.connect(self.came)

    def stop(self) -> None:
        self._telling.stop()

    def image(self, url: str, size: str) -> str:
        """Where it is to be drawn from; empty while it has not come, MISSING where it cannot be had."""
        source = self._sources.get((url, size))
        return source if source is not None else MISSING if (url, size) in self._failed and size != "avatar" else ""

    def profile(self, author: str) -> Profile | None:
        return self._profiles.get(author)

    def look(self, column: FeedColumn) -> None:
        """What is on screen there and not here yet is asked for; nothing that stands behind a content warning."""
        posts = column.on_screen
        self._ask_people(posts)
        if not self.on:
            return
        for post in posts:
            profile = self.profile(post.author)
            for url in {post.avatar, profile.avatar if profile is not None else ""} - {""}:
                self._ask(url, "avatar")
            for picture in post.pictures[:SHOTS] if column.may_look(post) else ():
                self._ask(picture.url, "small", post.author)

    def _ask_people(self, posts: Iterable[Post]) -> None:
        now = time.monotonic()
        people = {post.author for post in posts if post.author.startswith("did:") and post.author not in self._profiles}
        asked = [one for one in people if now - (self._asked.get(one) or -ASK_PEOPLE_S) >= ASK_PEOPLE_S]
        if asked:
            for one in asked:
                self._asked.put(one, now)
            self._tasks.spawn("Learn who wrote it", self._learn(asked), "feeds")

    def _ask(self, url: str, size: str, by: str = "") -> None:
        wanted = (url, size)
        missed = self._failed.get(wanted)
        due = missed is None or time.monotonic() - missed > AGAIN_S
        if due and wanted not in self._sources and wanted not in self._coming:
            self._coming.add(wanted)
            self._tasks.spawn("Fetch a picture of the feeds", self._fetch(url, size, by), "feeds")

    async def _learn(self, people: list[str]) -> None:
        try:
            found = await self._live.session.profiles(people)
        except WarroomError:  # a handle is a convenience: the post stays under its DID, and is asked for again while on screen
            return
        for profile in found:
            self._profiles.put(profile.id, profile)
        if found:
            self._telling.start()

    async def _fetch(self, url: str, size: str, by: str) -> None:
        try:
            async with self._gate:
                path = await self._live.session.media(url, size)
        except WarroomError:  # said in the picture's own place
            self._failed.put((url, size), time.monotonic())
        else:
            self._sources.put((url, size), source_of(path, size))
            if self.gate is not None and size == "small":
                profile = self.profile(by)
                self.gate.saw(path, f"@{profile.handle}" if profile is not None and profile.handle else "" if by.startswith("did:") else by)
        finally:
            self._coming.discard((url, size))
        self._telling.start()


def source_of(path: Path, size: str) -> str:
    """The address under which the window's image provider draws this file: an avatar round, a picture with its corners off."""
    return f"image://feed/{size}/{quote(str(path), safe='')}"
