"""The plain desktop that `feed` and `ui_gap` are compared with: asks the room for each column once a second, and fills its list anew."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

MOST = 200


async def poll(feeds: Any, session: Any, shown: Callable[[Iterable[str]], None]) -> None:
    """Until cancelled. The desktop's own way of filling the columns is stopped first; `shown` is told the ids of each filling."""
    feeds._settling.stop()
    feeds._stream.posts.disconnect(feeds._on_posts)
    while True:
        began = time.monotonic()
        for column in feeds.columns:
            page = await session.posts(column.name, limit=MOST)
            rows = [column._row(post) for post in page.posts]
            column._waiting.clear()
            column._entries = {post.id: post for post in page.posts}
            model = column.posts
            model.beginResetModel()
            model._rows = rows
            model.endResetModel()
            model.countChanged.emit()
            shown(row.id for row in rows)
        await asyncio.sleep(max(0.0, 1.0 - (time.monotonic() - began)))
