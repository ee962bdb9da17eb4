"""The child process that draws one SVG drawing which may be more than it seems.

    python -m warroom.compose.svg_child WIDTH < drawing.svg > drawing.png        (frozen: warroom draw-svg WIDTH)

It limits its own memory and processor time; one that is too much ends it.
"""

from __future__ import annotations

import sys

import resvg_py

MEMORY = 1024**3
SECONDS = 3


def main(arguments: list[str]) -> int:
    """Draw what is on standard input, `arguments[0]` pixels wide."""
    _limit()
    try:
        text = sys.stdin.buffer.read().decode()
        drawn = resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True, dpi=96.0, width=int(arguments[0]))
    except ValueError:  # also of what is not UTF-8
        return 1
    sys.stdout.buffer.write(drawn)
    sys.stdout.buffer.flush()
    return 0


def _limit() -> None:
    if sys.platform == "win32":  # the parent's time limit holds
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
