"""What a server is asked to speak: the newest protocol first, packed first, down to what it does not refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from warroom.sources.jetstream_intake import LARGEST
from warroom.sources.jetstream_record import POSTS

V1_PATH = "/subscribe"
V2_PATH = "/xrpc/network.bsky.jetstream.subscribeEvents"
V2_HOSTS = ("wss://jetstream.us-east.bsky.network", "wss://jetstream.us-west.bsky.network")
V1_HOSTS = (
    "wss://jetstream2.us-east.bsky.network",
    "wss://jetstream1.us-east.bsky.network",
    "wss://jetstream2.us-west.bsky.network",
    "wss://jetstream1.us-west.bsky.network",
)

Version = Literal[0, 1, 2]  # 0: the newest that the server speaks


@dataclass(frozen=True)
class Offer:
    """One way to speak. Deflate is never offered: a server that is offered two ways to pack answers 400."""

    version: int
    packed: bool

    def address(self, host: str, cursor: int, dictionary: int = 0) -> str:
        """`cursor` in µs, 0: from now on; `dictionary` is the id of the one that a packed v2 stream is to use."""
        query: list[tuple[str, str | int]]
        if self.version == 1:
            query = [("wantedCollections", POSTS), ("maxMessageSizeBytes", LARGEST)]
            query += [("compress", "true")] if self.packed else []
        else:
            query = [("kinds", "commit"), ("kinds", "account"), ("collections", POSTS), ("maxMessageSizeBytes", LARGEST)]
            query += [("zstdDictionary", dictionary)] if self.packed else []
        if cursor:
            query.append(("cursor", cursor))
        parts = urlsplit(host)
        scheme = {"https": "wss", "http": "ws"}.get(parts.scheme, parts.scheme)
        path = _base(parts.path) + (V1_PATH if self.version == 1 else V2_PATH)
        return urlunsplit((scheme, parts.netloc, path, urlencode(query), ""))


class Offers:
    """Which of them each host has not refused yet."""

    def __init__(self, version: Version, compress: bool, v1_packed: bool) -> None:
        versions = (2, 1) if version == 0 else (version,)
        packed = {2: compress, 1: compress and v1_packed}
        self._all = [Offer(one, way) for one in versions for way in ((True, False) if packed[one] else (False,))]
        self._place: dict[str, int] = {}

    def to(self, host: str) -> Offer:
        return self._all[self._place.get(host, 0)]

    def refused(self, host: str) -> bool:
        """Whether there is a humbler one to make; if not, the next try begins with the first again."""
        place = self._place.get(host, 0) + 1
        self._place[host] = place if place < len(self._all) else 0
        return place < len(self._all)


def public_hosts(version: Version) -> Sequence[str]:
    """Bluesky's own. Both kinds answer to any time cursor."""
    return {0: (*V2_HOSTS, *V1_HOSTS), 1: V1_HOSTS, 2: V2_HOSTS}[version]


def http_base(host: str) -> str:
    parts = urlsplit(host)
    scheme = {"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme)
    return urlunsplit((scheme, parts.netloc, _base(parts.path), "", ""))


def _base(path: str) -> str:
    """What a server's own paths begin after, where somebody wrote the whole address of a stream."""
    return path.rstrip("/").removesuffix(V1_PATH).removesuffix(V2_PATH)
