"""Bluesky through Jetstream: every post of the network, no account needed.

Two protocols, both a WebSocket of JSON, at least once, from an inclusive time cursor on; each plain or packed with zstd and a
dictionary. The newest is asked for first; whatever a server refuses is left out the next time (`jetstream_offer`).
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Any

import httpx
import msgspec
from picows import WSInvalidStatusError, WSProtocolError, WSTransport, ws_connect

from warroom.errors import SourceBusy, SourceError, SourceGarbled, SourceRefused
from warroom.sources.base import Sink
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.jetstream_events import EventReader, Events
from warroom.sources.jetstream_frames import FrameReader, Frames
from warroom.sources.jetstream_intake import Codec, Intake
from warroom.sources.jetstream_listener import FRAME_LIMIT, Listener
from warroom.sources.jetstream_offer import Offer, Offers, Version, http_base, public_hosts
from warroom.sources.jetstream_told import Told
from warroom.sources.jetstream_track import REPLAY_US, Track
from warroom.sources.jetstream_zstd import Dictionary, fetch_dictionary, v1_dictionary
from warroom.sources.monitor import Clock, Monitor, unix_ms
from warroom.sources.patience import Patience, Trouble, answered, keep_trying, plainly
from warroom.sources.retry_after import retry_after

_SAVE_US = 1_000_000
_CONNECT_S = 15.0
_IDLE_S = 35.0  # servers ping every 30 s
_LOOK_S = 10.0
_QUIET_LOOKS = 3  # in a row in which nothing came of what had been a busy stream
_BUSY = 30  # messages in as many looks before
_TOO_SLOW = "dropped us because we read too slowly"
_TOO_OLD = "keeps nothing so old any more"
_TOO_LONG = "was out of reach for longer than the half hour that is asked for again"
_NOT_GIVEN = "did not give again what came meanwhile"

log = logging.getLogger(__name__)
quiet = logging.getLogger("warroom.sources.picows")
quiet.setLevel(logging.CRITICAL)  # what it would say is told by the source's health


class Refused(Exception):
    """A server does not speak as it was asked to; `error` is what to tell where there is no other way. `name` as in the lexicon."""

    def __init__(self, error: Exception, name: str = "") -> None:
        super().__init__(str(error))
        self.error = error
        self.name = name


class Jetstream:
    """`hosts` are tried in turn; none: Bluesky's own. `cursor` (µs) is where an earlier run stopped; `save_cursor` is told where
    this one is, about once a second. `client` fetches dictionaries;
    `dictionary` is the file of the first protocol's, which is read plain without one.
    """

    def __init__(
        self,
        name: str,
        hosts: Sequence[str] = (),
        *,
        version: Version = 0,
        compress: bool = True,
        dictionary: Path | None = None,
        client: httpx.AsyncClient | None = None,
        cursor: int = 0,
        save_cursor: Callable[[int], None] = lambda _: None,
        now: Clock = unix_ms,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
        connect_s: float = _CONNECT_S,
        look_s: float = _LOOK_S,
    ) -> None:
        self.name = name
        self.hosts = tuple(hosts or public_hosts(version))
        self._turn = 0
        self._saved = cursor
        self._save = save_cursor
        self._client = client
        self._now = now
        self._patience = patience or Patience()
        self._tls = tls
        self._connect_s = connect_s
        self._look_s = look_s
        self._monitor = Monitor(name, "jetstream", now)
        self._offers = Offers(version, compress, v1_packed=dictionary is not None)
        self._v1_file = dictionary
        self._dictionaries: dict[str, Dictionary] = {}
        self._v1_dictionary: Dictionary | None = None
        self._track = Track(cursor)
        self._ahead_us = 0  # of the clock of the present host, as told
        self._why_missing = ""
        self._heard = 0  # ms: when it last sent something
        self._intake = Intake()
        self._codecs: dict[int, tuple[Codec, Any]] = {
            1: (Frames(), FrameReader(name, public=not hosts)),
            2: (Events(), EventReader(name, public=not hosts)),
        }

    def health(self) -> SourceHealth:
        return self._monitor.health()

    async def run(self, sink: Sink, /) -> None:
        await keep_trying(lambda: self._session(sink), self._monitor, self._patience, lambda: self._intake.read)

    async def _session(self, sink: Sink) -> None:
        """One connection. Who is busy or refuses is left for the next host at once; all of them in turn."""
        for left in reversed(range(len(self.hosts))):
            try:
                await self._with_next(sink)
            except (SourceBusy, SourceRefused) as error:
                if not left:
                    raise
                self._monitor.failed(plainly(error))
            else:
                return

    async def _with_next(self, sink: Sink) -> None:
        """One connection to the present host, as it will have it. The next try asks the next host, unless this one serves us."""
        host = self.hosts[self._turn % len(self.hosts)]
        self._turn += 1
        renewed = False
        read = self._intake.read
        try:
            while True:
                try:
                    return await self._read(host, self._offers.to(host), sink)
                except Refused as refused:
                    if refused.name == "UnknownZstdDictionary" and not renewed:
                        renewed = True
                        self._dictionaries.pop(host, None)
                    elif refused.name == "CursorTooOld":
                        self._track.too_old(host)
                        self._why_missing = _TOO_OLD
                        self._turn -= 1
                        raise Trouble(_TOO_OLD) from refused
                    elif not self._offers.refused(host):
                        raise refused.error from refused
        except SourceGarbled:
            if self._intake.read == read:
                self._offers.refused(host)  # it may do better in another way
            raise
        finally:
            if self._intake.read != read:
                self._turn -= 1

    async def _read(self, host: str, offer: Offer, sink: Sink) -> None:
        dictionary = await self._dictionary(host, offer)
        now_us = self._now() * 1_000
        cursor = self._track.ask(host, now_us)
        if cursor:
            self._why_missing = _TOO_LONG if self._track.cursor < now_us - REPLAY_US else _NOT_GIVEN
        self._intake.begin()
        read = self._intake.read
        hearer = _Hearer(self, sink, *self._codecs[offer.version])
        transport = await self._connect(offer.address(host, cursor, dictionary.id if dictionary else 0), Listener(hearer, dictionary))
        try:
            await self._until_over(transport, read)
        except WSProtocolError as error:
            raise Trouble("sent something that is not WebSocket, or lied about its length") from error
        finally:
            transport.disconnect(graceful=False)
        closing = transport.close_handshake
        if closing is None:
            raise Trouble("broke off the connection")
        if closing.recv is None:
            raise Trouble("stopped answering")
        if "slow" in (closing.recv.reason or "").lower():
            raise Trouble(_TOO_SLOW)

    async def _dictionary(self, host: str, offer: Offer) -> Dictionary | None:
        if not offer.packed:
            return None
        if offer.version == 1:
            if self._v1_dictionary is None and self._v1_file is not None:
                try:
                    self._v1_dictionary = await asyncio.to_thread(v1_dictionary, self._v1_file)
                except (OSError, SourceError) as error:
                    log.warning("%s is read plain, its dictionary cannot be used: %s", self.name, error)
                    raise Refused(error) from error
            return self._v1_dictionary
        if host not in self._dictionaries:
            try:
                async with asyncio.timeout(self._connect_s), self._http() as client:
                    self._dictionaries[host] = await fetch_dictionary(client, http_base(host))
            except SourceBusy:
                raise
            except SourceError as error:
                raise Refused(error) from error
        return self._dictionaries[host]

    def _http(self) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        return nullcontext(self._client) if self._client is not None else httpx.AsyncClient(verify=self._tls or True)

    async def _connect(self, address: str, listener: Listener) -> WSTransport:
        try:
            async with asyncio.timeout(self._connect_s):
                transport, _ = await ws_connect(
                    lambda: listener,
                    address,
                    ssl_context=self._tls,
                    websocket_handshake_timeout=self._connect_s,
                    logger_name=quiet,
                    enable_auto_ping=True,
                    auto_ping_idle_timeout=_IDLE_S,
                    auto_ping_reply_timeout=10,
                    max_frame_size=FRAME_LIMIT,
                    read_buffer_init_size=262_144,
                )
                return transport
        except WSInvalidStatusError as error:
            if error.response is None:
                raise
            status = error.response.status.value
            if status < 400:
                raise Refused(error) from error
            told = answered(status, retry_after(error.response.headers.get("Retry-After")))
            if isinstance(told, SourceBusy):
                raise told from error
            raise Refused(told, _name(error.raw_body)) from error

    async def _until_over(self, transport: WSTransport, read: int) -> None:
        """Returns when the connection has ended, raises what ended it; gives up one that has gone quiet.

        `read` messages were there before it.
        """
        over = asyncio.ensure_future(transport.wait_disconnected())
        looks = [0] * (2 * _QUIET_LOOKS)
        try:
            while True:
                await asyncio.wait({over}, timeout=self._look_s)
                if over.done():
                    return over.result()
                looks = [*looks[1:], self._intake.read - read]
                read = self._intake.read
                if not any(looks[_QUIET_LOOKS:]) and sum(looks) >= _BUSY:
                    raise Trouble("sends nothing any more", self._heard)
        finally:
            over.cancel()

    def hear(self, messages: Sequence[bytes], sink: Sink, codec: Codec, reader: Any) -> None:
        """Decodes messages and hands on what they tell. Raises what ends the session: nothing can be read, or the server says so."""
        unread = self._intake.unread
        now = self._heard = self._now()
        posts, told = self._intake.sort(messages, codec, reader, now)
        if "OutdatedCursor" in told.notices:
            self._why_missing = _TOO_OLD
        if self._intake.last_us:
            self._place(sink, now)
        reader.seen, reader.ahead_us = now, self._track.ahead_us
        if posts:
            sink.take(posts, reader)
            self._monitor.heard(len(posts))
        if told.deleted or told.gone:
            gone = [known for did in told.gone for _, one in self._codecs.values() for known in one.taken_from(did)]
            sink.delete([*told.deleted, *gone])
        if self._intake.unread != unread:
            self._remark()
        self._end(told)

    def _place(self, sink: Sink, now: int) -> None:
        if self._track.strayed(self._intake.first_us, now * 1_000):
            raise Trouble(f"has a clock that is {_span(self._track.ahead_us)} ours")  # and is asked again, by its own
        missing = self._track.reached(self._intake.first_us, self._intake.last_us, now * 1_000)
        if missing is not None:
            sink.gap(Gap(self.name, missing[0] // 1_000, missing[1] // 1_000, self._why_missing))
        if not self._track.replaying:
            self._intake.caught_up()
        if self._track.ahead_us != self._ahead_us:
            self._ahead_us = self._track.ahead_us
            self.connected()
        if self._track.cursor - self._saved >= _SAVE_US or self._track.cursor < self._saved:
            self._saved = self._track.cursor
            self._save(self._saved)

    def _end(self, told: Told) -> None:
        if told.error == "ConsumerTooSlow":
            raise Trouble(_TOO_SLOW)
        if told.error:
            raise Trouble(f"ended the stream ({told.error[:100]})")

    def connected(self) -> None:
        ahead = self._track.ahead_us
        self._monitor.connected(f"its clock is {_span(ahead)} ours" if ahead else "")

    def too_large(self) -> None:
        self._intake.too_large()
        self._remark()

    def unreadable(self, error: SourceGarbled) -> None:
        self._intake.unreadable(error)
        self._remark()

    def _remark(self) -> None:
        unread = self._intake.unread
        self._monitor.remark(f"{unread} message{'s' if unread > 1 else ''} could not be read")


class _Hearer:
    """One session's ear."""

    def __init__(self, jetstream: Jetstream, sink: Sink, codec: Codec, reader: Any) -> None:
        self._jetstream = jetstream
        self._sink = sink
        self._codec = codec
        self._reader = reader
        self.connected = jetstream.connected
        self.too_large = jetstream.too_large
        self.unreadable = jetstream.unreadable

    def hear(self, messages: list[bytes]) -> None:
        self._jetstream.hear(messages, self._sink, self._codec, self._reader)


class _Envelope(msgspec.Struct):
    error: str = ""


def _name(body: bytes | None) -> str:
    """The name in XRPC's error envelope; empty where there is none."""
    try:
        return msgspec.json.decode(body or b"", type=_Envelope).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _span(ahead_us: int) -> str:
    minutes = abs(ahead_us) // 60_000_000
    span = f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2_880 else f"{minutes // 1_440} days"
    return f"{span} {'ahead of' if ahead_us > 0 else 'behind'}"
