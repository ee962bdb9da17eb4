"""What the Mastodon servers of a live room's targets say of themselves: asked once a day, kept on this device. A rehearsal asks nobody."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from pathlib import Path

import httpx
import msgspec
from PySide6.QtCore import QObject, Signal

from warroom import locations
from warroom.compose.counts import USUAL, Server
from warroom.compose.limits import OwnLimits
from warroom.desktop import device_memory
from warroom.desktop.drafts import Aim
from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.errors import SourceError
from warroom.sources.open import new_client
from warroom.targets.instance import Says, ask
from warroom.targets.networks import instance

DAY_S = 86_400
MASTODON = "mastodon"
log = logging.getLogger(__name__)


class Told(msgspec.Struct, frozen=True):
    says: Says
    at: float  # Unix seconds, by this machine's clock


class Instances(QObject):
    """`changed` when one has answered. Until then, and where none does, a server counts as Mastodon's own does."""

    changed = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._file: Path = locations.home() / "device" / "instances.json"
        self._targets = {target.account: instance(target.account) for target in live.state.plan.targets if target.network == MASTODON}
        self._told: dict[str, Told] = device_memory.recall(self._file, dict[str, Told], {})
        if live.state.kind == "live":
            for host in sorted(set(self._targets.values()) - {""}):
                if host not in self._told or not 0 <= time.time() - self._told[host].at < DAY_S:
                    tasks.spawn(f"Ask {host} what it takes", self._ask(host), "composer")

    def server(self, aims: Iterable[Aim]) -> Server:
        """The strictest of the servers that these targets are on."""
        hosts = [self._targets.get(aim.account, "") for aim in aims if aim.network == MASTODON]
        said = [self._told[host].says.server if host in self._told else USUAL for host in hosts]
        if not said:
            return USUAL
        return Server(min(one.characters for one in said), max(one.link for one in said), min(one.alt for one in said))

    def pictures(self) -> dict[tuple[str, str], OwnLimits]:
        """By network and account: which pictures they take."""
        return {(MASTODON, account): self._told[host].says.pictures for account, host in self._targets.items() if host in self._told}

    async def _ask(self, host: str) -> None:
        try:
            async with new_client() as client:
                says = await ask(client, host)
        except (SourceError, httpx.HTTPError, OSError, TimeoutError) as error:
            log.info("%s did not say what it takes: %s", host, error)
            return
        self._told[host] = Told(says, time.time())
        device_memory.keep(self._file, self._told, "what the servers said")
        self.changed.emit()
