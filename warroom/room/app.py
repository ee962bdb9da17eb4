"""The routes of `warroom/wire.py`. Each does three things: see who asks, read what is asked, answer."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import cast

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from warroom.errors import RoomError, StorageError
from warroom.review.lanes import has_role
from warroom.room.blobs import MOST_BYTES
from warroom.room.feed import Asked, asked_topics
from warroom.room.guard import Guard
from warroom.room.http import Json, body, number, pieces, refused
from warroom.room.kinds import OTHER
from warroom.room.media import checked_size
from warroom.room.refusals import full, malformed, refusal
from warroom.room.room import Room
from warroom.room.sse import EventStream
from warroom.room.store.pages import PAGE_MOST, Page
from warroom.room.store.rows import TokenRow
from warroom.watch.filters import Filter
from warroom.wire import (
    LONG_POLL_S,
    PROTOCOL,
    CodeRequest,
    CommandReply,
    CommandRequest,
    FeedBatch,
    JoinRequest,
    Me,
    PresenceNote,
    Profiles,
    RoomCard,
    SaidRequest,
)

MOST_FEED = 8_000_000
MOST_STREAMS = 16  # of one device, of events
MOST_SAID = 40_000
MOST_RATE = 1_000
MOST_PROFILES = 100
_LONGEST = (1 << 53) - 1
_NAME_MOST = 100

_log = logging.getLogger(__name__)

Endpoint = Callable[[Request, Room], Awaitable[Response]]


def make_app(rooms: Mapping[str, Room], names: Iterable[str] = ()) -> ASGIApp:
    """`names`: what the server may be called besides its addresses and this machine's name."""

    def at(path: str, **methods: Endpoint) -> Route:
        async def endpoint(request: Request) -> Response:
            room = rooms.get(request.path_params["room"])
            if room is None:
                raise refusal(404, "There is no such room here.", room=request.path_params["room"])
            method = "get" if request.method == "HEAD" and path.startswith("blobs") else request.method.lower()
            if method not in methods:  # Starlette answers HEAD wherever it answers GET, endless streams included
                raise HTTPException(405)
            return await methods[method](request, room)

        return Route(f"/v1/rooms/{{room}}/{path}", endpoint, methods=[method.upper() for method in methods])

    async def cards(_: Request) -> Response:
        return Json([_card(room) for room in rooms.values()])

    async def health(_: Request) -> Response:
        return Json({"ok": True, "protocol": PROTOCOL, "rooms": {room.name: _health(room) for room in rooms.values()}})

    routes = Starlette(
        routes=[
            Route("/healthz", health, methods=["GET"]),
            Route("/v1/rooms", cards, methods=["GET"]),
            at("me", get=_me),
            at("snapshot", get=_snapshot),
            at("events", get=_events),
            at("commands", post=_commands),
            at("blobs/{sha256}", get=_get_blob, put=_put_blob),
            at("feed", get=_feed, post=_take_feed),
            at("posts", get=_posts),
            at("media", get=_media),
            at("profiles", get=_profiles),
            at("said", post=_said),
            at("presence", post=_presence),
            at("codes", post=_codes),
            at("join", post=_join),
        ],
        exception_handlers={RoomError: _room_error, StorageError: _storage_error, HTTPException: _http_error, Exception: _broken},
    )
    return Guard(routes, names)


def _card(room: Room) -> RoomCard:
    state = room.authority.durable.state
    return RoomCard(room.name, state.plan.event.name, state.kind)


def _health(room: Room) -> dict[str, object]:
    return {"epoch": room.epoch, "seq": room.seq, "feed": room.feed.trouble, "intake_silent_s": round(room.feed.silent_s, 1)}


def _bearer(request: Request, room: Room) -> TokenRow:
    return room.access.bearer(request.headers.get("authorization", ""))


async def _me(request: Request, room: Room) -> Response:
    bearer = _bearer(request, room)
    return Json(Me(device=bearer.device, person=bearer.person))


async def _snapshot(request: Request, room: Room) -> Response:
    _bearer(request, room)
    etag = f'"{room.epoch}-{room.seq}"'
    if etag in [asked.strip().removeprefix("W/") for asked in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"etag": etag, "cache-control": "no-cache"})
    return Json(room.snapshot(), headers={"etag": etag, "cache-control": "no-cache"})


async def _events(request: Request, room: Room) -> Response:
    bearer = _bearer(request, room)
    after = number(request, "after", None, 0, _LONGEST)
    room.check_cursor(request.query_params.get("epoch", ""), after)
    if room.presences.streams(bearer.device) >= MOST_STREAMS:
        raise refusal(429, "This device has too many streams open.", retry_after=5)
    if "wait" in request.query_params:
        return Json(await room.poll(bearer, after, number(request, "wait", 0, 0, LONG_POLL_S)))
    listener, opening = room.listen(bearer, after)
    return EventStream(opening, listener, lambda: room.leave(bearer, listener))


async def _commands(request: Request, room: Room) -> Response:
    actor = room.access.actor(request.headers.get("authorization", ""))
    asked = await body(request, CommandRequest)
    obeyed = await room.authority.obey(_uuid(asked.id), asked.command, actor)
    return Json(CommandReply(room.epoch, obeyed.seq, room.clock.now()))


async def _get_blob(request: Request, room: Room) -> Response:
    _bearer(request, room)
    digest = request.path_params["sha256"]
    path = room.blobs.path(digest)
    if not path.is_file():
        raise refusal(404, "The room has no such blob.", sha256=digest)
    headers = {"etag": f'"{digest}"', "cache-control": "private, immutable, max-age=31536000"}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    mime = await asyncio.to_thread(room.blobs.mime, digest)
    if mime == OTHER:  # a template's file, for a desktop: never shown as a page
        headers["content-disposition"] = "attachment"
    return FileResponse(path, headers=headers, media_type=mime)


async def _put_blob(request: Request, room: Room) -> Response:
    actor = room.access.actor(request.headers.get("authorization", ""))
    if "content-range" in request.headers:
        raise refusal(400, "A blob is sent whole.", field="content-range")
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MOST_BYTES:
        raise refusal(413, "This is more than 25 MB.", limit=MOST_BYTES)
    digest = request.path_params["sha256"]
    publisher = has_role(room.person(actor.person), *room.authority.durable.state.plan.publish)
    new = await room.blobs.put(digest, pieces(request), pictures_only=not publisher)
    return Json({"sha256": digest, "size": room.blobs.path(digest).stat().st_size}, 201 if new else 200)


async def _feed(request: Request, room: Room) -> Response:
    _bearer(request, room)
    known = [topic.name for topic in room.authority.durable.state.plan.topics]
    topics = asked_topics(request.query_params.getlist("topics"), known)
    if unknown := sorted(topics.difference(known)):
        raise refusal(404, f"The event plan has no topic called {unknown[0]}.", topics=unknown)
    asked = Asked(topics, number(request, "rate", 10, 1, MOST_RATE), _view(request))
    if "wait" in request.query_params:
        return Json(await room.feed.history(asked))
    listener, opening = room.feed.listen(asked)
    return EventStream(opening, listener, lambda: room.feed.leave(listener, asked))


def _view(request: Request) -> tuple[tuple[str, Filter], ...]:
    try:
        view = msgspec.json.decode(request.query_params.get("view", "{}"), type=dict[str, Filter])
    except msgspec.MsgspecError as error:
        raise malformed(error) from error
    return tuple(sorted((topic, filter) for topic, filter in view.items() if filter != Filter()))


async def _take_feed(request: Request, room: Room) -> Response:
    if _bearer(request, room).kind != "intake":
        raise refusal(403, "Only the program that reads the sources may send posts.")
    batch = await body(request, FeedBatch, MOST_FEED)
    _uuid(batch.id)
    times = [time for post in batch.posts for time in (post.at, post.seen)] + [
        number for count in batch.counts for number in (count.second, count.count)
    ]
    if not all(-_LONGEST <= time <= _LONGEST for time in times):
        raise refusal(400, "A time or a count is out of all bounds.", field="posts")
    room.feed.take(batch)
    room.watching.take(batch)
    return Response(status_code=204)


async def _posts(request: Request, room: Room) -> Response:
    _bearer(request, room)
    asked = request.query_params
    times = {name: number(request, name, 0, -_LONGEST, _LONGEST) for name in ("before", "after", "around")}
    if sum(map(bool, times.values())) > 1:
        raise refusal(400, "Ask for posts before, after or around a moment: one of them at a time.", field="around")
    limit = number(request, "limit", 50, 1, PAGE_MOST)
    page = Page(asked.get("topic", ""), asked.get("query", "")[:1_000], asked.get("group", ""), **times, limit=limit)
    return Json(await room.feed.page(page))


async def _said(request: Request, room: Room) -> Response:
    actor = room.access.actor(request.headers.get("authorization", ""))
    return Json(await room.already_said.answer(await body(request, SaidRequest, MOST_SAID), actor.device))


async def _media(request: Request, room: Room) -> Response:
    _bearer(request, room)
    size = checked_size(request.query_params.get("size", "small"))
    path = await room.outside.media.get(request.query_params.get("url", ""), size)
    return FileResponse(path, headers={"cache-control": "private, max-age=86400"}, media_type="image/jpeg")


async def _profiles(request: Request, room: Room) -> Response:
    _bearer(request, room)
    ids = [id for value in request.query_params.getlist("ids") for id in value.split(",")]
    if len(ids) > MOST_PROFILES:
        raise refusal(400, f"ids: at most {MOST_PROFILES} at a time.", field="ids")
    return Json(Profiles(await room.outside.profiles.find(ids)))


async def _presence(request: Request, room: Room) -> Response:
    actor = room.access.actor(request.headers.get("authorization", ""))
    return Json(room.noted(actor, await body(request, PresenceNote)))


async def _codes(request: Request, room: Room) -> Response:
    actor = room.access.actor(request.headers.get("authorization", ""))
    if "producer" not in room.person(actor.person).roles:
        raise refusal(403, "Join codes are issued by a producer. Ask the producer on duty.")
    asked = await body(request, CodeRequest)
    return Json(await room.issue_code(asked.person), 201)


async def _join(request: Request, room: Room) -> Response:
    asked = await body(request, JoinRequest, 10_000)
    if asked.protocol != PROTOCOL:
        raise refusal(400, "The room speaks another version. Use the same version of warroom as the room's.", "protocol", protocol=PROTOCOL)
    name = " ".join(asked.device.split())
    if not 0 < len(name) <= _NAME_MOST:
        raise refusal(400, f"device: give the device a name of at most {_NAME_MOST} characters.", field="device")
    address = request.client.host if request.client else ""
    return Json(await room.join(asked.code, name, address), 201)


def _uuid(written: str) -> str:
    try:
        if str(uuid.UUID(written)) == written:
            return written
    except ValueError:
        pass
    raise refusal(400, "id: this is not a UUID in its usual form.", field="id")


async def _room_error(_: Request, error: Exception) -> Response:
    return refused(cast(RoomError, error))


async def _storage_error(_: Request, error: Exception) -> Response:
    _log.error("the disk refused: %s", error)
    return refused(full(cast(StorageError, error)))


async def _http_error(request: Request, error: Exception) -> Response:
    wrong = cast(HTTPException, error)
    said = {404: "There is nothing at this address.", 405: f"{request.method} is not done here."}.get(wrong.status_code, wrong.detail)
    answer = refused(refusal(wrong.status_code, said, "" if wrong.status_code in (400, 404, 405) else "bad_request"))
    for name, value in (wrong.headers or {}).items():
        answer.headers[name] = value
    return answer


async def _broken(request: Request, _: Exception) -> Response:
    _log.error("%s %s broke", request.method, request.url.path)  # uvicorn logs where
    return refused(refusal(500, "The room broke on this request; its log says where. Nothing was changed by it.", "broken"))
