"""Pictures on their way into a slot: dropped, pasted, picked or from the brand's library; admitted by a child process."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from PIL import Image

from warroom.client.keeping import keep
from warroom.compose.admitting import Admitter, Glance
from warroom.compose.library import Asset, Library
from warroom.compose.model import PictureAsset, Slot, Template
from warroom.compose.pictures import LibraryPicture, sample_pictures
from warroom.desktop.composer.picture_gate import PictureGate
from warroom.desktop.drafts import Draft
from warroom.desktop.live import LiveRoom
from warroom.errors import PictureError, StorageError
from warroom.review.model import Credit

Look = tuple[tuple[int, int], Callable[[Glance], None]]
"""How large a first look is wanted, and whom to tell."""


class Pictures:
    """Every picture that drafts of this room use, by digest, as files in `folder`. Made and used on the loop's thread."""

    def __init__(self, folder: Path, live: LiveRoom) -> None:
        self._folder = folder
        self._live = live
        self.gate: PictureGate | None = None
        self.placed: dict[str, str] = {}  # by the library's name for it: the digest under which it is used
        self._admitter = Admitter()
        self.library: tuple[LibraryPicture, ...] = sample_pictures()
        self.assets: dict[str, PictureAsset] = {picture.asset.digest: picture.asset for picture in self.library}

    async def take(
        self, picture: Path | bytes, name: str, slot: Slot, day: dt.date, known: Asset | None = None, glance: Look | None = None
    ) -> PictureAsset:
        """Admit a picture, from outside or (`known`) from the library. StorageError, or PictureError: also for one too small for the
        slot, for one that a feed shows, and for one of the library's that may not be used on that day, however it comes. `glance` is
        told of a first look as soon as there is one, on another thread."""
        gate = self.gate if known is None else None
        if gate is not None:
            known = await asyncio.to_thread(gate.look, picture, name)
            gate = gate if known is None else None  # the library's own goes before what the feeds show
        why = known.why_not(day) if known is not None else ""
        if known is not None and why:
            raise PictureError(f"{known.title} cannot be used: {why}.", "Choose another in the library (K).")
        size, seen = glance or ((0, 0), lambda _glance: None)
        admitted = await asyncio.to_thread(self._admitter.admit, picture, self._folder, name, size, _unless_shown(seen, gate, name))
        if gate is not None:
            await asyncio.to_thread(gate.compare, admitted.likeness, name)
        least = slot.min_px
        if admitted.width < least[0] or admitted.height < least[1]:
            raise PictureError(
                f"{name or 'The picture'} has {admitted.width} × {admitted.height} pixels; this slot needs {least[0]} × {least[1]}.",
                "Use a larger one: enlarging it would show.",
            )
        if known is not None:
            ours = msgspec.structs.replace(admitted.asset(known.source, known.rights, True), since=known.since, until=known.until)
            self.assets[admitted.digest] = ours
            self.placed[known.file] = admitted.digest
        return self.assets.setdefault(admitted.digest, admitted.asset())

    def warm(self) -> None:
        """Have ready what admits pictures: the first one dropped is not to wait for it. Returns at once."""
        threading.Thread(target=self._admitter.warm, name="warming", daemon=True).start()

    def close(self) -> None:
        self._admitter.close()

    def shipped(self) -> tuple[Library, dict[Path, Asset]]:
        """The pictures that ship, as a library: what a room has whose plan names none."""
        files = {}
        for one in self.library:
            asset = one.asset
            files[Path(asset.path)] = Asset(asset.path, one.name, "picture", one.shows, (), (), asset.source, asset.rights)
        return Library("", tuple(files.values())), files

    async def fetch(self, draft: Draft, template: Template) -> bool:
        """Have every picture of a draft that came from another desktop; True when one was missing here. Raises what `blob` raises."""
        missing = [draft.slot(slot.name) for slot in template.slots if slot.kind == "picture" and self.missing(draft.slot(slot.name))]
        for digest in missing:
            kept = self._kept(digest) or await self._fetched(digest)
            with Image.open(kept) as image:
                self.assets[digest] = PictureAsset(digest=digest, path=str(kept), width=image.width, height=image.height)
        return bool(missing)

    def missing(self, digest: str) -> bool:
        return bool(digest) and digest not in self.assets

    def credit(self, slot: str, asset: PictureAsset) -> Credit | None:
        """What the library knows of its own pictures; None for those from outside: a person has to say it."""
        if not asset.own:
            return None
        since, until = (day.isoformat() if day is not None else "" for day in (asset.since, asset.until))
        return Credit(slot, asset.digest, asset.source, asset.rights, since, until)

    def own(self, digest: str) -> bool:
        asset = self.assets.get(digest)
        return asset is not None and asset.own

    def _kept(self, digest: str) -> Path | None:
        return next(iter(self._folder.glob(f"{digest}.*")), None)

    async def _fetched(self, digest: str) -> Path:
        """From the room, once the limited child could decode it, under a name whose ending says what it is, for the renderer's decoder.
        The room's bytes stay as they are: their digest is what was signed. Raises PictureError for what cannot be used, StorageError."""
        blob = await self._live.session.blob(digest)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder, prefix="looked-at-") as aside:
                looked = await asyncio.to_thread(self._admitter.admit, blob, Path(aside), "A picture of this item")
            kept = self._folder / f"{digest}.{'png' if looked.format == 'PNG' else 'jpg'}"
            await asyncio.to_thread(lambda: keep(kept, blob.read_bytes()))
        except OSError as wrong:
            raise StorageError(f"The picture cannot be kept: {wrong.strerror or wrong}.", "Make room on the disk and try again.") from wrong
        return kept


def _unless_shown(seen: Callable[[Glance], None], gate: PictureGate | None, name: str) -> Callable[[Glance], None]:
    """Told of no first look at a picture that a feed shows: that would already be in the card."""

    def tell(glance: Glance) -> None:
        try:
            if gate is not None:
                gate.compare(glance.likeness, name, parts=False)
        except PictureError:
            return  # the whole picture is refused in a moment, with these words
        seen(glance)

    return tell
