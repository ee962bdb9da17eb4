"""What a Mastodon server says of itself: how long posts and descriptions may be, which pictures it takes.

`GET /api/v2/instance` needs no token (https://docs.joinmastodon.org/methods/instance/#v2); servers that are only like Mastodon answer parts
of it. What one does not say is as Mastodon has it.
"""

from __future__ import annotations

import asyncio
import ipaddress

import httpx
import msgspec

from warroom.compose.counts import USUAL, Server
from warroom.compose.limits import OwnLimits
from warroom.errors import SourceError, SourceGarbled

_WHOLE_S = 15.0
_LARGEST = 1_000_000
_SENSIBLE = 1_000_000  # characters: what is beyond is no limit but a mistake


class Says(msgspec.Struct, frozen=True):
    """0 or empty: it says nothing of that."""

    characters: int = 0
    link: int = 0
    alt: int = 0
    most_bytes: int = 0
    most_pixels: int = 0
    formats: tuple[str, ...] = ()

    @property
    def server(self) -> Server:
        return Server(self.characters or USUAL.characters, self.link or USUAL.link, self.alt or USUAL.alt)

    @property
    def pictures(self) -> OwnLimits:
        return OwnLimits(self.most_bytes, self.most_pixels, self.formats)


class _Statuses(msgspec.Struct):
    max_characters: int = 0
    characters_reserved_per_url: int = 0


class _Media(msgspec.Struct):
    description_limit: int | None = None
    image_size_limit: int | None = None
    image_matrix_limit: int | None = None
    supported_mime_types: tuple[str, ...] | None = None


class _Configuration(msgspec.Struct):
    statuses: _Statuses = msgspec.field(default_factory=_Statuses)
    media_attachments: _Media = msgspec.field(default_factory=_Media)


class _Instance(msgspec.Struct):
    configuration: _Configuration = msgspec.field(default_factory=_Configuration)


def read(body: bytes) -> Says:
    """Raises SourceGarbled for what is no answer of such a server."""
    try:
        said = msgspec.json.decode(body, type=_Instance).configuration
    except msgspec.MsgspecError as wrong:
        raise SourceGarbled("does not answer as a Mastodon server does") from wrong
    media = said.media_attachments
    return Says(
        _sane(said.statuses.max_characters),
        _sane(said.statuses.characters_reserved_per_url),
        _sane(media.description_limit or 0),
        max(0, media.image_size_limit or 0),
        max(0, media.image_matrix_limit or 0),
        tuple(form for form in media.supported_mime_types or () if form.startswith("image/")),
    )


async def ask(client: httpx.AsyncClient, host: str) -> Says:
    """Raises SourceError, and what httpx raises where nobody answers in time."""
    url = f"{'http' if _loopback(host) else 'https'}://{host}/api/v2/instance"
    body = b""
    async with asyncio.timeout(_WHOLE_S), client.stream("GET", url, timeout=_WHOLE_S, follow_redirects=True) as response:
        if response.status_code != 200:
            raise SourceError(f"answered {response.status_code}")
        async for part in response.aiter_bytes():
            body += part
            if len(body) > _LARGEST:
                raise SourceGarbled("answered with more than 1 MB")
    return read(body)


def _sane(number: int) -> int:
    return number if 0 < number <= _SENSIBLE else 0


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition(":")[0]).is_loopback
    except ValueError:
        return False
