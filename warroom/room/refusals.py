"""The answers in which the room says no. One shape for all: `{error, message, detail}`."""

from __future__ import annotations

import re
from typing import Any

from warroom.errors import Refusal, RoomError, StorageError

_CODES = {
    400: "bad_request",
    401: "unauthorised",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "too_large",
    415: "bad_request",
    416: "bad_request",
    429: "too_many",
    503: "closing",
    507: "disk_full",
}
_PLACE = re.compile(r" - at `\$\.?(?P<field>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")


def refusal(status: int, message: str, error: str = "", **detail: Any) -> RoomError:
    return RoomError(status, Refusal(error or _CODES[status], message, detail))


def malformed(error: Exception) -> RoomError:
    """What msgspec said of a body, as a 400 that names the field."""
    said = str(error)
    place, missing = _PLACE.search(said), _MISSING.search(said)
    parts = [place["field"] if place else "", missing["field"] if missing else ""]
    field = ".".join(part for part in parts if part)
    plain = _PLACE.sub("", said)
    return refusal(400, f"{field}: {plain}." if field else f"This is not the JSON that was asked for: {plain}.", field=field)


def full(error: StorageError) -> RoomError:
    """The paths in what the disk said stay on the room's own computer."""
    if error.code == "disk_full":
        said = (
            "This was not recorded: the disk of the room's computer is full or failing. Free some space there; the room goes on by itself."
        )
    else:
        said = "This was not recorded: the room's computer cannot write it down. Its log says why."
    return refusal(507, said, "disk_full")
