"""What people do in a room, in few words, for tests: a moment, an item, a version, a sign-off."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from tests.desktop.table_room import Seat, TableRoom
from warroom.review import commands as cmd
from warroom.review.model import Content, Cut, Filled, Finding, TargetText

CUT_SIZES = {"1x1": (1080, 1080), "4x5": (1080, 1350), "16x9": (1600, 900), "9x16": (1080, 1920)}


def put(room: TableRoom, data: bytes) -> str:
    sha = hashlib.sha256(data).hexdigest()
    path = room.blob(sha)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return sha


def cut(room: TableRoom, name: str, headline: str) -> Cut:
    """A small real picture in the cut's proportions; other words, another colour."""
    width, height = CUT_SIZES[name]
    colour = tuple(hashlib.sha256(headline.encode()).digest()[:3])
    file = io.BytesIO()
    Image.new("RGB", (width // 10, height // 10), colour).save(file, "JPEG")
    data = file.getvalue()
    return Cut(name, put(room, data), width, height, len(data), "image/jpeg")


def content(room: TableRoom, headline: str = "Lights out.", caption: str = "Power out?") -> Content:
    cuts = tuple(cut(room, name, headline) for name in CUT_SIZES)
    return Content(
        title=headline,
        template="breaking-line",
        slots=(Filled("headline", headline),),
        cuts=cuts,
        targets=(
            TargetText("bluesky", "crumb.example", "16x9", caption, "A biscuit in a pool of light."),
            TargetText("instagram", "crumb", "4x5", caption, "A biscuit in a pool of light."),
        ),
        why="Everyone is in the dark.",
        findings=(Finding("alt_text", True, True, "Alt text"),),
    )


def moment(writer: Seat, title: str = "Blackout in the dome", decision: str = "go") -> str:
    topic = writer.state.plan.topics[0].name
    id = writer.ask(cmd.CallMoment(title=title, topic=topic, evidence=()))
    writer.ask(cmd.DecideMoment(moment=id, decision=decision, reason="" if decision == "go" else "Not ours to say"))
    return id


def send(
    room: TableRoom, writer: Seat, headline: str = "Lights out.", item: str = "", caption: str = "Power out?", lane: str = "full"
) -> str:
    if not item:
        item = writer.ask(cmd.CreateItem(moment=moment(writer), title="Blackout in the dome", lane=lane))
    base = len(room.state.items[item].versions)
    writer.ask(cmd.SendForApproval(item=item, base=base, content=content(room, headline, caption)))
    return item


def digest(room: TableRoom, item: str) -> str:
    current = room.state.items[item].current
    assert current is not None
    return current.digest


def sign(room: TableRoom, seat: Seat, item: str, role: str) -> None:
    seat.ask(cmd.SignOffItem(item=item, role=role, digest=digest(room, item)))
