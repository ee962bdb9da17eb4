"""When to try again, and why the last try failed, in plain words."""

from __future__ import annotations

import asyncio
import logging
import random
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from picows import WSError, WSInvalidStatusError

from warroom.errors import SourceBusy, SourceError, SourceGarbled, SourceRefused
from warroom.sources.monitor import Monitor

log = logging.getLogger(__name__)

SHORTEST_S = 0.5
LONGEST_S = 60.0
BROKEN_S = 15.0  # at most, where a connection was refused or broken: nobody answered who would have to be spared
LONGEST_ASKED_S = 3_600.0  # a longer wish than this is looked into after this
BUSY_S = 10.0  # at least, where a server is busy and does not say for how long
REFUSED_S = 60.0  # at least, where it said no
SPREAD = 0.25  # of a wait that is the same for everybody: added by chance, so that they do not come back in step


@dataclass(frozen=True)
class Patience:
    """Back-off with full jitter: a random wait between `shortest` and a ceiling that doubles up to `longest`, in seconds."""

    shortest: float = SHORTEST_S
    longest: float = LONGEST_S
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    chance: Callable[[], float] = random.random  # in [0, 1)

    def wait(self, failures: int, longest: float = LONGEST_S) -> float:
        """Seconds to wait after the n-th failure in a row, n from 1; no longer than `longest`."""
        ceiling = min(self.longest, longest, self.shortest * 2.0 ** min(failures, 30))
        return self.shortest + self.chance() * (ceiling - self.shortest)

    def spread(self, least: float) -> float:
        """Seconds to wait where everybody is told the same `least`."""
        return least * (1 + SPREAD * self.chance())


class Trouble(Exception):
    """Ends one session for a reason that is plain already ("closed the connection"). `since` (ms): it began then; 0: now."""

    def __init__(self, why: str, since: int = 0) -> None:
        super().__init__(why)
        self.since = since


_BROKEN = (Trouble, OSError, httpx.TransportError, asyncio.IncompleteReadError)


async def keep_trying(session: Callable[[], Awaitable[None]], monitor: Monitor, patience: Patience, progress: Callable[[], int]) -> None:
    """Runs `session` for ever, waiting in between. `progress` counts what was read: a session that read something ends the row of failures.

    Only cancelling ends it. A fault of our own in a session is logged with its trace and told like any other trouble.
    """
    failures = 0
    while True:
        monitor.connecting()
        before = progress()
        try:
            await session()
            trouble: BaseException = Trouble("closed the connection")
        except Exception as error:
            trouble = leaf(error)
        failures = 1 if progress() != before else failures + 1
        if isinstance(trouble, SourceBusy):
            least = min(BUSY_S if trouble.retry_after is None else trouble.retry_after, LONGEST_ASKED_S)
            monitor.waiting(plainly(trouble))
        else:
            least = REFUSED_S if isinstance(trouble, SourceRefused) else 0.0
            monitor.failed(plainly(trouble), trouble.since if isinstance(trouble, Trouble) else 0)
        longest = BROKEN_S if isinstance(trouble, _BROKEN) else LONGEST_S
        await patience.sleep(max(patience.wait(failures, longest), patience.spread(least)))


def leaf(error: BaseException) -> BaseException:
    """What went wrong first where several tasks ran together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def plainly(error: BaseException) -> str:
    """The reason as the end of a sentence that begins with the source's name."""
    if isinstance(error, SourceBusy):
        asked = f", asked us to wait {_span(error.retry_after)}" if error.retry_after else ""
        return f"{error.message}{asked}"
    if isinstance(error, (SourceError, Trouble)):
        return getattr(error, "message", None) or str(error)
    for link in _causes(error):
        if (words := _system_words(link)) is not None:
            return words
    log.error("a source failed in an unforeseen way", exc_info=error)
    return f"failed inside warroom ({type(error).__name__}: {error})"


def _span(seconds: float) -> str:
    if seconds > LONGEST_ASKED_S:
        return "more than an hour"
    return f"{round(seconds)} s" if seconds < 120 else f"{round(seconds / 60)} min"


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    pending: list[BaseException | None] = [error]
    while pending and len(chain) < 20:
        link = pending.pop(0)
        if link is None or link in chain:
            continue
        chain.append(link)
        pending += [link.__cause__, link.__context__]
    return list(reversed(chain))


def _system_words(error: BaseException) -> str | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return "cannot be spoken to in TLS"
    if isinstance(error, socket.gaierror):
        return "name not found"
    if isinstance(error, ConnectionRefusedError):
        return "refused the connection"
    if isinstance(
        error, (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, httpx.RemoteProtocolError, asyncio.IncompleteReadError)
    ):
        return "broke off the connection"
    if isinstance(error, (TimeoutError, httpx.TimeoutException)):
        return "did not answer in time"
    if isinstance(error, WSInvalidStatusError):
        status = f" ({error.response.status.value})" if error.response else ""
        return f"does not open a stream there{status}"
    if isinstance(error, httpx.InvalidURL):
        return "has an address that cannot be read"
    if isinstance(error, WSError):
        return "does not speak WebSocket there"
    if isinstance(error, httpx.DecodingError):
        return "sent something that cannot be unpacked"
    if isinstance(error, (OSError, httpx.TransportError)):
        return f"could not be reached ({getattr(error, 'strerror', None) or error})"
    return None


def answered(status: int, retry_after: float | None) -> SourceError:
    """The error for an HTTP status that is not a success."""
    if status == 429:
        return SourceBusy("says too many requests", retry_after=retry_after)
    if status == 503:
        return SourceBusy("says it is overloaded", retry_after=retry_after)
    if status in (401, 403):
        return SourceRefused(f"does not let us read this ({status})", "Check the token of this source in the event plan.")
    if status == 404:
        return SourceRefused("has nothing at this address (404)", "Check this source's address in the event plan.")
    if status == 410:
        return SourceRefused("says this is gone for good (410)", "Take this source out of the event plan.")
    if 400 <= status < 500:
        return SourceRefused(f"refused the request ({status})")
    return SourceError(f"has trouble of its own ({status})")


def garbled(error: Exception) -> SourceGarbled:
    """The error for a message that is not the JSON it should be."""
    return SourceGarbled("sent half a frame" if "truncated" in str(error) else "sent something that is not JSON")
