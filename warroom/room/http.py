"""Requests and answers as this server knows them: JSON in and out, every limit answered in the one error shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from warroom.errors import RoomError
from warroom.room.refusals import malformed, refusal

MOST_JSON = 1_000_000
_T = TypeVar("_T")


class Json(Response):
    media_type = "application/json"

    def __init__(self, value: Any, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        content = value if isinstance(value, bytes) else msgspec.json.encode(value)
        super().__init__(content, status_code, {"cache-control": "no-store", **(headers or {})})


def refused(error: RoomError) -> Json:
    headers = {}
    if error.status == 401:
        headers["www-authenticate"] = "Bearer"
    if "retry_after" in error.detail:
        headers["retry-after"] = str(error.detail["retry_after"])
    if error.status == 413:
        headers["connection"] = "close"  # the rest of the body is not read
    return Json({"error": error.code, "message": error.message, "detail": error.detail}, error.status, headers)


async def pieces(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises RoomError where it is encoded or the sender hangs up."""
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise refusal(415, f"Bodies are taken as they are, not as {encoding}.")
    try:
        async for piece in request.stream():
            yield piece
    except ClientDisconnect as error:
        raise refusal(400, "The request broke off.") from error


async def body(request: Request, type: type[_T], most: int = MOST_JSON) -> _T:
    """The body, decoded. Raises RoomError 400 naming the field, 413."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most:
        raise refusal(413, f"This is more than {most // 1_000_000} MB.", limit=most)
    whole = bytearray()
    async for piece in pieces(request):
        whole += piece
        if len(whole) > most:
            raise refusal(413, f"This is more than {most // 1_000_000} MB.", limit=most)
    try:
        return msgspec.json.decode(whole, type=type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(error) from error


def number(request: Request, name: str, default: int | None, least: int, most: int) -> int:
    """A whole number of the query; without a default it must be there. Raises RoomError 400."""
    written = request.query_params.get(name)
    if written is None and default is not None:
        return default
    try:
        value = int(written or "")
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise refusal(400, f"{name} must be a whole number from {least} to {most}.", field=name)
    return value
