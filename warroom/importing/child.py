"""The child process that reads and paints one layered file, which may be more than it seems.

    warroom import-design FILE PLACE BRAND        (BRAND empty where there is none)

It limits its own memory and processor time; one that is too much ends it. It prints lines of JSON: `apart.Answer`, and ends when its
standard input does: nobody waits for it any more.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import msgspec

from warroom.compose.admit import limit
from warroom.errors import DesignError, WarroomError
from warroom.importing.apart import SECONDS, Answer, answer_of
from warroom.importing.make import make_here

MEMORY = 6 * 1024**3
"""Bytes of address space: several layers of 40 million pixels at once, those of a PSD in floating point."""
STACK = 512 * 1024**2
"""Bytes: the painter of drawings walks into what is nested, and one that comes to its stack's end ends the process."""


def main(arguments: list[str]) -> int:
    """Make the template, and say how it went."""
    limit(MEMORY, int(SECONDS) + 10)
    path, place, brand = (Path(argument) for argument in arguments[:3])
    sink = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    broken: list[Exception] = []

    def say(answer: Answer) -> None:
        sink.write(msgspec.json.encode(answer) + b"\n")
        sink.flush()

    def work() -> None:
        try:
            say(Answer(made=make_here(path, place, brand if arguments[2] else None, lambda at: say(Answer(at=at)))))
        except MemoryError:
            say(answer_of(DesignError(f"{path.name} needs too much memory.", "Make it smaller, or merge layers.")))
        except (WarroomError, OSError) as wrong:
            say(answer_of(wrong))
        except Exception as wrong:
            broken.append(wrong)

    threading.Thread(target=_end_with_who_waits, daemon=True).start()
    threading.stack_size(STACK)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join()
    if broken:
        raise broken[0]  # as any command's: written down
    return 0


def _end_with_who_waits() -> None:
    while os.read(0, 1024):  # not by sys.stdin: a thread that waits in it holds what the interpreter needs to end
        pass
    os._exit(1)
