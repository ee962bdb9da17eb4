"""What this device remembers of a person's ways, a JSON file each. Losing one costs little: what cannot be read counts as none."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, TypeVar

import msgspec

log = logging.getLogger(__name__)
T = TypeVar("T")


def recall(file: Path, kind: Any, none: T) -> T:
    """What `file` holds, of that type for msgspec; `none` where there is none."""
    try:
        held: T = msgspec.json.decode(file.read_bytes(), type=kind)
    except FileNotFoundError:
        return none
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read and is made anew: %s", file, error)
        return none
    return held


def keep(file: Path, held: Any, what: str) -> None:
    """Write it whole. `what` it is, for the log, where it cannot be kept."""
    beside = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.encode(held))
        beside.replace(file)
    except OSError as error:
        log.warning("%s cannot be kept: %s", what, error)
