"""A disk whose power can be cut: what was not synced when it happens is lost, as a real disk may lose it.

Every file of the VFS is a real file that SQLite reads and writes; beside it stands what is known to be on the platter: the
bytes at its last sync. `survivors` are those, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import apsw


class PowerVFS(apsw.VFS):
    def __init__(self, name: str) -> None:
        self.name = name
        self.synced: dict[str, bytes] = {}
        self.syncs = 0
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> PowerFile:
        return PowerFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.synced.pop(filename, None)
        super().xDelete(filename, syncdir)

    def survivors(self, folder: Path) -> Path:
        """What a machine would find after the power came back."""
        folder.mkdir()
        for name, content in tuple(self.synced.items()):
            if not name.endswith("-shm"):  # shared memory, never a file on the platter
                (folder / Path(name).name).write_bytes(content)
        return folder


class PowerFile(apsw.VFSFile):
    def __init__(self, vfs: PowerVFS, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._vfs = vfs
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__("", name, flags)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        if self._path:
            self._vfs.synced[self._path] = Path(self._path).read_bytes()
            self._vfs.syncs += 1
