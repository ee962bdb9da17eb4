"""The process that parses feeds, so that a hostile or enormous document costs nothing but itself.

    python -m warroom.sources.feed_child          (frozen: warroom read-feed)

It limits its own memory, and reads from its input and answers on its output: four bytes of length, big-endian, and MessagePack.
It ends when its input does. `Documents` starts it, ends it where a document takes too long, and starts another when needed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import msgspec

from warroom.errors import SourceGarbled
from warroom.sources.feed_document import Document, read_document

SECONDS = 20.0  # for one document
MEMORY = 1024**3  # bytes of address space
_DOCUMENTS = 500  # and then a fresh process
_STARTING_S = 30.0


class _Task(msgspec.Struct, array_like=True):
    body: bytes
    headers: dict[str, str]
    source: str
    seen: int


class _Answer(msgspec.Struct, array_like=True):
    document: Document | None
    refused: str = ""


def main(_arguments: list[str]) -> int:
    """Answer documents until the input ends."""
    _limit()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a parser prints is no answer
    decode, encode = msgspec.msgpack.Decoder(_Task).decode, msgspec.msgpack.encode
    sink.write(_framed(b""))  # ready
    sink.flush()
    for _ in range(_DOCUMENTS):
        head = source.read(4)
        if len(head) < 4:
            break
        sink.write(_framed(encode(_answer(decode(source.read(int.from_bytes(head, "big")))))))
        sink.flush()
    return 0


def _answer(task: _Task) -> _Answer:
    try:
        return _Answer(read_document(task.body, task.headers, task.source, task.seen))
    except SourceGarbled as wrong:
        return _Answer(None, wrong.message)
    except (MemoryError, RecursionError):
        return _Answer(None, "sent a document that would need too much memory to read")


def _framed(message: bytes) -> bytes:
    return len(message).to_bytes(4, "big") + message


def _limit() -> None:
    """Of memory, where the system can; and let everybody else go first."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
    os.nice(5)


class Documents:
    """One child for all feeds of a room, one document at a time. Belongs to one loop; whoever made it closes it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._one = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None

    async def read(self, body: bytes, headers: dict[str, str], source: str, seen: int) -> Document:
        """As `feed_document.read_document`, and SourceGarbled too where that takes too long or too much memory."""
        wanted = {name: value for name, value in headers.items() if name in ("content-type", "content-language")}
        task = msgspec.msgpack.encode(_Task(body, wanted, source, seen))
        async with self._one:
            child = await self._running()
            try:
                async with asyncio.timeout(self._seconds):
                    answer = msgspec.msgpack.decode(await _exchange(child, task), type=_Answer)
            except TimeoutError:
                await self._end()
                raise SourceGarbled(f"sent a document that takes more than {self._seconds:g} s to read") from None
            except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
                await self._end()
                raise SourceGarbled("sent a document that breaks the reader") from error
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next one's
                raise
        if answer.document is None:
            raise SourceGarbled(answer.refused)
        return answer.document

    async def close(self) -> None:
        await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        child = self._child
        if child is not None and child.returncode is None and child.stdout is not None and not child.stdout.at_eof():
            return child
        await self._end()
        frozen = getattr(sys, "frozen", False)
        command = ["read-feed"] if frozen else ["-m", "warroom.sources.feed_child"]
        home = None if frozen else Path(__file__).parents[2]
        pipe = asyncio.subprocess.PIPE
        self._child = child = await asyncio.create_subprocess_exec(sys.executable, *command, stdin=pipe, stdout=pipe, cwd=home)
        assert child.stdout is not None
        async with asyncio.timeout(_STARTING_S):
            await child.stdout.readexactly(4)
        return child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
            child._transport.close()  # type: ignore[attr-defined]  # else its pipes are closed by the collector, with a warning


async def _exchange(child: asyncio.subprocess.Process, task: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(_framed(task))
    await child.stdin.drain()
    size = int.from_bytes(await child.stdout.readexactly(4), "big")
    return await child.stdout.readexactly(size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
