"""One picture from the net, for an address that a stranger wrote: only from public machines, little enough, soon enough.

The name is resolved here, every address it has must be public, and the connection goes to the very address that was looked at,
so that a name which answers otherwise the second time gains nothing. Redirects are followed by the same rules.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable

import httpx

from warroom.errors import PictureError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_BYTES = 8_000_000
MOST_HOPS = 4
TIMEOUT_S = 15.0  # for all of it
_EMBEDDING = (  # networks whose addresses carry an IPv4 address that is reached in the end
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("::/96"),
)


def public(address: Address) -> bool:
    """Whether it is a machine's own address on the public net; what stands for another address is not."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return public(address.ipv4_mapped)
        if any(address in network for network in _EMBEDDING):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Outward:
    """`loopback` says at each request whether this machine itself may be asked."""

    def __init__(self, loopback: Callable[[], bool], timeout_s: float = TIMEOUT_S) -> None:
        self._loopback = loopback
        self._timeout_s = timeout_s
        limits = httpx.Limits(max_connections=20, max_keepalive_connections=0)
        headers = {"User-Agent": "warroom", "Accept": "image/*", "Accept-Encoding": "identity"}
        self._http = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=5.0, limits=limits, headers=headers)

    async def get(self, url: str) -> bytes:
        """Raises PictureError."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._follow(url)
        except TimeoutError as error:
            raise PictureError("The picture did not come in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise PictureError("The picture cannot be fetched.") from error

    async def close(self) -> None:
        await self._http.aclose()

    async def _follow(self, url: str) -> bytes:
        where = httpx.URL(url)
        for _ in range(MOST_HOPS):
            answer = await self._asked(where)
            if isinstance(answer, bytes):
                return answer
            where = where.join(answer)
        raise PictureError("The picture is behind too many redirects.")

    async def _asked(self, url: httpx.URL) -> bytes | str:
        """The bytes, or where they are said to be."""
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise PictureError("This is no address of a picture on the web.")
        address = await self._resolved(url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80))
        here = url.copy_with(host=str(address))
        request = self._http.build_request(
            "GET", here, headers={"Host": url.netloc.decode("ascii")}, extensions={"sni_hostname": url.raw_host.decode("ascii")}
        )
        response = await self._http.send(request, stream=True)
        try:
            if response.is_redirect:
                return response.headers["location"]
            if response.status_code != 200:
                raise PictureError(f"Its server answered {response.status_code}.")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise PictureError("The picture comes packed in another way than was asked for.")
            return await _read(response)
        finally:
            await response.aclose()

    async def _resolved(self, host: str, port: int) -> Address:
        found = await asyncio.get_running_loop().getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
        loopback = self._loopback()
        if not addresses or not all(public(address) or (loopback and address.is_loopback) for address in addresses):
            raise PictureError("The picture is not on the public net.")
        return addresses[0]


async def _read(response: httpx.Response) -> bytes:
    whole = bytearray()
    declared = response.headers.get("content-length", "0")
    async for piece in response.aiter_raw():
        whole += piece
        if len(whole) > MOST_BYTES or (declared.isdigit() and int(declared) > MOST_BYTES):
            raise PictureError(f"The picture has more than {MOST_BYTES // 1_000_000} MB.")
    return bytes(whole)
