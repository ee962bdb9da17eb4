"""How the C library gives out memory in the process that shows and renders pictures."""

from __future__ import annotations

import contextlib
import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of glibc's malloc.h
_LARGE = 12 << 20  # bytes: a piece of a photo, and no card: pages anew for each key's card would cost three thousandths of a second
_ARENAS = 2  # the window's own, and one for whatever renders and decodes


def give_back() -> None:
    """Have large blocks come from the system and go back to it, in glibc; elsewhere that is how it is, or cannot be said.

    By itself glibc keeps what was freed once and gives it out anew: memory grows to the sum of what each thread ever had at once, and
    an empty picture must be cleared by hand, which takes 30 ms of Python's lock for twelve million pixels. The system clears pages as
    they are first written to.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        for which, value in ((_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, 4 * _LARGE), (_ARENA_MAX, _ARENAS)):
            mallopt(ctypes.c_int(which), ctypes.c_int(value))


def trim() -> None:
    """Give what is free now back to the system, in glibc. A thread that wants memory meanwhile waits for it, some milliseconds."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(ctypes.c_size_t(0))
