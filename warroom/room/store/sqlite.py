"""The room's log in one SQLite file: a writer thread that commits what has queued up in one transaction.

`synchronous=FULL`: a write is reported back only when the disk has it. Python's own SQLite is not used (it may carry the
WAL-reset fault that was repaired in 3.51.3); apsw brings its own.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import msgspec

from warroom.errors import StorageError
from warroom.review.chain import Sealed, seal
from warroom.review.events import Happening, Logged, RoomStarted
from warroom.room.store.base import connect, disk, migrate, reader, refused
from warroom.room.store.rows import CodeRow, Kept, Obeyed, TokenRow, Write

GROUP = 256  # writes in one transaction at most

type_of_body = msgspec.json.Decoder(Happening)
_log = logging.getLogger(__name__)

Committed = Callable[[Sequence[Write], StorageError | None], None]


class SqliteLog:
    """Made and closed by one thread; `append` and `read` may be called from any.

    `committed` is called on the writer's thread, once for each write, in the order of `append`; with an error where
    nothing of those writes was kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect(path, "FULL")
        migrate(self._connection, "log", path)
        self._reading = ThreadPoolExecutor(1, "room-log-read")
        self._reader = reader(path)
        self._queue: queue.SimpleQueue[Write | None] = queue.SimpleQueue()
        self._failed = -1
        self._committed: Committed | None = None
        self._thread = threading.Thread(target=self._write_on, name="room-log-write", daemon=True)

    def kept(self) -> Kept:
        """All that is on disk; only before `start`. A new file gets its epoch here."""
        with disk(self.path):
            rows = self._connection.execute
            epoch = rows("SELECT value FROM meta WHERE name = 'epoch'").get
            if epoch is None:
                epoch = secrets.token_hex(8)
                rows("INSERT INTO meta (name, value) VALUES ('epoch', ?)", (epoch,))
            return Kept(
                epoch=str(epoch),
                lines=tuple(_sealed(row) for row in rows("SELECT * FROM line ORDER BY seq")),
                obeyed=tuple(Obeyed(*row) for row in rows("SELECT id, digest, seq, at FROM command")),
                tokens=tuple(TokenRow(*row) for row in rows("SELECT hash, kind, device, person FROM token")),
                codes=tuple(CodeRow(*row) for row in rows("SELECT hash, person, expires, used FROM code")),
            )

    def begin(self, started: RoomStarted, at: int, person: str) -> Sealed:
        """The first line, on the disk when this returns; only before `start`, and only in an empty log."""
        line = seal(Logged(seq=1, at=at, person=person, device="", command="", body=started), "")
        with disk(self.path):
            self._transact([Write(0, (line,))])
        return line

    def start(self, committed: Committed) -> None:
        self._committed = committed
        self._thread.start()

    def append(self, write: Write) -> None:
        self._queue.put(write)

    def read(self, after: int, limit: int) -> tuple[Logged, ...]:
        """The lines after `after`, at most `limit`; waits for the disk, so not for the event loop's thread."""
        return self._reading.submit(self._read, after, limit).result()

    def _read(self, after: int, limit: int) -> tuple[Logged, ...]:
        with disk(self.path):
            found = self._reader.execute("SELECT * FROM line WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))
            return tuple(_sealed(row).line for row in found)

    def close(self) -> None:
        """Commits what is queued, then checkpoints and closes the file."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self._reading.shutdown()
        self._reader.close()
        try:
            self._connection.close()
        except apsw.Error as error:
            _log.warning("%s was closed without a checkpoint: %s", self.path, error)

    def _write_on(self) -> None:
        going = True
        while going:
            group: list[Write] = []
            head = self._queue.get()
            while head is not None:
                group.append(head)
                if len(group) == GROUP or self._queue.empty():
                    break
                head = self._queue.get()
            going = head is not None
            if group:
                self._commit(group)

    def _commit(self, group: list[Write]) -> None:
        assert self._committed is not None
        stale = [write for write in group if write.generation <= self._failed]
        if stale:
            self._committed(stale, StorageError("What this stood on was not recorded.", "Ask again.", code="disk_full"))
        fresh = [write for write in group if write.generation > self._failed]
        if not fresh:
            return
        try:
            self._transact(fresh)
        except Exception as error:  # whatever it is: the writer must live, or nothing is answered any more
            if self._happened(fresh):
                self._committed(fresh, None)
                return
            self._failed = max(write.generation for write in fresh)
            _log.error("%s would not take %d writes", self.path, len(fresh), exc_info=error)
            self._committed(fresh, refused(self.path, error))
        else:
            self._committed(fresh, None)

    def _transact(self, group: list[Write]) -> None:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for write in group:
                self._insert(write)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _insert(self, write: Write) -> None:
        execute = self._connection.execute
        if write.lines:
            self._connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [_row(line) for line in write.lines])
        if write.obeyed:
            obeyed = write.obeyed
            execute("INSERT INTO command VALUES (?, ?, ?, ?)", (obeyed.id, obeyed.digest, obeyed.seq, obeyed.at))
        if write.token:
            token = write.token
            execute("INSERT INTO token VALUES (?, ?, ?, ?)", (token.hash, token.kind, token.device, token.person))
        if write.code:
            code = write.code
            execute("INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?)", (code.hash, code.person, code.expires, code.used))

    def _happened(self, group: list[Write]) -> bool:
        """Whether a failed commit is on disk after all (then its error came from after it)."""
        last = next((write.lines[-1] for write in reversed(group) if write.lines), None)
        try:
            there = last and self._connection.execute("SELECT hash FROM line WHERE seq = ?", (last.line.seq,)).get == last.line.hash
            return bool(there)
        except apsw.Error:
            return False


def _row(sealed: Sealed) -> tuple[int, int, str, str, str, str, str, str]:
    line = sealed.line
    return (line.seq, line.at, line.person, line.device, line.command, sealed.body.decode(), line.previous, line.hash)


def _sealed(row: Sequence[apsw.SQLiteValue]) -> Sealed:
    """The body stays beside the line as it was sealed."""
    seq, at, person, device, command, body, previous, digest = row
    line = Logged(
        seq=int(str(seq)),
        at=int(str(at)),
        person=str(person),
        device=str(device),
        command=str(command),
        body=type_of_body.decode(str(body)),
        previous=str(previous),
        hash=str(digest),
    )
    return Sealed(line, str(body).encode())
