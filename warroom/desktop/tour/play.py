"""The story that `warroom tour` plays: the night of the blackout, from the lights going out to a published post.

One desktop hosts a rehearsal and works with keys and clicks alone. Brand is the imitation colleague, in a process of its
own; Legal is a second desktop in another, which sends the card back once, so that Brand has to sign again. Pictures of every
screen are taken on the way.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from warroom.client.children import Child
from warroom.client.session import Session
from warroom.desktop.app import Desktop
from warroom.desktop.tour import design, record
from warroom.desktop.tour.hands import PATIENCE_S, Hands, Stuck
from warroom.desktop.tour.stage import SIZES, perform
from warroom.errors import WarroomError
from warroom.options import DesktopOptions, WallOptions
from warroom.review import lanes
from warroom.review.model import Item
from warroom.review.standing import standing
from warroom.wire import FeedCounts

BRAND, COUNSEL, LEGAL = "Brand lead", "Counsel", "legal"
LONG_S = 120.0
SMALL_CARDS_S = 1.5  # the templates' own come after those of the draft
PICTURED_AFTER_MS = 16_000  # at ten times the pace the pulse shows the lights going out as a step by then

TEMPLATE = "product-on-dark"
PHOTO_TEMPLATE, PHOTO = "reaction-on-photo", "Dark stadium"
HEADLINE_FIRST = "Lights out. Snacks on tonight."
HEADLINE = "Lights out. Snacks on."
CAPTION = "Snack time is not suspended."
ALT = "A lone biscuit in a pool of light in a dark stadium, with the words: lights out, snacks on."
HASTY_HEADLINE = "Lights out. Snacks on at [time tbd]"
HASTY_CAPTION = "Snack time is not suspnded: link here"
WHY = "Everyone is in the dark, and the dark is where our biscuit lives."
NEXT_HEADLINE = "Some things taste better in the dark."
NEXT_CAPTION = "Power out? We've got a light snack."
NEXT_ALT = "A lone biscuit lit from above in a dark stadium."


def main(folder: Path) -> int:
    """Play, and leave pictures, cards and `tour.json` in `folder`; 0.

    Raises WarroomError where the story gets stuck; then what every process wrote is kept in `folder` too.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarroomError(f"{folder} cannot be made: {error.strerror}.", "Name a folder that can be written to.", "storage") from error
    before = os.environ.get("WARROOM_HOME")
    with tempfile.TemporaryDirectory(prefix="warroom-tour-", ignore_cleanup_errors=True) as home:
        os.environ["WARROOM_HOME"] = home
        try:
            out, own = folder.resolve(), Path(home)
            code = perform(DesktopOptions(), lambda desktop: Story(desktop, out, own).play(), folder / "stuck.png", stop_room=True)
        except Stuck:
            _keep_logs(Path(home), folder / "stuck-logs")
            raise
        finally:
            os.environ.pop("WARROOM_HOME")
            if before is not None:
                os.environ["WARROOM_HOME"] = before
    print(f"The tour is over; its pictures and tour.json are in {folder}.")
    return code


def _keep_logs(home: Path, folder: Path) -> None:
    """What every process of the story wrote, before the home made for it is gone."""
    for log in home.rglob("*.log"):
        kept = folder / log.relative_to(home)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(log, kept)


class Story:
    """One run, stage by stage, on the GUI thread."""

    def __init__(self, desktop: Desktop, folder: Path, home: Path) -> None:
        self.shell, self.hands = desktop.shell, Hands(desktop.window)
        self.folder, self.home = folder, home
        self.stages = record.Stages()
        self.pictures: list[str] = []
        self.children: list[Child] = []
        self.counted = 0
        self.designed: record.DesignProof | None = None

    async def play(self) -> None:
        try:
            await self.open()
            await self.call_moment()
            await self.compose()
            await self.send_back_and_mend()
            await self.prepare_next()
            await self.approve()
            await self.design()
            await self.hand_over()
            self.leave_record()
        finally:
            for child in self.children:
                await asyncio.to_thread(child.end)

    @property
    def session(self) -> Session:
        return self.shell.desk.live.session

    @property
    def item(self) -> Item:
        """The item of the story: the first that was made."""
        return min(self.session.state.items.values(), key=lambda item: item.created_at)

    async def open(self) -> None:
        await self.hands.until("the first screen", lambda: self.shell.home.doctor)
        await self.picture("first")
        self.shell.home.seat_colleagues = False
        await self.hands.key("B")
        await self.hands.until("the desk", lambda: self.shell.desk is not None)
        self.shell.desk.stream.counts.connect(self._count)
        await self.hands.until("posts in the feeds", lambda: self.shell.desk.feeds.columns[0].posts.count > 8)
        self.stages.done("rehearsal running")
        for speed in (2, 5, 10):  # times as fast as the night was
            await self.hands.key("Shift+F")
            await self.session_until(f"{speed}×", lambda speed=speed: self.session.state.pace.speed == speed)
        await self.seat_approvers()
        await self.session_until("both approvers", lambda: {BRAND, COUNSEL} <= {seat.person for seat in self.session.presence})
        self.stages.done("approvers joined")

    def _faultless(self) -> bool:
        """The card of what is written now is drawn and checked, and nothing keeps it from being sent."""
        composer = self.shell.desk.composer
        return composer.preview.current and not composer.reasons()

    def _count(self, word: FeedCounts) -> None:
        self.counted += sum(count.count for count in word.counts)

    async def seat_approvers(self) -> None:
        folder = self.shell.hosted_folder
        brand = ["colleagues", "--room-folder", str(folder), "--as", BRAND, "--patience", "0.2"]
        self.children.append(Child.start("brand", brand, self.home / "brand.log"))
        code = await self.session.issue_code(COUNSEL)
        second = self.home / "second"
        second.mkdir()
        legal = ["tour-approver", "--invitation", code.invitation, "--role", LEGAL, "--pictures", str(self.folder)]
        self.children.append(Child.start("legal", legal, self.home / "legal.log", env={**os.environ, "WARROOM_HOME": str(second)}))

    async def call_moment(self) -> None:
        await self.hands.away()
        await self.hands.key("Alt+1", "J", "M")
        await self.session_until("the moment", lambda: self.session.state.moments)
        self.stages.done("moment called")
        await self.hands.key("G")
        await self.session_until("go", lambda: any(moment.decision == "go" for moment in self.session.state.moments.values()))
        self.stages.done("decided: go")

    async def compose(self) -> None:
        await self.hands.key("Alt+5", "C")
        await self.hands.find("composer.slot.headline")
        composer = self.shell.desk.composer
        await self.hands.click(
            f"composer.template.{TEMPLATE}", lambda: any(row.chosen and row.key == TEMPLATE for row in composer.templates.rows.rows)
        )
        await self.hands.until(
            "the template's own fields", lambda: composer.preview.current and composer.preview.finished.order.template.key == TEMPLATE
        )
        await self.look_at_mistakes()
        await self.fill(HEADLINE_FIRST, CAPTION, ALT)
        await self.hands.write("composer.why.input", WHY)
        await self.hands.until("a card without faults", self._faultless)
        self.stages.done("card composed")
        await self.hands.key("F2")
        with self.stages.aside():
            await self.hands.until("every cut rendered and checked", lambda: self.shell.desk.composer.preview.current)
            await asyncio.sleep(SMALL_CARDS_S)
        await self.picture("composer")
        await self.hands.key("Esc", "Esc")
        await self.hands.key("Ctrl+Enter")
        await self.session_until("version 1 in review", lambda: self.session.state.items and len(self.item.versions) == 1)
        self.stages.done("sent for approval")

    async def look_at_mistakes(self) -> None:
        """What a hand in a hurry writes, and all that is said of it beside the card."""
        with self.stages.aside():
            await self.fill(HASTY_HEADLINE, HASTY_CAPTION, HASTY_CAPTION)
            composer = self.shell.desk.composer
            await self.hands.until("what keeps it from being sent", lambda: composer.preview.current and composer.reasons())
            await self.hands.key("F2")
            await asyncio.sleep(SMALL_CARDS_S)
            await self.picture("checks")
            await self.hands.key("Esc", "Esc")

    async def fill(self, headline: str, caption: str, alt: str) -> None:
        await self.hands.write("composer.slot.headline.input", headline)
        await self.hands.write("composer.caption.input", caption)
        await self.hands.write("composer.alt.input", alt)

    async def send_back_and_mend(self) -> None:
        await self.session_until("a change asked for", lambda: self.item.phase == "changes_requested", LONG_S)
        self.stages.done("sent back")
        self.shell.desk.composer.edit(self.item.id)
        await self.hands.find("composer.slot.headline")
        await self.hands.write("composer.slot.headline.input", HEADLINE)
        await self.hands.until("a card without faults", self._faultless)
        await self.hands.key("Esc", "Equal")
        await self.hands.find("composer.versions")
        await self.picture("compare")
        await self.hands.key("Esc", "Ctrl+Enter")
        await self.session_until("version 2 in review", lambda: len(self.item.versions) == 2 and self.item.phase == "in_review")
        self.stages.done("mended and sent again")

    async def prepare_next(self) -> None:
        """The next idea is on the table while the first waits: the desk as it looks in the middle of the work."""
        await self.hands.key("Esc", "Alt+5", "C")
        await self.hands.find("composer.slot.headline")
        await self.fill(NEXT_HEADLINE, NEXT_CAPTION, NEXT_ALT)
        await self.frame_a_picture()
        await self.look_at_variations()
        await self.hands.until("the next card without faults", self._faultless)
        await self.hands.key("Esc")
        with self.stages.aside():
            await self.session_until("a night that has gone on for a while", self._dark_for_long)
        await self.picture("desk")
        await self.wall()
        self.stages.done("next card composed")

    async def frame_a_picture(self) -> None:
        """A photo of the brand's own onto the card, brought closer and pulled aside, with what the networks lay over it."""
        composer = self.shell.desk.composer
        await self.hands.key("Esc")
        composer.chooseTemplate(PHOTO_TEMPLATE)
        await self.hands.until("a place for a photo", lambda: composer.preview.current and composer.shown.slots.find("photo") >= 0)
        composer.takeOwn("photo", next(row.digest for row in composer.shown.library.rows if row.name == PHOTO))
        await self.hands.until("the photo on the card", lambda: composer.preview.current and composer.frame.there)
        await self.hands.wheel("composer.hand", 2)
        await self.hands.drag("composer.hand", -40, 30)
        await self.hands.until("the photo framed", lambda: composer.preview.current and composer.frame.framed)
        await self.hands.key("S")
        await self.picture("framing")
        await self.hands.key("S", "S")

    async def look_at_variations(self) -> None:
        variations = self.shell.desk.composer.variations
        await self.hands.key("V")
        await self.hands.until("every variation", lambda: variations.rows.count >= 3 and all(row.ready for row in variations.rows.rows))
        await self.picture("variations")
        await self.hands.key("Esc")

    async def wall(self) -> None:
        """The room's wall, as a screen of 85 inches shows it to people six metres away."""
        with self.stages.aside():
            self.shell.wall.begin(WallOptions(inches=85))
            await self.hands.until("the wall", self._wall_window)
            window = self._wall_window()
            assert window is not None
            window.showNormal()
            for name, width, height in SIZES:
                await Hands(window).picture(self.folder / f"wall{name}.png", width, height)
                self.pictures.append(f"wall{name}.png")
            self.shell.wall.close()

    def _wall_window(self) -> QQuickWindow | None:
        windows = (window for window in QGuiApplication.topLevelWindows() if window.objectName() == "wallWindow" and window.isVisible())
        return next(windows, None)

    def _dark_for_long(self) -> bool:
        called = next(iter(self.session.state.moments.values())).called_at
        return self.session.server_now() - called >= PICTURED_AFTER_MS

    async def approve(self) -> None:
        await self.session_until("greenlit", lambda: standing(self.session.state, self.item).greenlit, LONG_S)
        self.stages.done("signed by two, greenlit")

    async def design(self) -> None:
        self.designed = await design.design(self.hands, self.shell, self.home / "crumb", self.folder, self.picture)
        self.stages.done("a template edited, published, on the second desktop")

    async def hand_over(self) -> None:
        await self.hands.key("Alt+3")
        self.shell.desk.board.choose(self.item.id)
        await self.hands.key("P")
        await self.hands.find("publish.confirm")
        await self.hands.key("Enter")
        await self.hands.find("handoff")
        for place in range(len(self.item.targets)):
            await self.hands.key("S")
            await self.hands.find("imitation.post")
            for part in ("picture", "caption", "alt"):
                button = f"imitation.put.{part}"
                await self.hands.click(button, lambda button=button: not self.hands.shows(button))
            if place == 0:
                await self.picture("handoff")
            await self.hands.click("imitation.post", lambda: self.hands.shows("imitation.link"))
            await self.hands.click("handoff.posted", lambda place=place: self.item.targets[place].phase == "posted")
            await self.hands.until("an empty hand", lambda: not self.shell.desk.handoff.hand.active)
        await self.session_until("published", lambda: self.item.phase == "published")
        self.stages.done("handed over, published")
        await self.picture("published")

    def leave_record(self) -> None:
        item, version = self.item, self.item.current
        assert version is not None
        assert self.designed is not None
        cuts = []
        for cut in version.content.cuts:
            handed = next(iter(sorted((self.home / "hand-off").rglob(f"*{cut.name}*.*"))), None)
            if handed is None:
                raise Stuck(f"The cut {cut.name} was not handed over.")
            digest = record.digest_of(handed)
            cuts.append(record.CutProof(cut.name, cut.blob, digest, digest == cut.blob))
            shutil.copyfile(handed, self.folder / f"card-{cut.name}{handed.suffix}")
        stands = standing(self.session.state, item)
        counts = record.Counts(
            posts_counted=self.counted,
            posts_on_desk=sum(column.posts.count for column in self.shell.desk.feeds.columns),
            sign_offs=sum(len(rule.given) for rule in stands.rules),
            sign_offs_void=sum(lanes.why_lost(self.session.state, item, sign_off) is not None for sign_off in item.sign_offs),
            versions=len(item.versions),
            targets_posted=sum(target.phase == "posted" for target in item.targets),
            pictures=len(self.pictures) + len(SIZES),
        )
        state = self.session.state
        total = round(sum(self.stages.seconds.values()), 3)
        pictures = (*self.pictures, *(f"review{name}.png" for name, _, _ in SIZES))
        record.write(
            self.folder,
            record.Tour(state.plan.event.name, state.kind, self.stages.seconds, total, tuple(cuts), counts, self.designed, pictures),
        )

    async def picture(self, screen: str) -> None:
        with self.stages.aside():
            await self.hands.away()
            await asyncio.sleep(0.5)  # thumbnails come from a thread
            for name, width, height in SIZES:
                await self.hands.picture(self.folder / f"{screen}{name}.png", width, height)
                self.pictures.append(f"{screen}{name}.png")

    async def session_until(self, what: str, true: Callable[[], object], timeout: float = PATIENCE_S) -> None:
        """Wait for the room, as long as the approvers are at work or have done theirs."""

        def look() -> object:
            for child in self.children:
                if child.ended() not in (None, 0):
                    raise Stuck(f"The tour's {child.name} desktop ended early.", child.last_words())
            return true()

        await self.hands.until(what, look, timeout)
