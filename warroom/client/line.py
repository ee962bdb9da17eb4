"""One room's HTTP: typed answers in, the wire's refusals as RoomError, everything else that goes wrong as Unreachable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import quote

import httpx
import msgspec

from warroom.client.address import Address
from warroom.client.pinned import pin
from warroom.errors import Refusal, RoomError, Unreachable
from warroom.wire import RoomCard

T = TypeVar("T")
Params = Mapping[str, str | int | tuple[str, ...]]  # a tuple is the same key several times

TIMEOUT_S = 5.0
_TRY_AGAIN = (502, 503, 504)  # a proxy's word, not the room's


class Line:
    """A pool of connections to one room. `token` is empty before joining."""

    def __init__(self, address: Address, token: str, http: httpx.AsyncClient, fingerprint: str) -> None:
        self.address = address
        self.fingerprint = fingerprint
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    @classmethod
    async def open(cls, address: Address, token: str = "", fingerprint: str = "") -> Line:
        """Pin the certificate, and find the room where the address names only a server.

        Raises Unreachable, RoomError, WrongCertificate.
        """
        context, seen = await pin(address, fingerprint)
        http = httpx.AsyncClient(
            base_url=address.base,
            verify=context if context is not None else False,
            timeout=TIMEOUT_S,
            trust_env=not address.loopback,
            limits=httpx.Limits(max_connections=50, keepalive_expiry=30),
        )
        line = cls(address, token, http, seen)
        try:
            if not address.room:
                line.address = await line._only_room()
        except BaseException:
            await line.close()
            raise
        return line

    async def _only_room(self) -> Address:
        rooms = await self.call("GET", "/v1/rooms", reply=list[RoomCard])
        if len(rooms) == 1:
            here = self.address
            return Address(here.scheme, here.host, here.port, rooms[0].room, here.code, here.fingerprint)
        if not rooms:
            raise Unreachable("That server has no room open.", "Ask the producer for the address.")
        names = ", ".join(f"{card.name} (…/{card.room})" for card in rooms)
        raise Unreachable(f"That server holds several rooms: {names}.", "Add the room to the address, or use the whole invitation.")

    def path(self, tail: str) -> str:
        return f"/v1/rooms/{quote(self.address.room)}/{tail}"

    async def call(
        self,
        method: str,
        path: str,
        *,
        reply: type[T],
        body: msgspec.Struct | None = None,
        params: Params | None = None,
        timeout: float = TIMEOUT_S,
    ) -> T:
        """One request and its answer, decoded. A bare path is the room's; one that starts with / is the server's."""
        content = None if body is None else msgspec.json.encode(body)
        response = await self.request(method, path, content=content, params=params, timeout=timeout)
        return decode(response.content, reply)

    async def request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        content_type: str = "application/json",
        params: Params | None = None,
        timeout: float = TIMEOUT_S,
    ) -> httpx.Response:
        headers = dict(self._headers) if content is None else {**self._headers, "Content-Type": content_type}
        try:
            response = await self._http.request(
                method, self._full(path), content=content, params=_plain(params), headers=headers, timeout=timeout
            )
        except (httpx.TransportError, httpx.InvalidURL, RuntimeError) as error:
            raise unreachable(error, self.address) from error
        await check(response)
        return response

    @asynccontextmanager
    async def stream(
        self, method: str, path: str, *, params: Params | None = None, accept: str = "*/*", timeout: float = TIMEOUT_S
    ) -> AsyncIterator[httpx.Response]:
        """An answer read piece by piece; `timeout` is the longest silence.

        Raises as `call` does, and httpx.TransportError while the body is read.
        """
        headers = {**self._headers, "Accept": accept, "Cache-Control": "no-store"}
        request = self._http.build_request(method, self._full(path), params=_plain(params), headers=headers, timeout=timeout)
        try:
            response = await self._http.send(request, stream=True)
        except (httpx.TransportError, RuntimeError) as error:
            raise unreachable(error, self.address) from error
        try:
            await check(response)
            yield response
        finally:
            await response.aclose()

    async def close(self) -> None:
        await self._http.aclose()

    def _full(self, path: str) -> str:
        return path if path.startswith("/") else self.path(path)


def _plain(params: Params | None) -> httpx.QueryParams | None:
    if params is None:
        return None
    flat: list[tuple[str, str | int | float | bool | None]] = []
    for key, value in params.items():
        flat += [(key, one) for one in value] if isinstance(value, tuple) else [(key, str(value))]
    return httpx.QueryParams(flat)


def decode(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise Unreachable("The room's answer cannot be read.", "Is this the same version of warroom as the room's?", "garbled") from error


async def check(response: httpx.Response) -> None:
    """Raises what a refusal says: RoomError, or Unreachable for a proxy's word and for the room's own trouble."""
    if response.status_code < 400:
        return
    try:
        content = await response.aread()
        refusal = msgspec.json.decode(content, type=Refusal)
    except (msgspec.MsgspecError, httpx.TransportError):
        refusal = None
    if refusal is None or response.status_code in _TRY_AGAIN:
        raise Unreachable(f"The room answered {response.status_code}.", "It is tried again.", f"http_{response.status_code}")
    raise RoomError(response.status_code, refusal)


def unreachable(error: Exception, address: Address) -> Unreachable:
    where = f"{address.host}:{address.port}"
    if isinstance(error, httpx.ConnectError):
        return Unreachable(f"No room answers at {where}.", "Is it open, and is this machine on its network?", "no_answer")
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"The room at {where} did not answer within {TIMEOUT_S:g} s.", "", "timed_out")
    return Unreachable(f"The connection to the room at {where} broke.", "", "broken")
