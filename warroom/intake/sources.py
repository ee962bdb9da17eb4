"""The sources of a plan as running readers, each under its own supervisor: one that fails leaves the others alone."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence

import httpx

from warroom.ending import end
from warroom.intake.memory import Memory
from warroom.intake.secret import secret
from warroom.plan import model as plan
from warroom.sources.base import Sink, Source
from warroom.sources.feed import Read, in_thread
from warroom.sources.health import SourceHealth
from warroom.sources.open import Was, open_source

log = logging.getLogger(__name__)

_SHORTEST_S, _LONGEST_S = 1.0, 60.0


def build(
    planned: Sequence[plan.Source], http: httpx.AsyncClient, memory: Memory, now: Callable[[], int], read: Read = in_thread
) -> tuple[Source, ...]:
    """One reader a source, going on from where the last intake stopped; a rehearsal is played elsewhere. `read` parses feeds."""
    readers = []
    for source in planned:

        def keep(cursor: int, name: str = source.name) -> None:
            memory.set_cursor(name, cursor)

        def keep_place(place: str, name: str = source.name) -> None:
            memory.set_place(name, place)

        was = Was(memory.cursor(source.name), keep, memory.place(source.name), keep_place)
        reader = open_source(source, client=http, secrets=secret, was=was, now=now, read=read)
        if reader is not None:
            readers.append(reader)
    return tuple(readers)


class Supervisor:
    """Owns one task a source. A reader that ends, which none should, is started again after a while and said to have failed."""

    def __init__(self, sources: Sequence[Source], sink: Sink, now: Callable[[], int]) -> None:
        self._sources = sources
        self._sink = sink
        self._now = now
        self._fallen: dict[str, tuple[int, str]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        for source in self._sources:
            self._begin(source)

    def _begin(self, source: Source) -> None:
        self._tasks[source.name] = asyncio.create_task(self._keep(source), name=f"source {source.name}")

    async def again(self, name: str) -> None:
        """Let go of that source's connection and begin anew at once: with another token, or without waiting any longer."""
        task = self._tasks.pop(name, None)
        if task is None:
            return
        await end([task])
        self._fallen.pop(name, None)
        self._begin(next(source for source in self._sources if source.name == name))

    def health(self) -> tuple[SourceHealth, ...]:
        return tuple(self._health(source) for source in self._sources)

    async def close(self) -> None:
        await end(self._tasks.values())

    def _health(self, source: Source) -> SourceHealth:
        said = source.health()
        if source.name not in self._fallen:
            return said
        since, why = self._fallen[source.name]
        return SourceHealth(said.name, said.kind, "failed", 0.0, since, why, said.last_post)

    async def _keep(self, source: Source) -> None:
        pause = _SHORTEST_S
        while True:
            began = self._now()
            try:
                await source.run(self._sink)
                why = "stopped reading by itself"
            except Exception as error:
                log.exception("the source %s failed", source.name)
                why = f"failed inside warroom ({type(error).__name__})"
            self._fallen[source.name] = (self._now(), why)
            pause = _SHORTEST_S if self._now() - began > _LONGEST_S * 1_000 else min(pause * 2, _LONGEST_S)
            await asyncio.sleep(random.uniform(_SHORTEST_S, pause))
            del self._fallen[source.name]
