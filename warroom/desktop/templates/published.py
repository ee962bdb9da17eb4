"""Which templates this desktop has: the plan's or ours, overlaid by what designers publish to the room, key by key, while it runs.

What is published is fetched in the background and offered once it can be used; until then, and where it cannot be used here, the
last good version stays. An item is drawn with the pack it was made with; that is fetched when such an item is opened.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from warroom import locations
from warroom.client.change import Change
from warroom.client.packs import Packs
from warroom.compose.model import Template
from warroom.compose.packs import manifest_of
from warroom.desktop.drafts import PLAN, Draft
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.desktop.templates.shelf import Entry, TemplateShelf
from warroom.errors import PackError, Problem, RoomError, StorageError, TemplateError, Unreachable
from warroom.review import made
from warroom.review.events import TemplatePublished, TemplateRetired
from warroom.review.model import Published, State

log = logging.getLogger(__name__)

PLACE = "composer"
AGAIN_S = 2.0  # after which a version that could not be fetched is asked for again


class Templates(QObject):
    """`changed(key)` when the template of that key came, was replaced, was retired, or an older version of it is here now.

    Everything on the GUI's thread, but what reads files.
    """

    changed = Signal(str)
    _broken = Signal(str, object)

    def __init__(self, live: LiveRoom, shelf: TemplateShelf, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._shelf, self._tasks, self._notices = live, shelf, tasks, notices
        self._packs = Packs(live.session, locations.home() / "packs")
        self._planned = {entry.key: entry for entry in shelf.entries}
        self._plan_read: dict[str, Template] = {}
        self._read: dict[str, Template] = {}  # by manifest
        self._offered: dict[str, str] = {}  # key -> the manifest on the shelf
        self._unusable: dict[str, str] = {}  # manifest -> why
        self._busy: set[str] = set()  # keys that are being looked after
        self._later: set[str] = set()  # keys whose newest could not be fetched, until they are looked at again
        self._wanted: dict[str, str] = {}  # manifests of older versions, fetched now -> their key
        self._broken.connect(self._on_broken, Qt.ConnectionType.QueuedConnection)
        live.changed.connect(self._on_change)
        self._look_at_all()

    @property
    def _state(self) -> State:
        return self._live.state

    # --- asked by the composer

    def of(self, draft: Draft) -> Template | None:
        """The template this draft is drawn with; None where there is none, or while it is fetched (`changed` follows)."""
        if draft.pack == PLAN:
            return self._plans(draft.template) or self._shelf.get(draft.template)
        if draft.pack:
            return self._older(draft.template, draft.pack)
        found = self._shelf.get(draft.template)
        versions = self._state.templates.get(draft.template, ())
        return self._older(draft.template, versions[-1].manifest) if found is None and versions else found

    def awaited(self, draft: Draft) -> bool:
        """The template of this draft is known, only not here: nothing else may stand in for it."""
        return draft.pack not in ("", PLAN) or draft.template in self._state.templates

    def pin(self, draft: Draft, template: Template) -> Draft:
        """The draft with `template`: one that keeps to a version keeps to this one now, any other goes on following the newest."""
        if not draft.pack:
            return draft
        return draft.pinned(made.version_of(self._state, template.key, manifest_of(template)), manifest_of(template))

    def newer(self, draft: Draft) -> Template | None:
        """What this draft can be moved on to."""
        manifest = self._offered.get(draft.template, "")
        if not draft.pack or not manifest or manifest == draft.pack:
            return None
        return self._shelf.get(draft.template)

    def news(self, draft: Draft) -> str:
        """`Made with version 7 of Quote, now 9`; empty where the draft has the newest."""
        return made.behind(self._state, draft.template, draft.template_version) if draft.pack else ""

    def made_with(self, template: Template) -> tuple[int, str]:
        """The version and manifest to record of something made with `template`."""
        manifest = manifest_of(template)
        return made.version_of(self._state, template.key, manifest), manifest

    def stop(self) -> None:
        self._packs.stop()

    # --- what the room says

    def _on_change(self, change: Change) -> None:
        if change.reset or (change.link and self._live.session.link.phase == "live"):
            self._look_at_all()
            return
        for logged in change.events:
            if isinstance(logged.body, TemplatePublished | TemplateRetired):
                self._look(logged.body.key)

    def _look_at_all(self) -> None:
        """Those that are here already come onto the shelf together, unread."""
        here = []
        for key in self._state.templates:
            now = made.newest(self._state, key)
            if now is not None and self._offered.get(key) != now.manifest and self._is_here(now):
                self._offered[key] = now.manifest
                here.append(self._entry(key, now))
            else:
                self._look(key)
        if here:
            self._shelf.put(here)
            for entry in here:
                self.changed.emit(entry.key)

    def _is_here(self, version: Published) -> bool:
        return version.manifest not in self._unusable and self._packs.here(version.manifest)

    def _entry(self, key: str, version: Published) -> Entry:
        return Entry(key, version.name, lambda: self._reading(key, version.manifest))

    def _look(self, key: str) -> None:
        """See that what is offered of this key is what the room offers, as far as it can be used here."""
        now = made.newest(self._state, key)
        if now is None:
            self._offered.pop(key, None)
            if any(entry.key == key for entry in self._shelf.entries):
                self._shelf.drop([key])
                self.changed.emit(key)
        elif self._offered.get(key) != now.manifest:
            if self._is_here(now):
                self._offer(key, now)
            elif key not in self._busy:
                self._busy.add(key)
                self._tasks.spawn("Fetch a template", self._settle(key), PLACE)

    async def _settle(self, key: str) -> None:
        """Fetch the newest; where it cannot be used here, the newest that can."""
        try:
            while (now := made.newest(self._state, key)) is not None and self._offered.get(key) != now.manifest:
                good = await self._newest_good(key)
                if good is None or self._offered.get(key) == good.manifest:
                    break
                self._offer(key, good)
        except (RoomError, Unreachable) as error:  # the link says so, unless this alone was lost on the way
            log.warning("template %s could not be fetched, asked for again: %s", key, error)
            if key not in self._later:
                self._later.add(key)
                self._tasks.spawn("Fetch a template again", self._look_later(key), PLACE)
        except StorageError as error:
            self._notices.report(PLACE, error, key=f"{PLACE}:pack:{key}")
        finally:
            self._busy.discard(key)

    async def _look_later(self, key: str) -> None:
        await asyncio.sleep(AGAIN_S)
        self._later.discard(key)
        self._look(key)

    async def _newest_good(self, key: str) -> Published | None:
        for version in reversed(self._state.templates.get(key, ())):
            if version.manifest in self._unusable:
                continue
            try:
                self._read[version.manifest] = await self._packs.template(version.manifest)
            except PackError as error:
                self._refuse(key, version, error)
                continue
            return version
        return None

    def _offer(self, key: str, version: Published) -> None:
        self._offered[key] = version.manifest
        self._shelf.put([self._entry(key, version)])
        if version == made.newest(self._state, key):
            self._notices.dismiss(f"{PLACE}:pack:{key}")
        self.changed.emit(key)

    def _reading(self, key: str, manifest: str) -> Template:
        """On any thread; where it cannot be used, the last good one that is here. Raises TemplateError where there is none."""
        try:
            return self._read_here(manifest)
        except PackError as error:
            self._broken.emit(key, manifest)
            for version in reversed(self._state.templates.get(key, ())):
                if version.manifest != manifest and self._packs.here(version.manifest):
                    with contextlib.suppress(PackError):  # said when somebody wants that one
                        return self._read_here(version.manifest)
            if key in self._planned:
                return self._planned[key].read()
            raise TemplateError((Problem(Path(key), 0, "", error.message, error.hint),)) from error

    def _read_here(self, manifest: str) -> Template:
        if manifest not in self._read:
            self._read[manifest] = self._packs.read(manifest)
        return self._read[manifest]

    def _on_broken(self, key: str, manifest: object) -> None:
        if self._offered.get(key) == manifest and key not in self._busy:
            del self._offered[key]
            self._busy.add(key)
            self._tasks.spawn("Fetch a template", self._settle(key), PLACE)

    def _refuse(self, key: str, version: Published, error: PackError) -> None:
        """Said once, at the place; the version before stays."""
        self._unusable[version.manifest] = error.message
        if version != made.newest(self._state, key):
            return
        stays = "The version before stays." if key in self._offered or version.version > 1 or key in self._planned else ""
        words = f"Version {version.version} of {version.name}, by {version.by}: {error.message}"
        self._notices.tell(PLACE, words, f"{error.hint} {stays}".strip(), "warning", f"{PLACE}:pack:{key}")

    # --- older versions

    def _plans(self, key: str) -> Template | None:
        """As it stands in the plan's own folder, or ours."""
        if key not in self._plan_read and key in self._planned:
            try:
                self._plan_read[key] = self._planned[key].read()
            except TemplateError:
                return None  # the shelf has said why
        return self._plan_read.get(key)

    def _older(self, key: str, manifest: str) -> Template | None:
        found = self._read.get(manifest)
        if found is not None or manifest in self._unusable:
            return found
        if manifest not in self._wanted:
            self._wanted[manifest] = key
            self._tasks.spawn("Fetch a template", self._fetch(key, manifest), PLACE)
        return None

    async def _fetch(self, key: str, manifest: str) -> None:
        place = f"{PLACE}:older:{manifest[:8]}"
        try:
            self._read[manifest] = await self._packs.template(manifest)
            self._notices.dismiss(place)
        except PackError as error:
            self._unusable[manifest] = error.message
            self._notices.report(PLACE, error, key=place)
        except (RoomError, Unreachable, StorageError) as error:
            self._notices.tell(PLACE, "The template this was made with is not on this machine.", error.message, "warning", place)
            await asyncio.sleep(AGAIN_S)  # asked for again by whoever still shows the draft
        finally:
            self._wanted.pop(manifest, None)
        self.changed.emit(key)
