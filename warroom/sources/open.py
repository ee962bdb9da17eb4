"""Sources made from the event plan, and run side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from warroom.ending import end
from warroom.plan import model
from warroom.sources.base import Sink, Source
from warroom.sources.feed import Feed, Read, in_thread
from warroom.sources.health import SourceHealth
from warroom.sources.jetstream import Jetstream
from warroom.sources.mastodon import Mastodon
from warroom.sources.monitor import Clock, unix_ms
from warroom.sources.wikimedia import Wikimedia

log = logging.getLogger(__name__)

Secrets = Callable[[str], str | None]
_KEYRING = "keyring:"


@dataclass(frozen=True)
class Was:
    """Where the reader before this one was, and who is told where this one is: Jetstream by a cursor, others in their own words."""

    cursor: int = 0
    save_cursor: Callable[[int], None] = lambda _: None
    place: str = ""
    save_place: Callable[[str], None] = lambda _: None


def new_client() -> httpx.AsyncClient:
    """The HTTP client that sources share; whoever makes it closes it."""
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
    return httpx.AsyncClient(headers={"User-Agent": "warroom"}, limits=limits, follow_redirects=False)


def open_source(
    plan: model.Source,
    *,
    client: httpx.AsyncClient,
    secrets: Secrets = lambda _: None,
    was: Was = Was(),
    now: Clock = unix_ms,
    read: Read = in_thread,
) -> Source | None:
    """The source of a plan's entry; None for a rehearsal, which `Rehearsal` plays. Nothing is connected before it runs.

    `secrets` gives the token of a name ("keyring:NAME" asks for NAME) or None; it may block and is called in a worker thread.
    `read` parses what feeds send.
    """
    if plan.kind == "jetstream":
        hosts = plan.servers or tuple(plan.server.replace(",", " ").split())
        return Jetstream(
            plan.name,
            hosts,
            version=plan.version,
            compress=plan.compress,
            dictionary=Path(plan.dictionary) if plan.dictionary else None,
            client=client,
            cursor=was.cursor,
            save_cursor=was.save_cursor,
            now=now,
        )
    if plan.kind == "mastodon":
        name = plan.token.removeprefix(_KEYRING)
        return Mastodon(
            plan.name,
            plan.server,
            plan.hashtags,
            client=client,
            token=lambda: secrets(name) if name else None,
            now=now,
            place=was.place,
            save_place=was.save_place,
        )
    if plan.kind == "feed":
        return Feed(plan.name, plan.url, client=client, read=read, now=now)
    if plan.kind == "wikimedia":
        return Wikimedia(
            plan.name,
            plan.pages,
            plan.wikis,
            client=client,
            address=plan.server,
            now=now,
            place=was.place,
            save_place=was.save_place,
        )
    return None


class Running:
    """Sources being read, each in a task of its own, so that none waits for another. Start it on the loop that owns the sink."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, sink: Sink) -> None:
        for source in self._sources:
            self._tasks[source.name] = asyncio.create_task(source.run(sink), name=f"source {source.name}")

    def health(self) -> tuple[SourceHealth, ...]:
        return tuple(source.health() for source in self._sources)

    async def close(self) -> None:
        """Cancels them and waits until each has let go of its connection."""
        tasks = tuple(self._tasks.values())
        await end(tasks)
        for task in tasks:
            if task.done() and not task.cancelled() and task.exception() is not None:
                log.error("a source ended by a fault of ours", exc_info=task.exception())
        self._tasks.clear()
