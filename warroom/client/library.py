"""Where the library's files are: a folder of this machine, or a bucket in S3, with small pictures of them kept by what they are.

    store = open_store("/srv/crumb/library", cache)             # or "s3://crumb/night?endpoint=https://s3.host.example"
    library = await store.library()
    path = await store.file(library.assets[0])                  # the picture itself, on this machine
    small = await store.thumbnail(library.assets[0])

S3 is read with obstore, the optional extra `s3`, under the credentials that the environment names
(`AWS_ACCESS_KEY_ID` and the like); nothing is ever written there.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from warroom.client.keeping import keep
from warroom.compose.library import FILE, Asset, Library, read_library
from warroom.errors import PictureError, StorageError, Unreachable
from warroom.room.thumbnails import Thumbnailer

THUMB = (240, 180)
TIMEOUT_S = 30.0
MOST_BYTES = 60_000_000  # of one asset; a picture the composer admits is far smaller
_AT_ONCE = 4
_MADE = 2  # how small pictures are made: another number makes them anew


@dataclass(frozen=True)
class Found:
    """One file as it is now: where it can be read, how large, and a mark that changes when it does."""

    path: Path | None  # None: it has to be fetched first
    size: int
    mark: str


class Place(Protocol):
    """A folder or a bucket. Both raise PictureError for what is not there, Unreachable for a place that does not answer."""

    async def find(self, file: str) -> Found: ...
    async def fetch(self, file: str, to: Path) -> None: ...


class Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    async def find(self, file: str) -> Found:
        path = self._root / file
        try:
            about = await asyncio.to_thread(path.stat)
        except OSError as wrong:
            if not await asyncio.to_thread(self._root.is_dir):
                raise PictureError(
                    f"The library's folder {self._root} is not on this machine; it is read only where it is.",
                    'Mount it here under the same path, or keep the library in S3: [look] library = "s3://…".',
                ) from wrong
            raise PictureError(f"{file} is not in the library's folder.", f"Put it into {self._root}, or take its entry out.") from wrong
        return Found(path, about.st_size, f"{about.st_size}.{about.st_mtime_ns}")

    async def fetch(self, file: str, to: Path) -> None:
        raise AssertionError("what is in a folder is read where it is")


class Bucket:
    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        endpoint = parse_qs(parts.query).get("endpoint", [""])[0]
        self._name = parts.netloc
        self._prefix = parts.path.strip("/")
        self._store: Any = _s3(self._name, endpoint)

    async def find(self, file: str) -> Found:
        about = await self._ask(self._store.head_async(self._key(file)), file)
        size, mark = int(about["size"]), str(about.get("e_tag") or about["last_modified"])
        if size > MOST_BYTES:
            raise PictureError(f"{file} has {size // 1_000_000} MB; {MOST_BYTES // 1_000_000} are the most.", "Make it smaller.")
        return Found(None, size, f"{size}.{mark}")

    async def fetch(self, file: str, to: Path) -> None:
        answer = await self._ask(self._store.get_async(self._key(file)), file)
        content = await self._ask(answer.bytes_async(), file)
        await asyncio.to_thread(keep, to, bytes(content))

    def _key(self, file: str) -> str:
        return f"{self._prefix}/{file}" if self._prefix else file

    async def _ask(self, asked: Any, file: str) -> Any:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await asked
        except FileNotFoundError as wrong:
            raise PictureError(f"{file} is not in the bucket {self._name}.", "Put it there, or take its entry out.") from wrong
        except TimeoutError as wrong:
            raise Unreachable(f"The bucket {self._name} does not answer in {TIMEOUT_S:.0f} s.", _NETWORK) from wrong
        except Exception as wrong:  # obstore's own errors have no tree of their own that can be named without it
            raise Unreachable(*_refused(self._name, type(wrong).__name__, str(wrong))) from wrong


_CREDENTIALS = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and look at the address in the plan."
_NETWORK = "Look at this machine's network, and at the endpoint in the plan's address."
_CONNECTION = ("HTTP error", "Connect", "dns error")  # as obstore writes of a server that never spoke
_DETAIL = 120  # letters of what obstore said


def _refused(bucket: str, kind: str, said: str) -> tuple[str, str]:
    """What is wrong and what to do; then, for who looks after the bucket, the end of what obstore said, without its tries and times."""
    if kind in ("PermissionDeniedError", "UnauthenticatedError"):
        why, advice = "refuses these credentials", _CREDENTIALS
    elif "169.254." in said or "credentials" in said:  # the address that a machine of Amazon's has its credentials from
        why, advice = "needs credentials, and this machine names none", _CREDENTIALS
    elif any(word in said for word in _CONNECTION):
        why, advice = "cannot be reached", _NETWORK
    elif "status code: 5" in said:
        why, advice = "has trouble of its own", "Open the library again in a minute."
    else:
        why, advice = "does not answer as S3 does", _CREDENTIALS
    detail = (said.splitlines() or [kind])[0].rpartition(" - ")[2].strip(" :.")[:_DETAIL]
    return f"The bucket {bucket} {why}.", f"{advice} (In its own words: {detail}.)"


def _s3(bucket: str, endpoint: str) -> Any:
    try:
        from obstore.store import S3Store
    except ImportError as wrong:
        raise StorageError("Reading a library in S3 needs obstore.", "uv sync --extra s3, or pip install 'warroom[s3]'.") from wrong
    options: dict[str, Any] = {"region": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"}
    if endpoint:
        options |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
        options["client_options"] = {"allow_http": endpoint.startswith("http://")}
    return S3Store(bucket, retry_config={"max_retries": 2, "retry_timeout": dt.timedelta(seconds=10)}, **options)


class LibraryStore:
    """On one event loop. `cache` holds what was fetched and what was made small, under names that change with the file."""

    def __init__(self, where: str, place: Place, cache: Path) -> None:
        self.where = where
        self._place = place
        self._cache = cache
        self._thumbnailer = Thumbnailer()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._last: tuple[str, Library] | None = None  # the mark of the file it was read from

    async def library(self) -> Library:
        """As its library.toml says now. From S3 the last copy serves while the bucket does not answer; the error is raised without one."""
        copy, fetched = self._cache / FILE, self._cache / "fetched" / FILE
        try:
            found = await self._place.find(FILE)
            if self._last is not None and self._last[0] == found.mark:
                return self._last[1]
            if found.path is None:
                await self._place.fetch(FILE, fetched)
        except Unreachable:
            if not copy.is_file():
                raise
            return await asyncio.to_thread(_read, copy, self.where)
        library = await asyncio.to_thread(_read, found.path or fetched, self.where)
        if found.path is None:  # only now: a file with a mistake in it does not take the place of the last that could be read
            await asyncio.to_thread(fetched.replace, copy)
        self._last = (found.mark, library)
        return library

    async def file(self, asset: Asset) -> Path:
        """The picture itself. Raises PictureError, Unreachable, StorageError."""
        found = await self._place.find(asset.file)
        if found.path is not None:
            return found.path
        path = self._cache / "files" / f"{self._digest(asset, found)}{Path(asset.file).suffix.lower()}"
        if not path.is_file():
            await self._place.fetch(asset.file, path)
        return path

    async def thumbnail(self, asset: Asset) -> Path:
        """A small JPEG of the whole of it. Raises as `file` does."""
        async with self._turns:
            found = await self._place.find(asset.file)
            small = self._cache / "small" / f"{self._digest(asset, found)}.{_MADE}.jpg"
            if not small.is_file():
                source = found.path or await self.file(asset)
                await asyncio.to_thread(small.parent.mkdir, parents=True, exist_ok=True)
                await self._thumbnailer.make(source, small, *THUMB, whole=True)
            return small

    async def close(self) -> None:
        await self._thumbnailer.close()

    def _digest(self, asset: Asset, found: Found) -> str:
        return hashlib.sha256(f"{self.where}\0{asset.file}\0{found.mark}".encode()).hexdigest()


def open_store(where: str, cache: Path) -> LibraryStore:
    """Raises StorageError where S3 is meant and obstore is not installed."""
    place: Place = Bucket(where) if where.startswith("s3://") else Folder(Path(where))
    name = hashlib.sha256(where.encode()).hexdigest()[:16]
    return LibraryStore(where, place, cache / name)


def _read(path: Path, where: str) -> Library:
    """Read, and made ready to be searched."""
    library = read_library(path, where)
    library.found()
    return library
