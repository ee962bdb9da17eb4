"""Items and rooms as the hand-off sees them, made small."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from warroom.plan.model import Event, Plan, Target
from warroom.review.model import Content, Cut, Item, Pace, RoomKind, State, TargetState, TargetText, Version

PNG = b"\x89PNG\r\n\x1a\n"


def picture(folder: Path, name: str) -> Path:
    file = folder / f"{name}.blob"
    file.write_bytes(PNG + name.encode())
    return file


def cut(name: str, file: Path) -> Cut:
    content = file.read_bytes()
    return Cut(name, hashlib.sha256(content).hexdigest(), 1080, 1080, len(content), "image/png")


def texts(*pairs: tuple[str, str]) -> tuple[TargetText, ...]:
    return tuple(TargetText(network, account, "1x1", f"Caption for {network} ✓", f"Alt for {network}") for network, account in pairs)


def item(id: str, title: str, cuts: tuple[Cut, ...], targets: tuple[TargetText, ...], digest: str = "d1" * 32) -> Item:
    version = Version(2, digest, Content(title, "reaction", (), cuts, targets), "Writer", 1)
    return Item(id, "m1", "full", title, 1, "Writer", versions=(version,), targets=tuple(TargetState(text) for text in targets))


def state(kind: RoomKind, targets: tuple[Target, ...] = (), items: dict[str, Item] | None = None) -> State:
    plan = Plan(Event("Cup final", dt.datetime(2026, 7, 19, 19, tzinfo=dt.UTC)), targets=targets)
    return State("room", kind, plan, 1, Pace(1, 1), items=items or {})
