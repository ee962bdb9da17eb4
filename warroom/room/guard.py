"""What every request passes before anything else: is it meant for this server, and may a web page have sent it?

A page on the open web can point a name of its own at this machine (DNS rebinding) or post across sites. So `Host` must be an
address or this machine's own name, `Origin` (which only browsers send) must be that same host.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warroom.errors import RoomError
from warroom.room.http import refused
from warroom.room.refusals import refusal

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """`names`: what this server may be called besides its addresses and this machine's name."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self._app = app
        own = socket.gethostname().lower()
        self._names = {"localhost", own, f"{own}.local", *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            self._check(Headers(scope=scope), scope["scheme"])
        except RoomError as error:
            await refused(error)(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)

    def _check(self, headers: Headers, scheme: str) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            raise refusal(403, "This server is not called that. Use its address, as the invitation has it.")
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"{scheme}://{hosts[0].lower()}":
            raise refusal(403, "Pages of other sites may not talk to this room.")

    def _is_ours(self, host: str) -> bool:
        name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name.lower() in self._names
        return True
