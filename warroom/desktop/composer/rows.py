"""The rows that the composer shows, as plain values: slots to fill, cuts, targets, checks, templates. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from warroom.compose.checks import concerns
from warroom.compose.layer import PictureLayer, StickerLayer
from warroom.compose.model import Brand, Finding, PictureAsset, Slot, SlotValues, Template
from warroom.compose.overlays import over_cut
from warroom.desktop.composer.edit import cut_name
from warroom.desktop.composer.framing import with_framings
from warroom.desktop.drafts import Draft, advice_key
from warroom.desktop.naming import target_name, target_names
from warroom.plan.model import Target
from warroom.plan.networks import network_name


@dataclass(frozen=True)
class SlotRow:
    """`kind` as in the template; `options` are what a choice or colour offers, `swatches` the colours' values in hex."""

    name: str
    kind: str
    label: str
    value: str
    placeholder: str
    note: str
    note_tone: str
    problem: str
    options: tuple[str, ...] = ()
    swatches: tuple[str, ...] = ()
    required: bool = False
    credit_source: str = ""
    credit_rights: str = ""
    credit_problem: str = ""
    picture: str = ""  # its size in pixels
    own: bool = False  # the picture is the brand's: its source and rights are known
    stuck: bool = False  # shown as a sticker: whole, with its own alpha


@dataclass(frozen=True)
class CutRow:
    name: str
    label: str
    networks: str
    aspect: float
    chosen: bool
    tone: str
    words: str


@dataclass(frozen=True)
class OverlayRow:
    """A region of a network's own screen over the card, in parts of it. `covered`: something lies on it, else it is not shown at first."""

    key: str
    across: float  # where it begins
    down: float
    wide: float
    high: float
    words: str
    covered: bool


@dataclass(frozen=True)
class AimRow:
    key: str
    label: str
    account: str
    cut: str
    on: bool
    left: str
    left_tone: str


@dataclass(frozen=True)
class CheckRow:
    key: str
    tone: str
    words: str
    hint: str
    blocking: bool
    advice: str = ""  # what it is set aside by; empty for what is no advice


def slot_rows(
    template: Template, draft: Draft, pictures: dict[str, PictureAsset], notes: dict[str, tuple[str, str, str]]
) -> tuple[SlotRow, ...]:
    """`notes` gives each text slot its note, the note's tone and its problem, as the last render found them."""
    stuck = sticker_slots(template)
    rows = (_slot_row(template.brand, slot, draft, pictures, notes) for slot in template.slots)
    return tuple(replace(row, stuck=row.name in stuck) for row in rows)


def sticker_slots(template: Template) -> tuple[str, ...]:
    """Those that only sticker layers show."""
    layers = [layer for cut in template.cuts for layer in cut.layers]
    covering = {layer.slot for layer in layers if isinstance(layer, PictureLayer)}
    stuck = (layer.slot for layer in layers if isinstance(layer, StickerLayer))
    return tuple(dict.fromkeys(slot for slot in stuck if slot and slot not in covering))


def _slot_row(brand: Brand, slot: Slot, draft: Draft, pictures: dict[str, PictureAsset], notes: dict[str, tuple[str, str, str]]) -> SlotRow:
    note, tone, problem = notes.get(slot.name, ("", "third", ""))
    value = draft.slot(slot.name) or (slot.default if slot.kind != "text" else "")
    credit = draft.credit(slot.name)
    asset = pictures.get(value) if slot.kind == "picture" else None
    needs_credit = slot.kind == "picture" and bool(value)
    return SlotRow(
        name=slot.name,
        kind=slot.kind,
        label=_capital(slot.label or slot.name.replace("_", " ")),
        value=value,
        placeholder=slot.sample,
        note=note,
        note_tone=tone,
        problem=problem,
        options=slot.options if slot.kind in ("choice", "colour") else (),
        swatches=tuple("#{:02x}{:02x}{:02x}".format(*brand.palette[name][:3]) for name in slot.options) if slot.kind == "colour" else (),
        required=slot.required,
        credit_source=credit.source if credit else "",
        credit_rights=credit.rights if credit else "",
        credit_problem="" if not needs_credit else _credit_problem(credit.source if credit else "", credit.rights if credit else ""),
        picture=f"{asset.width} × {asset.height}" if asset else "",
        own=asset is not None and asset.own,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _credit_problem(source: str, rights: str) -> str:
    missing = [word for word, text in (("where it comes from", source), ("by what right we may use it", rights)) if not text.strip()]
    return f"Say {' and '.join(missing)} before sending." if missing else ""


def cut_rows(template: Template, draft: Draft, chosen: str, findings: Iterable[Finding] | None) -> tuple[CutRow, ...]:
    """`findings` is None until the first check of this draft is done: no light is green before that."""
    found = None if findings is None else tuple(findings)
    places = [(aim.network, aim.account) for aim in draft.aims]
    return tuple(
        CutRow(
            name=cut.name,
            label=cut_name(cut.name),
            networks=target_names([(aim.network, aim.account) for aim in draft.aims if aim.cut == cut.name], places),
            aspect=cut.size[0] / cut.size[1],
            chosen=cut.name == chosen,
            tone="third" if found is None else _tone([finding for finding in found if concerns(finding, cut.name)]),
            words=next((finding.text for finding in found or () if concerns(finding, cut.name) and not finding.ok), ""),
        )
        for cut in template.cuts
    )


def _tone(findings: list[Finding]) -> str:
    if any(not finding.ok and finding.level == "block" for finding in findings):
        return "red"
    return "amber" if any(not finding.ok for finding in findings) else "green"


def overlay_rows(networks: tuple[str, ...], cut: str, size: tuple[int, int]) -> tuple[OverlayRow, ...]:
    named = over_cut(networks, cut, size)
    rows = []
    for place, one in enumerate(named):
        region = one.region
        # A badge has room for its own name only; a band says whose it is.
        band = max(region.right - region.left, region.bottom - region.top) > 0.5
        words = f"{' and '.join(network_name(who) for who in one.networks)}: {region.what.lower()}" if band else region.what
        sides = (region.left, region.top, region.right - region.left, region.bottom - region.top)
        rows.append(OverlayRow(f"{cut}/{place}", *sides, words, region.kind == "covered"))
    return tuple(rows)


def whose(networks: tuple[str, ...]) -> str:
    names = [network_name(network) for network in networks]
    return "As on " + (" and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]) if names else ""


def aim_key(network: str, account: str) -> str:
    return f"{network}/{account}"


def aim_rows(targets: Iterable[Target], draft: Draft, left: dict[str, int]) -> tuple[AimRow, ...]:
    """`left` is how many characters each network leaves; a network that is not in it has no limit we know."""
    aims = {aim_key(aim.network, aim.account): aim for aim in draft.aims}
    all_targets = tuple(targets)
    places = tuple((target.network, target.account) for target in all_targets)
    rows = []
    for target in all_targets:
        key = aim_key(target.network, target.account)
        aim = aims.get(key)
        rest = left.get(target.network)
        rows.append(
            AimRow(
                key=key,
                label=target_name((target.network, target.account), places),
                account=target.account,
                cut=cut_name(aim.cut) if aim else "",
                on=aim is not None,
                left="" if rest is None else str(rest),
                left_tone="red" if rest is not None and rest < 0 else "second",
            )
        )
    return tuple(rows)


def check_rows(findings: Iterable[Finding], aside: Sequence[str] = ()) -> tuple[CheckRow, ...]:
    """What blocks first, then advice that is not set aside, then what passed; one row for a check that passed on every cut."""
    rows: dict[str, CheckRow] = {}
    for finding in findings:
        advice = advice_key(finding.check, finding.text) if not finding.ok and finding.level == "advise" else ""
        if advice and advice in aside:
            continue
        key = f"{finding.check}/{'' if finding.ok else finding.cut}/{finding.text}"
        tone = "green" if finding.ok else "red" if finding.level == "block" else "amber"
        rows.setdefault(key, CheckRow(key, tone, finding.text, finding.hint, finding.level == "block" and not finding.ok, advice))
    order = {"red": 0, "amber": 1, "green": 2}
    return tuple(sorted(rows.values(), key=lambda row: order[row.tone]))


def slot_values(template: Template, draft: Draft, pictures: dict[str, PictureAsset]) -> SlotValues:
    """The draft as the renderer takes it. Slots that this template lacks stay in the draft, unused, for the next change of template."""
    values = SlotValues()
    for slot in template.slots:
        value = draft.slot(slot.name)
        if not value:
            continue
        if slot.kind == "text":
            values = values.with_text(slot.name, value)
        elif slot.kind == "choice" and value in slot.options:
            values = values.with_choice(slot.name, value)
        elif slot.kind == "colour" and value in slot.options:
            values = values.with_colour(slot.name, value)
        elif slot.kind == "switch":
            values = values.with_switch(slot.name, value == "on")
        elif slot.kind == "picture" and value in pictures:
            values = values.with_picture(slot.name, _credited(pictures[value], draft, slot.name))
    return values


def _credited(asset: PictureAsset, draft: Draft, slot: str) -> PictureAsset:
    credit = draft.credit(slot)
    known = msgspec.structs.replace(asset, source=credit.source if credit else "", rights=credit.rights if credit else "")
    if credit is not None:
        known = msgspec.structs.replace(known, since=_day(credit.since), until=_day(credit.until))
    return with_framings(known, draft.filled(slot))


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError:  # the room refuses it, too
        return None


def headline(template: Template, draft: Draft) -> str:
    """What the board calls the item: the first text slot that is filled, in one line."""
    for slot in template.slots:
        if slot.kind == "text" and draft.slot(slot.name).strip():
            return " ".join(draft.slot(slot.name).split())
    return ""
