from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from warroom.compose.model import Brand, Cut, Rules, Safe, Slot, Template
from warroom.desktop.composer.desk import Desk, blank, copied
from warroom.desktop.drafts import DraftStore
from warroom.plan.model import Target
from warroom.review.model import Content, Credit, Item, TargetText, Version

TARGETS = (Target("bluesky", "crumb.example"), Target("instagram", "crumb"))
CUTS = ("1x1", "4x5", "16x9", "9x16")


def template(key: str = "reaction", cuts: tuple[str, ...] = CUTS) -> Template:
    brand = Brand(
        name="Crumb",
        path=Path("brand.toml"),
        fonts=(),
        fallback=(),
        emoji="",
        palette={"ink": (1, 2, 3, 255)},
        rules=Rules(),
        logo=None,
        digest="b",
    )
    return Template(
        key=key,
        name=key.capitalize(),
        folder=Path(key),
        brand=brand,
        ground=(0, 0, 0, 255),
        slots=(Slot("photo", "picture", required=True), Slot("headline", "text", max_graphemes=60)),
        cuts=tuple(Cut(name, (1080, 1080), Safe(), ()) for name in cuts),
        digest="t",
    )


@dataclass
class Ticking:
    at: int = 0
    step: int = 5_000

    def __call__(self) -> int:
        self.at += self.step
        return self.at


@dataclass
class Bench:
    store: DraftStore
    clock: Ticking = field(default_factory=Ticking)

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, self.clock)
        self.desk.open(blank("0195-a", "m", template(), TARGETS, "full"))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    store = DraftStore(tmp_path)
    yield Bench(store)
    store.close()


def as_version(bench: Bench, number: int, caption: str | None = None) -> Version:
    draft = bench.desk.draft
    assert draft is not None
    words = draft.caption if caption is None else caption
    content = Content(
        title="t",
        template=draft.template,
        slots=draft.slots,
        cuts=(),
        targets=tuple(TargetText(aim.network, aim.account, aim.cut, words, draft.alt) for aim in draft.aims),
        why=draft.why,
        credits=draft.credits,
    )
    return Version(number=number, digest=str(number) * 64, content=content, author="Writer 1", at=1)


def test_every_change_is_saved_and_can_be_undone(bench: Bench) -> None:
    desk = bench.desk
    assert desk.fill("headline", "Lights out.")
    assert desk.write("caption", "Power out?")
    kept = bench.store.get("0195-a")
    assert kept is not None
    assert (kept.slot("headline"), kept.caption) == ("Lights out.", "Power out?")
    assert desk.undo()
    assert desk.draft is not None
    assert desk.draft.caption == ""
    kept = bench.store.get("0195-a")
    assert kept is not None
    assert kept.caption == ""


def test_writing_the_same_again_is_no_change(bench: Bench) -> None:
    assert bench.desk.write("caption", "Power out?")
    assert not bench.desk.write("caption", "Power out?")


def test_another_picture_takes_the_old_ones_rights_with_it(bench: Bench) -> None:
    desk = bench.desk
    desk.put_picture("photo", "a" * 64, None)
    desk.credit("photo", "own shoot", "ours")
    desk.put_picture("photo", "b" * 64, None)
    assert desk.draft is not None
    assert desk.draft.credits == ()
    desk.undo()
    assert desk.draft.credits == (Credit("photo", "a" * 64, "own shoot", "ours"),)


def test_targets_keep_the_plans_order_and_turn_through_the_cuts(bench: Bench) -> None:
    desk = bench.desk
    desk.toggle(TARGETS[0], CUTS, TARGETS)
    assert desk.draft is not None
    assert [aim.network for aim in desk.draft.aims] == ["instagram"]
    desk.toggle(TARGETS[0], CUTS, TARGETS)
    assert [(aim.network, aim.cut) for aim in desk.draft.aims] == [("bluesky", "1x1"), ("instagram", "4x5")]
    desk.next_cut("bluesky/crumb.example", CUTS)
    assert desk.draft.aims[0].cut == "4x5"


def test_another_template_keeps_the_words_and_moves_targets_to_cuts_it_has(bench: Bench) -> None:
    desk = bench.desk
    desk.fill("headline", "Lights out.")
    desk.template(template("square", ("1x1",)))
    assert desk.draft is not None
    assert desk.draft.slot("headline") == "Lights out."
    assert {aim.cut for aim in desk.draft.aims} == {"1x1"}


def test_taking_theirs_is_one_undo_from_mine(bench: Bench) -> None:
    desk = bench.desk
    desk.write("caption", "Mine")
    theirs = as_version(bench, 3, caption="Theirs")
    desk.take(theirs)
    assert desk.draft is not None
    assert (desk.draft.caption, desk.draft.base) == ("Theirs", 3)
    desk.undo()
    assert (desk.draft.caption, desk.draft.base) == ("Mine", 3)


def test_once_sent_nothing_is_kept_but_what_was_typed_meanwhile_is(bench: Bench) -> None:
    desk = bench.desk
    desk.write("caption", "Power out?")
    version = as_version(bench, 1)
    item = Item(id="0195-a", moment="m", lane="full", title="t", created_at=1, created_by="Writer 1", versions=(version,))
    desk.write("caption", "Power out? Still.")
    desk.sent(item)
    kept = bench.store.get("0195-a")
    assert kept is not None
    assert (kept.caption, kept.base) == ("Power out? Still.", 1)
    desk.write("caption", "Power out?")
    desk.sent(item)
    assert bench.store.get("0195-a") is None
    assert not desk.changed_from(version)


def test_an_edit_is_not_the_command_that_was_being_sent(bench: Bench) -> None:
    desk = bench.desk
    desk.write("caption", "One")
    assert desk.mark_sending("0195-send").sending == "0195-send"
    desk.write("caption", "Two")
    assert desk.draft is not None
    assert desk.draft.sending == ""


def test_a_copy_is_another_item_with_the_same_content(bench: Bench) -> None:
    bench.desk.fill("headline", "Lights out.")
    assert bench.desk.draft is not None
    other = copied(bench.desk.draft, "0195-b")
    assert (other.item, other.base, other.slot("headline")) == ("0195-b", 0, "Lights out.")
