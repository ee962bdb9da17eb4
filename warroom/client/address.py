"""Where a room is: what people type, what an invitation holds, and the one form that is kept."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from warroom.errors import WarroomError

DEFAULT_PORT = 7373
_CODE = re.compile(r"[0-9A-Z]{4}-?[0-9A-Z]{4}")


class BadAddress(WarroomError):
    code = "bad_address"


@dataclass(frozen=True)
class Address:
    """`room` is empty where only the server is known; `code` and `fingerprint` come from an invitation."""

    scheme: str  # http | https
    host: str
    port: int
    room: str = ""
    code: str = ""
    fingerprint: str = ""

    @property
    def base(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __str__(self) -> str:
        """The form in which addresses are kept and handed about: server and room."""
        return f"{self.base}/{quote(self.room)}" if self.room else self.base

    @property
    def loopback(self) -> bool:
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_address(written: str) -> Address:
    """Read an invitation (`warroom://HOST:PORT/ROOM?code=…&fp=…`), a kept address, or `host[:port][/room]` as typed.

    Without a scheme this machine is reached by plain HTTP and every other by TLS. Raises BadAddress.
    """
    text = written.strip()
    parts = urlsplit(text if "://" in text else f"//{text}")
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _bad(written) from None
    if not host or parts.username or parts.scheme not in ("", "warroom", "http", "https"):
        raise _bad(written)
    asked = parse_qs(parts.query)
    fingerprint = _plain_hex(asked.get("fp", [""])[0])
    if parts.scheme in ("http", "https"):
        scheme = parts.scheme
    elif parts.scheme == "warroom":
        scheme = "https" if fingerprint else "http"
    else:
        scheme = "http" if is_loopback(host) else "https"
    room = unquote(parts.path.strip("/").split("/")[0])
    return Address(scheme, host, port or DEFAULT_PORT, room, plain_code(asked.get("code", [""])[0]), fingerprint)


def plain_code(written: str) -> str:
    """A join code as the room knows it, `XXXX-XXXX`, from however it was typed; what is no code is returned as it is."""
    code = re.sub(r"\s", "", written).upper()
    return f"{code[:4]}-{code[-4:]}" if _CODE.fullmatch(code) else code


def _plain_hex(written: str) -> str:
    return written.replace(":", "").lower()


def _bad(written: str) -> BadAddress:
    return BadAddress(
        f"“{written}” is no address of a room.", "It looks like 192.168.1.20:7373, or the whole invitation that starts with warroom://."
    )
