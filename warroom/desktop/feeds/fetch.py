"""What the columns have to ask the room for: older and newer posts, those around a time, those that say the same."""

from __future__ import annotations

from warroom.desktop import clock
from warroom.desktop.feeds.column import FeedColumn
from warroom.desktop.feeds.inflow import Inflow
from warroom.desktop.feeds.rows import alike_words, member_lines
from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.sources.post import Post

PLACE = "feeds"
PAGE = 50
AROUND = 100
ALL_OF_IT = "This is all of it. Nobody else says the same."


class FeedFetch:
    """Every question is asked once; a refusal stands as a notice over the feeds, and it can be asked again."""

    def __init__(self, live: LiveRoom, inflow: Inflow, tasks: Tasks) -> None:
        self._live, self._inflow, self._tasks = live, inflow, tasks
        self._asked: set[tuple[str, str, str]] = set()

    def older(self, column: FeedColumn) -> None:
        rows = column.posts.rows
        if rows and self._first_time(column, "before", rows[-1].id):
            self._tasks.spawn("Fetch older posts", self._older(column, rows[-1].id, rows[-1].at), PLACE)

    async def _older(self, column: FeedColumn, id: str, before: int) -> None:
        try:
            page = await self._live.session.posts(topic=column.name, before=before, limit=PAGE)
        except BaseException:
            self._asked.discard((column.name, "before", id))
            raise
        column.older(self._inflow.admit(column.name, page.posts))

    def newer(self, column: FeedColumn) -> None:
        rows = column.posts.rows
        if column.then and rows and self._first_time(column, "after", rows[0].id):
            self._tasks.spawn("Fetch newer posts", self._newer(column, rows[0].id, rows[0].at), PLACE)

    async def _newer(self, column: FeedColumn, id: str, after: int) -> None:
        try:
            page = await self._live.session.posts(topic=column.name, after=after, limit=PAGE)
        finally:
            self._asked.discard((column.name, "after", id))  # there may be more by the next time it is scrolled there
        column.newer(self._inflow.admit(column.name, page.posts))

    def _first_time(self, column: FeedColumn, side: str, id: str) -> bool:
        question = (column.name, side, id)
        if question in self._asked:
            return False
        self._asked.add(question)
        return True

    def jump(self, column: FeedColumn, at: int, chosen: Post | None) -> None:
        """To that time; what is chosen of it is shown whether or not it is muted, filtered out or one of many that say the same."""
        self._tasks.spawn("Go to that time", self._jump(column, at, chosen), PLACE)

    async def _jump(self, column: FeedColumn, at: int, chosen: Post | None) -> None:
        page = await self._live.session.posts(topic=column.name, around=at, limit=AROUND)
        posts = self._inflow.admit(column.name, page.posts)
        if chosen is not None and all(post.id != chosen.id for post in posts):
            posts.insert(next((place for place, post in enumerate(posts) if post.at <= chosen.at), len(posts)), chosen)
        column.show_then(at, posts, chosen.id if chosen is not None else "")

    def unfold(self, column: FeedColumn, post: Post) -> None:
        """Whole, with who says the same; asked again, as before."""
        if column.is_unfolded(post.id):
            column.unfold(post.id, None)
        elif alike_words(post):
            column.unfold(post.id, "Looking for who says the same…")
            self._tasks.spawn("Find who says the same", self._alike(column, post), PLACE)
        else:
            column.unfold(post.id, ALL_OF_IT)

    async def _alike(self, column: FeedColumn, post: Post) -> None:
        words = "Who says the same could not be had."
        try:
            page = await self._live.session.posts(group=post.id, limit=PAGE)
            told = member_lines(page.posts, self._live.now())
            others = post.copies + post.alike - len(page.posts)
            words = "\n".join(filter(None, (told, f"and {clock.count(others)} more, not kept one by one" if others > 0 else "")))
        finally:
            if column.is_unfolded(post.id):
                column.unfold(post.id, words)
