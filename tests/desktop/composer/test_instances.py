"""What Mastodon servers say reaches captions and pictures, once a day and never from a rehearsal."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play
from tests.desktop.table_room import TableRoom, plan
from tests.sources.loopback import answer, serving
from tests.waiting import soon
from warroom.compose.counts import USUAL, Server
from warroom.desktop.composer.instances import Instances
from warroom.desktop.drafts import Aim
from warroom.plan.model import Plan, Target
from warroom.review.model import RoomKind

SAYS = {
    "configuration": {
        "statuses": {"max_characters": 5000},
        "media_attachments": {"description_limit": 900, "image_size_limit": 1_000_000, "supported_mime_types": ["image/jpeg"]},
    }
}


def aimed(*hosts: str) -> Plan:
    return msgspec.structs.replace(plan(), targets=tuple(Target("mastodon", f"@crumb@{host}") for host in hosts))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))


def test_a_server_is_asked_once_a_day_and_its_limits_hold(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        async with serving(answer(200, json.dumps(SAYS).encode())) as server:
            host = server.http.removeprefix("http://")
            chair = Chair(TableRoom(tmp_path, "live", aimed(host, "127.0.0.1:9")).seat("Writer 1"))
            instances = Instances(chair.live, chair.tasks, chair.root)
            aim = Aim("mastodon", f"@crumb@{host}", "1x1")
            assert instances.server((aim,)) == USUAL, "before it has answered"
            await soon(lambda: instances.server((aim,)) == Server(5000, 23, 900))
            assert instances.pictures()["mastodon", aim.account].most_bytes == 1_000_000
            other = Aim("mastodon", "@crumb@127.0.0.1:9", "1x1")
            assert instances.server((aim, other)) == Server(500, 23, 900), "the strictest of both"
            assert instances.server((Aim("bluesky", "crumb.example", "1x1"),)) == USUAL
            again = Instances(chair.live, chair.tasks, chair.root)
            assert again.server((aim,)).characters == 5000
            assert len(server.requests) == 1
            await chair.close()

    play(qapp, body)


@pytest.mark.parametrize("kind", ["rehearsal"])
def test_a_rehearsal_asks_nobody(qapp: QApplication, tmp_path: Path, kind: RoomKind) -> None:
    async def body() -> None:
        async with serving(answer(200, json.dumps(SAYS).encode())) as server:
            chair = Chair(TableRoom(tmp_path, kind, aimed(server.http.removeprefix("http://"))).seat("Writer 1"))
            Instances(chair.live, chair.tasks, chair.root)
            assert not [name for name in chair.tasks.running() if name.startswith("Ask")]
            await chair.close()
            assert not server.requests

    play(qapp, body)
