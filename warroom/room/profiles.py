"""Who stands behind the DIDs of posts that are looked at: handle, name and picture, asked for politely and remembered.

The AppView's `app.bsky.actor.getProfiles` tells 25 at once; what it does not tell, the PLC directory's document does (`alsoKnownAs`,
a handle as claimed, which nobody checked). One request a second at most; an answer is kept for a day, none for ten minutes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import httpx
import msgspec

from warroom.ending import end
from warroom.plan.model import Plan
from warroom.review.model import State
from warroom.room.clock import wall_ms
from warroom.room.media import on_this_machine
from warroom.sources.retry_after import retry_after
from warroom.wire import Profile

APPVIEW = "https://public.api.bsky.app"
DIRECTORY = "https://plc.directory"
AT_ONCE = 25
EVERY_S = 1.0
KEPT_MS = 24 * 3_600_000
DENIED_S = 600.0
WAIT_S = 4.0  # that a request waits for what is on its way
MOST = 20_000
_SAVE_EVERY_S = 30.0
_PAUSE_S = 30.0  # after the AppView failed
_LONGEST = 1_000_000
_DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%:-]{1,200})")

_log = logging.getLogger(__name__)


class _Actor(msgspec.Struct, frozen=True):
    did: str
    handle: str
    displayName: str | None = None
    avatar: str | None = None


class _Actors(msgspec.Struct, frozen=True):
    profiles: tuple[_Actor, ...]


class _Document(msgspec.Struct, frozen=True):
    alsoKnownAs: tuple[str, ...] = ()


class _Held(msgspec.Struct, frozen=True):
    profile: Profile
    until: int  # ms of Unix time


class _Answer(msgspec.Struct, frozen=True):
    status: int
    content: bytes
    rest_s: float  # how long to be silent where it was too much


class Where(msgspec.Struct, frozen=True):
    """The servers to ask; neither: nobody is asked."""

    appview: str = ""
    directory: str = ""


def where_of(plan: Plan) -> Where:
    """As the plan's first Jetstream says; the public ones where it does not, unless it is read from this machine."""
    source = next((source for source in plan.sources if source.kind == "jetstream"), None)
    if source is None:
        return Where()
    here = on_this_machine(source)
    return Where(source.appview or ("" if here else APPVIEW), source.directory or ("" if here else DIRECTORY))


class Profiles:
    """On the event loop's thread. `stands` says whether a kept post is by this author."""

    def __init__(self, file: Path, state: Callable[[], State], stands: Callable[[str], Awaitable[bool]], every_s: float = EVERY_S) -> None:
        self._file = file
        self._state = state
        self._stands = stands
        self._every_s = every_s
        self._held: dict[str, _Held] | None = None
        self._denied: dict[str, float] = {}
        self._asked: dict[str, bool] = {}  # and whether the AppView has nothing to tell of them
        self._news = asyncio.Event()
        self._http: httpx.AsyncClient | None = None
        self._worker: asyncio.Task[None] | None = None
        self._appview_from = 0.0
        self._unsaved = False

    async def find(self, ids: Sequence[str]) -> tuple[Profile, ...]:
        """Those that are known, or become known soon."""
        held = await self._known()
        wanted = [id for id in dict.fromkeys(ids) if _DID.fullmatch(id)]
        missing = [id for id in wanted if not self._fresh(held, id)]
        if self._state().kind != "rehearsal" and where_of(self._state().plan) != Where():
            for id in missing:
                if time.monotonic() >= self._denied.get(id, 0.0) and await self._stands(id):
                    self._asked.setdefault(id, False)
        await self._answered(missing)
        return tuple(held[id].profile for id in wanted if id in held)

    def has_picture(self, url: str) -> bool:
        """Whether it is the picture of somebody who was found."""
        return any(held.profile.avatar == url for held in (self._held or {}).values())

    async def close(self) -> None:
        if self._worker is not None:
            await end([self._worker])
        if self._http is not None:
            await self._http.aclose()
        await self._save()

    def _fresh(self, held: dict[str, _Held], id: str) -> bool:
        return id in held and held[id].until > wall_ms()

    async def _known(self) -> dict[str, _Held]:
        if self._held is None:
            held = await asyncio.to_thread(_read, self._file)
            self._held = self._held if self._held is not None else held
        return self._held

    async def _answered(self, ids: Sequence[str]) -> None:
        """Until none of these is on its way any more, or for a few seconds."""
        if any(id in self._asked for id in ids) and (self._worker is None or self._worker.done()):
            self._worker = asyncio.create_task(self._work(), name="profiles")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT_S):
                while any(id in self._asked for id in ids):
                    await self._news.wait()

    async def _work(self) -> None:
        saved = time.monotonic()
        while self._asked:
            began = time.monotonic()
            pause_s = 0.0
            try:
                pause_s = await self._ask()
            except (httpx.HTTPError, httpx.InvalidURL, msgspec.MsgspecError) as error:
                _log.info("nobody says who wrote the posts: %s", error)
            self._news.set()
            self._news = asyncio.Event()
            if time.monotonic() - saved > _SAVE_EVERY_S:
                await self._save()
                saved = time.monotonic()
            await asyncio.sleep(max(pause_s, self._every_s - (time.monotonic() - began)))
        await self._save()

    async def _ask(self) -> float:
        """One request; how many seconds to be silent after it."""
        where = where_of(self._state().plan)
        new = [id for id, told in self._asked.items() if not told][:AT_ONCE]
        if new and where.appview and time.monotonic() >= self._appview_from:
            return await self._ask_appview(where, new)
        id = next((id for id, told in self._asked.items() if told), next(iter(self._asked)))
        if where.directory and id.startswith("did:plc:"):
            return await self._ask_directory(where, id)
        self._deny(id)
        return 0.0

    async def _ask_appview(self, where: Where, ids: list[str]) -> float:
        try:
            params = httpx.QueryParams([("actors", id) for id in ids])
            answer = await self._get(f"{where.appview.rstrip('/')}/xrpc/app.bsky.actor.getProfiles?{params}")
            if answer.status == 200:
                for actor in msgspec.json.decode(answer.content, type=_Actors).profiles:
                    if actor.did in ids:
                        self._found(Profile(actor.did, actor.handle, actor.displayName or "", actor.avatar or ""))
        except (httpx.HTTPError, msgspec.MsgspecError):
            self._appview_from = time.monotonic() + _PAUSE_S
            raise
        if answer.status == 429:
            return answer.rest_s
        if answer.status != 200:
            self._appview_from = time.monotonic() + _PAUSE_S
            return 0.0
        self._asked |= {id: True for id in ids if id in self._asked}  # the directory may still know them
        return 0.0

    async def _ask_directory(self, where: Where, id: str) -> float:
        self._deny(id)
        answer = await self._get(f"{where.directory.rstrip('/')}/{id}")
        if answer.status == 429:
            return answer.rest_s
        if answer.status == 200:
            known = msgspec.json.decode(answer.content, type=_Document).alsoKnownAs
            if handle := next((name.removeprefix("at://") for name in known if name.startswith("at://")), ""):
                self._denied.pop(id, None)
                self._found(Profile(id, handle))
        return 0.0

    async def _get(self, url: str) -> _Answer:
        if self._http is None:
            self._http = httpx.AsyncClient(headers={"User-Agent": "warroom"}, timeout=8.0, follow_redirects=False)
        async with self._http.stream("GET", url) as response:
            content = bytearray()
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > _LONGEST:
                    raise httpx.DecodingError("the answer is far too long")
            rest_s = retry_after(response.headers.get("retry-after"))
            return _Answer(response.status_code, bytes(content), min(_PAUSE_S if rest_s is None else rest_s, DENIED_S))

    def _found(self, profile: Profile) -> None:
        held = self._held if self._held is not None else {}
        held.pop(profile.id, None)
        held[profile.id] = _Held(profile, wall_ms() + KEPT_MS)
        for id in list(held)[: max(0, len(held) - MOST)]:
            del held[id]
        self._asked.pop(profile.id, None)
        self._unsaved = True

    def _deny(self, id: str) -> None:
        self._asked.pop(id, None)
        self._denied[id] = time.monotonic() + DENIED_S
        for old in list(self._denied)[: max(0, len(self._denied) - MOST)]:
            del self._denied[old]

    async def _save(self) -> None:
        if not self._unsaved or self._held is None:
            return
        self._unsaved = False
        await asyncio.to_thread(_write, self._file, tuple(self._held.values()))


def _read(file: Path) -> dict[str, _Held]:
    try:
        held = msgspec.json.decode(file.read_bytes(), type=tuple[_Held, ...])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("%s is begun anew: %s", file, error)
        return {}
    return {one.profile.id: one for one in held}


def _write(file: Path, held: tuple[_Held, ...]) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(msgspec.json.encode(held))
        draft.replace(file)
    except OSError as error:
        _log.warning("%s cannot be written: %s", file, error)
        draft.unlink(missing_ok=True)
