"""A room with one shell in its bank, and contents made from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from tests.review.driver import MINUTE, Driver
from warroom.errors import RoomError
from warroom.review.commands import (
    BankItem,
    CreateItem,
    SendForApproval,
)
from warroom.review.model import Blank, Content, Credit, Cut, Filled, Finding, Fingerprint, Mould, Shell, TargetText

PHOTO = "ab" * 32
PRINT = Fingerprint(template="t1", brand="b1", fonts="f1", pillow="13", layout="raqm")


def score(value: str = "2–1", who: str = "Ann") -> Content:
    blob = hashlib.sha256((value + who).encode()).hexdigest()
    targets = (("bluesky", "crumb.example"), ("instagram", "crumb"))
    return Content(
        title=f"{value}!",
        template="score-line",
        slots=(
            Filled("headline", f"{value}!"),
            Filled("photo", PHOTO, (0.5, 0.4)),
            Filled("accent", "amber"),
            Filled("line", "Still dunking"),
        ),
        cuts=(Cut("1x1", blob, 1080, 1080, 12_345, "image/png"),),
        targets=tuple(TargetText(net, acc, "1x1", f"{who} makes it {value}. #BigGame", f"The score {value}.") for net, acc in targets),
        credits=(Credit("photo", PHOTO, "Own studio", "ours"),),
        findings=(Finding("contrast", True, True, "7.1:1"),),
    )


BLANKS = (Blank("score", "2–1", 7, "score"), Blank("who", "Ann", 20))
MOULDS = (
    Mould("slot", "headline", "{score}!"),
    *(Mould("caption", of, "{who} makes it {score}. #BigGame") for of in ("bluesky/crumb.example", "instagram/crumb")),
    *(Mould("alt", of, "The score {score}.") for of in ("bluesky/crumb.example", "instagram/crumb")),
)


@dataclass
class Bank:
    room: Driver
    source: str
    shell: str

    @property
    def kept(self) -> Shell:
        return self.room.state.shells[self.shell]

    def make(self, content: Content, by: str = "Will") -> str:
        item = self.room.say(by, CreateItem(self.room.go(), "", "shell", self.shell))[0].command
        self.room.say(by, SendForApproval(item, 0, content, PRINT))
        return item


def cleared(room: Driver) -> str:
    item = room.item()
    room.say("Will", SendForApproval(item, 0, score(), PRINT))
    room.sign(item, "Bea", "brand")
    room.sign(item, "Cole", "legal")
    return item


def bank(room: Driver | None = None, minutes: int = 60, **changes: Any) -> Bank:
    room = room or Driver()
    item = cleared(room)
    command = BankItem(item, room.digest(item), BLANKS, MOULDS, room.now + minutes * MINUTE)
    shell = room.say("Will", replace(command, **changes))[0].command
    return Bank(room, item, shell)


def code(error: RoomError) -> tuple[int, str]:
    return error.status, error.code


def slot(content: Content, name: str, **changes: Any) -> Content:
    return replace(content, slots=tuple(replace(one, **changes) if one.slot == name else one for one in content.slots))
