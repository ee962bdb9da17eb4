"""What the composer shows beside the card: its lists and its small texts, made anew from the draft after each change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.counts import USUAL, Server, alt_limit
from warroom.compose.model import Card, Template
from warroom.compose.text import graphemes
from warroom.desktop.card.worker import Finished
from warroom.desktop.clock import stopwatch
from warroom.desktop.composer.conflict import Conflict, DifferenceRow
from warroom.desktop.composer.pictures import Pictures
from warroom.desktop.composer.rows import AimRow, CheckRow, SlotRow, aim_rows, check_rows, slot_rows
from warroom.desktop.drafts import Draft
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import calling
from warroom.plan.networks import network_name
from warroom.review import lanes
from warroom.review.standing import standing
from warroom.watch.tame import tame_line

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


_ASKED = 280  # letters of what was asked for; the review has it whole


@dataclass(frozen=True)
class LibraryRow:
    """`key` is what it is taken by: its digest, or the file's name in the library. `digest` is empty where it is not known yet."""

    key: str
    digest: str
    name: str
    source: str
    stuck: bool = False  # a sticker or a logo: for where the template sticks one on


FEW = 8
"""So many pictures stand in a slot itself, one row or two of them."""


@QmlElement
@QmlUncreatable("What the composer shows belongs to it.")
class ComposerShown(QObject):
    """Lists and texts only; nothing here changes the draft."""

    changed = Signal()
    ticked = Signal()

    def __init__(self, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._texts = RecordListModel(SlotRow, "name", self)
        self._slots = RecordListModel(SlotRow, "name", self)
        self._aims = RecordListModel(AimRow, "key", self)
        self._checks = RecordListModel(CheckRow, "key", self)
        self._differences = RecordListModel(DifferenceRow, "what", self)
        self._library = RecordListModel(LibraryRow, "key", self)
        own = (one.asset for one in pictures.library[:FEW])
        names = {one.asset.digest: one.name for one in pictures.library}
        self.hand(tuple(LibraryRow(one.digest, one.digest, names[one.digest], f"file:{one.path}") for one in own))
        self._live: LiveRoom | None = None
        self._draft: Draft | None = None
        self._aside = 0
        self._left = self._left_least = self._left_tone = self._alt_note = self._title = self._state = ""

    def show(
        self, draft: Draft | None, template: Template | None, live: LiveRoom, finished: Finished | None, clash: Conflict | None
    ) -> None:
        self._draft, self._live = draft, live
        self.hand(self._library.rows)
        if draft is None or template is None:
            for rows in (self._texts, self._slots, self._aims, self._checks, self._differences):
                rows.show(())
        else:
            slots = slot_rows(template, draft, self._pictures.assets, _notes(template, draft, finished))
            self._texts.show(slot for slot in slots if slot.kind == "text")
            self._slots.show(slot for slot in slots if slot.kind != "text")
            counts = finished.counts if finished else {}
            left = {network: count.left for network, count in counts.items() if count.limit}
            self._aims.show(aim_rows(live.state.plan.targets, draft, left))
            self._checks.show(check_rows(finished.findings, draft.aside) if finished else ())
            self._aside = sum(1 for row in check_rows(finished.findings) if row.advice in draft.aside) if finished else 0
            self._differences.show(clash.rows if clash else ())
            self._left = " · ".join(f"{network_name(network)} {rest:,}" for network, rest in left.items())
            tightest = sorted(left.items(), key=lambda one: one[1])
            self._left_least = f"{network_name(tightest[0][0])} {tightest[0][1]:,}" if tightest else ""
            self._left_least += f" · {len(tightest) - 1} with more" if len(tightest) > 1 else ""
            self._left_tone = "red" if any(rest < 0 for rest in left.values()) else "second"
            self._alt_note = _alt_note(draft, finished.order.words.server if finished else USUAL)
            self._title, self._state = _title(draft, live), _state(draft, live)
        self.changed.emit()
        self.ticked.emit()

    def hand(self, rows: Iterable[LibraryRow]) -> None:
        """These of the brand's own pictures are at hand in each picture slot."""
        placed = self._pictures.placed
        self._library.show([replace(row, digest=placed.get(row.key, row.digest)) for row in rows])

    def tick(self) -> None:
        if self._draft is not None:
            self.ticked.emit()

    @Property(RecordListModel, constant=True)
    def texts(self) -> RecordListModel[SlotRow]:
        """The template's text slots."""
        return self._texts

    @Property(RecordListModel, constant=True)
    def slots(self) -> RecordListModel[SlotRow]:
        """The template's other slots."""
        return self._slots

    @Property(RecordListModel, constant=True)
    def aims(self) -> RecordListModel[AimRow]:
        return self._aims

    @Property(RecordListModel, constant=True)
    def checks(self) -> RecordListModel[CheckRow]:
        return self._checks

    @property
    def advice(self) -> str:
        """What the first piece of advice is set aside by; empty where none is given."""
        return next((row.advice for row in self._checks.rows if row.advice), "")

    @Property(str, notify=changed)
    def advises(self) -> str:
        """The first piece of advice, of how many: `1 of 3 · “Bouys” may be misspelt`; empty for none. The count is never cut off."""
        said = [row.words for row in self._checks.rows if row.advice]
        of = f"1 of {len(said)} · " if len(said) > 1 else ""
        return of + said[0] if said else ""

    @Property(str, notify=changed)
    def aside(self) -> str:
        """How much advice is set aside of what would be said now: `2 set aside`; empty for none."""
        return f"{self._aside} set aside" if self._aside else ""

    @Property(RecordListModel, constant=True)
    def differences(self) -> RecordListModel[DifferenceRow]:
        return self._differences

    @Property(RecordListModel, constant=True)
    def library(self) -> RecordListModel[LibraryRow]:
        """A few of the brand's own pictures, those used last first, at hand in each picture slot; the library (K) has them all."""
        return self._library

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def state(self) -> str:
        return self._state

    @Property(str, notify=changed)
    def left(self) -> str:
        """Characters left of the caption: `Bluesky 265 · Mastodon 465`."""
        return self._left

    @Property(str, notify=changed)
    def leftLeast(self) -> str:
        """Where the fewest are left, for where there is no room for all: `X 245 · 3 with more`."""
        return self._left_least

    @Property(str, notify=changed)
    def leftTone(self) -> str:
        return self._left_tone

    @Property(str, notify=changed)
    def altNote(self) -> str:
        return self._alt_note

    @Property(str, notify=changed)
    def stoodDown(self) -> str:
        down = self._live.state.stood_down if self._live else None
        if self._live is None or down is None:
            return ""
        who = calling(down.by, self._live.session.person)
        return f"{who} stood the room down. You can write on; nothing can be sent or published."

    @Property(str, notify=changed)
    def asked(self) -> str:
        """What is to be changed of the version in review, as those who asked for it said: `Brand asks: quieter, please`."""
        item = self._live.state.items.get(self._draft.item) if self._live and self._draft else None
        if item is None or item.current is None or item.phase != "changes_requested":
            return ""
        asking = [one for one in item.comments if one.asks_changes and one.version == item.current.number]
        return "\n".join(f"{one.role.capitalize() or one.person} asks: {tame_line(one.text, _ASKED)}" for one in asking[-2:])

    @Property(str, notify=ticked)
    def since(self) -> str:
        """The stopwatch since the moment was called."""
        moment = self._live.state.moments.get(self._draft.moment) if self._live and self._draft else None
        return stopwatch(self._live.now() - moment.called_at) if moment and self._live else "00:00"


def _notes(template: Template, draft: Draft, finished: Finished | None) -> dict[str, tuple[str, str, str]]:
    """For each text slot: how long it is, whether it fits, and where it does not."""
    notes = {}
    for slot in template.slots:
        if slot.kind != "text":
            continue
        value = draft.slot(slot.name)
        used = len(graphemes(value))
        parts = [f"{used} of {slot.max_graphemes}" if slot.max_graphemes else str(used)]
        cards = finished.cards if finished is not None and value else ()
        over = next((text.over for card in cards for text in card.texts if text.slot == slot.name and text.over), "")
        lines = _lines(cards, slot.name)
        too_long = bool(slot.max_graphemes) and used > slot.max_graphemes
        if lines:
            parts.append(f"{lines} line{'s' if lines > 1 else ''}")
        if lines and (over or not too_long):
            parts.append("does not fit" if over else "fits")
        notes[slot.name] = (" · ".join(parts), "red" if over or too_long else "green" if lines else "third", "")
    return notes


def _lines(cards: tuple[Card, ...], slot: str) -> int:
    return max((len(text.lines) for card in cards[:1] for text in card.texts if text.slot == slot), default=0)


def _alt_note(draft: Draft, server: Server) -> str:
    limits = [alt_limit(aim.network, server) for aim in draft.aims]
    used = len(graphemes(draft.alt))
    return f"{used} of {min(limits):,}" if limits else str(used)


def _title(draft: Draft, live: LiveRoom) -> str:
    moment = live.state.moments.get(draft.moment)
    return moment.title if moment is not None else "A moment this room does not have"


def _state(draft: Draft, live: LiveRoom) -> str:
    item = live.state.items.get(draft.item)
    if item is None or item.current is None:
        return "draft · saved" if draft.saved_at else "new draft"
    number = f"version {item.current.number}"
    if draft.saved_at:
        return f"editing version {draft.base} · saved" if draft.base else "draft · saved"
    waits = [lanes.label(role) for role in standing(live.state, item).turn if role != "writer"]
    return f"{number} · waits for {' and '.join(waits)}" if waits else number
