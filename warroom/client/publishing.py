"""Publishing templates from a folder to the room: packed, their files sent as blobs, then one command for all of them or none."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from warroom.client.outbox import write_private
from warroom.compose.pack import Pack
from warroom.ending import end
from warroom.errors import PackError, StorageError
from warroom.review.asking import refusal
from warroom.review.commands import Command, Offered, PublishTemplates
from warroom.review.decide_templates import not_a_publisher
from warroom.review.model import Published, State

if TYPE_CHECKING:
    from warroom.compose.model import Template

log = logging.getLogger(__name__)

AT_ONCE = 6  # files on their way


class Room(Protocol):
    """What publishing needs of a session."""

    @property
    def room(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def state(self) -> State: ...
    async def put_blob(self, path: Path) -> str: ...
    async def send(self, command: Command, *, id: str | None = None) -> object: ...


@dataclass(frozen=True)
class Sent:
    """One template that was published now."""

    key: str
    name: str
    version: int


@dataclass(frozen=True)
class Publication:
    """What came of it. `unchanged` are the names of those that the room had exactly so; `left_out` files that do not travel."""

    sent: tuple[Sent, ...]
    unchanged: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        if not self.sent:
            return f"{_list(self.unchanged)} {'is' if len(self.unchanged) == 1 else 'are'} in the room exactly so already."
        if len(self.sent) == 1:
            said = f"Published {self.sent[0].name}, version {self.sent[0].version}."
        else:
            said = f"Published {len(self.sent)} templates: {_list([f'{one.name} {one.version}' for one in self.sent])}."
        said += f" {_list(self.unchanged)} did not change." if self.unchanged else ""
        return said + (f" Left behind: {_list(self.left_out)}." if self.left_out else "")


@dataclass(frozen=True)
class _Packed:
    pack: Pack
    template: Template


async def publish(room: Room, path: Path, device_folder: Path, over: bool, tell: Callable[[str], None]) -> Publication:
    """`Session.publish`; `device_folder` remembers what this device published."""
    if not set(room.roles) & set(room.state.plan.publish):
        raise not_a_publisher(room.state.plan, "publish templates")
    tell("Reading")
    home, packed, left = await asyncio.to_thread(_packed, path.absolute())
    memory = Memory(device_folder / "published.json", room.room, home)
    templates = room.state.templates
    changed = [one for one in packed if not _same(one.pack, templates.get(one.pack.manifest.key, ()))]
    for one in changed if not over else ():
        _look_for_others(room.person, one.pack, templates.get(one.pack.manifest.key, ()), memory.known)
    if changed:
        await asyncio.to_thread(_try, [one.template for one in changed])
        await _upload(room, changed, tell)
        tell("Publishing")
        await room.send(PublishTemplates(tuple(_offered(one, templates) for one in changed)))
    sent = tuple(_sent(one.pack, room.state) for one in changed)
    versions = {one.pack.manifest.key: len(room.state.templates[one.pack.manifest.key]) for one in packed}
    await asyncio.to_thread(memory.keep, versions)
    unchanged = tuple(one.pack.manifest.name for one in packed if one not in changed)
    return Publication(sent, unchanged, left)


class Memory:
    """Which version of each template this device published or had last, by room and brand folder: what it may replace unasked."""

    def __init__(self, file: Path, room: str, home: Path) -> None:
        self._file, self._place = file, f"{room}\0{home}"

    @property
    def known(self) -> dict[str, int]:
        return self._read().get(self._place, {})

    def keep(self, versions: Mapping[str, int]) -> None:
        """Never raises: what is forgotten is asked about once more."""
        all_places = self._read()
        try:
            write_private(self._file, msgspec.json.encode({**all_places, self._place: {**all_places.get(self._place, {}), **versions}}))
        except StorageError as error:
            log.warning("what was published cannot be remembered: %s", error)

    def _read(self) -> dict[str, dict[str, int]]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, dict[str, int]])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read: %s", self._file, error)
            return {}


def brand_of(path: Path) -> tuple[Path, str]:
    """The brand file that `path` belongs to, and the one template it is or is part of ("" for all of the brand's). Raises PackError."""
    if not path.exists():
        raise PackError(f"{path} is not there.", "Name a template's folder, a brand's, or a file in one of them.")
    for folder in (path, *path.parents):
        if (folder / "template.toml").is_file():
            brand = folder.parent / "brand.toml"
            if not brand.is_file():
                raise PackError(f"{folder.name} has no brand beside it.", f"Put a brand.toml into {folder.parent}.")
            return brand, folder.name
        if (folder / "brand.toml").is_file():
            return folder / "brand.toml", ""
    raise PackError(f"{path} belongs to no template and no brand.", "Name a folder with a template.toml or a brand.toml.")


def _packed(path: Path) -> tuple[Path, tuple[_Packed, ...], tuple[str, ...]]:
    from warroom.compose.pack import left_out, pack_of  # Pillow and the fonts take a while
    from warroom.compose.template import load_brand, load_template, load_templates

    file, key = brand_of(path)
    brand = load_brand(file)
    templates = (load_template(file.parent / key, brand),) if key else load_templates(brand)
    left = tuple(f"{template.key}/{name}" for template in templates for name in left_out(template))
    packed = tuple(_Packed(pack_of(template), template) for template in templates)
    used = {file.resolve() for one in packed for file in one.pack.files.values()}
    if not key and path.is_file() and path.resolve() not in used:
        raise PackError(f"{path.name} is used by no template of this brand.", f"Name it in {file.name} or in a template, then publish it.")
    return file.parent, packed, left


def _try(templates: Sequence[Template]) -> None:
    from warroom.compose.packs import tried

    for template in templates:
        tried(template)


async def _upload(room: Room, packed: Sequence[_Packed], tell: Callable[[str], None]) -> None:
    files = {file.sha256: one.pack.files[file.path] for one in packed for file in one.pack.manifest.files}
    turns, done = asyncio.Semaphore(AT_ONCE), 0

    async def put(sha256: str, path: Path) -> None:
        nonlocal done
        async with turns:
            if await room.put_blob(path) != sha256:
                raise PackError(f"{path.name} was changed while it was being published.", "Publish again.")
        done += 1
        tell(f"Sending {done} of {len(files)}")

    tasks = [asyncio.create_task(put(sha256, path)) for sha256, path in files.items()]
    try:
        await asyncio.gather(*tasks)
    finally:
        await end(tasks)
    with contextlib.ExitStack() as kept:
        for manifest in _manifests(packed, kept):
            await room.put_blob(manifest)


def _manifests(packed: Sequence[_Packed], kept: contextlib.ExitStack) -> list[Path]:
    """Each as a file, as long as `kept` is open. Raises StorageError."""
    try:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="warroom-")))
        for one in packed:
            (folder / one.pack.digest).write_bytes(one.pack.content)
    except OSError as error:
        message = f"What is published cannot be put together in {tempfile.gettempdir()}: {error.strerror or error}."
        raise StorageError(message, "Free some space there.") from error
    return [folder / one.pack.digest for one in packed]


def _same(pack: Pack, versions: tuple[Published, ...]) -> bool:
    return bool(versions) and versions[-1].manifest == pack.digest and not versions[-1].retired_at


def _look_for_others(person: str, pack: Pack, versions: tuple[Published, ...], known: Mapping[str, int]) -> None:
    """Raises RoomError where somebody else published since this device did."""
    base = known.get(pack.manifest.key, 0)
    theirs = [one for one in versions[base:] if one.by != person]
    if theirs:
        message = f"{theirs[-1].by} published version {theirs[-1].version} of {pack.manifest.name}, which this folder was not made from."
        raise refusal("stale_template", f"{message} Look at it, or publish over it.", key=pack.manifest.key, current=len(versions))


def _offered(one: _Packed, templates: Mapping[str, tuple[Published, ...]]) -> Offered:
    key = one.pack.manifest.key
    return Offered(key, one.pack.digest, len(templates.get(key, ())), one.template.digest)


def _sent(pack: Pack, state: State) -> Sent:
    versions = state.templates[pack.manifest.key]
    own = next((one for one in reversed(versions) if one.manifest == pack.digest), versions[-1])
    return Sent(pack.manifest.key, pack.manifest.name, own.version)


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
