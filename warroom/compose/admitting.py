"""Admits pictures one after the other by a child that is there already: a first look in a tenth of a second, the answer when it is whole.

    admitter = Admitter()
    admitter.warm()                                               # at leisure: starting the child takes half a second
    picture = admitter.admit(path, folder, "photo.jpg", glance=(1080, 1080), seen=show)
    admitter.close()

What the child may and may not do is as in `pictures.admit`, which starts one for each picture; the limits of time hold for each.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from warroom.compose.model import PictureAsset
from warroom.compose.pictures import COMMAND, TIMEOUT, Picture, as_file
from warroom.errors import PictureError, StorageError

PICTURES_A_CHILD = 200  # then another is started: what one picture left behind does not stay


class Glance(msgspec.Struct, frozen=True):
    """A first look at a picture, in a file that goes with the next one; `width` and `height` are the picture's own."""

    glance: str
    width: int
    height: int
    likeness: str = ""

    def asset(self) -> PictureAsset:
        return PictureAsset(f"glance {Path(self.glance).name}", self.glance, self.width, self.height)


class _Answer(msgspec.Struct, frozen=True):
    """Any line of the child."""

    glance: str = ""
    message: str = ""
    hint: str = ""
    storage: bool = False
    digest: str = ""
    path: str = ""
    width: int = 0
    height: int = 0
    format: str = ""
    original: tuple[int, int] = (0, 0)
    likeness: str = ""


class Admitter:
    """Any thread; one picture at a time, the others wait their turn."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._taken = 0
        self._looked: Path | None = None

    def warm(self) -> None:
        """Have the child ready. Blocks no longer than starting a process does."""
        with self._turn, contextlib.suppress(OSError):  # told by the first picture
            self._started()

    def admit(
        self,
        picture: Path | bytes,
        folder: Path,
        name: str = "",
        glance: tuple[int, int] = (0, 0),
        seen: Callable[[Glance], None] = lambda _glance: None,
    ) -> Picture:
        """As `pictures.admit`. `seen` is called on this thread, once, when there is a first look of about `glance` pixels; its file
        stays until the next picture is admitted."""
        with self._turn:
            self._forget()
            with as_file(picture, folder, name) as (path, called):
                return self._ask(path, folder, called, glance, seen)

    def close(self) -> None:
        """End the child, also in the middle of a picture."""
        child = self._child
        if child is not None:
            child.kill()
        with self._turn:
            self._end()
            self._forget()

    def _forget(self) -> None:
        """A first look is drawn from its file, perhaps later than its picture is admitted."""
        if self._looked is not None:
            self._looked.unlink(missing_ok=True)
            self._looked = None

    def _ask(self, path: Path, folder: Path, name: str, glance: tuple[int, int], seen: Callable[[Glance], None]) -> Picture:
        child = self._started()
        assert child.stdin is not None
        end = time.monotonic() + self._timeout
        try:
            child.stdin.write(msgspec.json.encode({"path": str(path), "folder": str(folder), "name": name, "glance": glance}) + b"\n")
            child.stdin.flush()
            answer = self._answer(end)
            if answer.glance:
                self._looked = Path(answer.glance)
                seen(Glance(answer.glance, answer.width, answer.height, answer.likeness))
                answer = self._answer(end)
        except queue.Empty as wrong:
            self._end()
            raise PictureError(f"{name} took too long to open.", "Save it again as JPEG or PNG, or use another.") from wrong
        except (BrokenPipeError, msgspec.MsgspecError) as wrong:  # ended by its limits, or broke before it could answer
            self._end()
            raise PictureError(f"{name} could not be opened safely.", "Save it again as JPEG or PNG, or use another.") from wrong
        self._taken += 1
        if self._taken >= PICTURES_A_CHILD:
            self._end()
        if answer.message:
            raise (StorageError if answer.storage else PictureError)(answer.message, answer.hint)
        return Picture(answer.digest, answer.path, answer.width, answer.height, answer.format, answer.original, answer.likeness)

    def _answer(self, end: float) -> _Answer:
        """The child's next line. Raises queue.Empty when it takes too long, MsgspecError when it ended."""
        return msgspec.json.decode(self._lines.get(timeout=max(0.01, end - time.monotonic())), type=_Answer)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        frozen = bool(getattr(sys, "frozen", False))
        start = [sys.executable, COMMAND] if frozen else [sys.executable, "-m", "warroom.compose.admit"]
        child = subprocess.Popen(
            [*start, "--many"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=None if frozen else Path(__file__).parents[2],
        )
        self._child, self._lines, self._taken = child, queue.Queue(), 0
        threading.Thread(target=_read, args=(child, self._lines), name="admitting", daemon=True).start()
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # half a line that nobody reads any more
                    pipe.close()


def _read(child: subprocess.Popen[bytes], lines: queue.Queue[bytes]) -> None:
    """Every line as it comes; an empty one at the end."""
    assert child.stdout is not None
    with contextlib.suppress(ValueError, OSError):  # closed under our hands
        for line in child.stdout:
            lines.put(line)
    lines.put(b"")
