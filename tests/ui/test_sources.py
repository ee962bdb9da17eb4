"""The sheet of sources: by key and by pill, and a token entered, tested and kept by hand."""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace

import keyring
import msgspec
import pytest
from keyring.backends import fail
from PySide6.QtGui import QAccessible

from tests.desktop.table_room import TableRoom
from tests.peers.mastodon_small import small_mastodon
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.pictures import assert_as_kept
from warroom import locations
from warroom.intake import secret
from warroom.intake.nudge import Nudges
from warroom.plan.model import Source
from warroom.sources.health import SourceHealth
from warroom.wire import FeedSources

SOCIAL = "social.example"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TableRoom:
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    monkeypatch.delenv(secret.PASSPHRASE, raising=False)
    return with_social(tmp_path, "https://social.example")


def with_social(tmp_path: Path, server: str) -> TableRoom:
    sources = (
        Source("jetstream", "Bluesky"),
        Source("mastodon", SOCIAL, server=server, hashtags=("cupfinal",), token="keyring:social.example"),
        Source("feed", "Wire", url="https://wire.example/sport.xml"),
        Source("wikimedia", "Wikipedia", pages=("Super Bowl XLVII",)),
    )
    return TableRoom(tmp_path, "rehearsal", msgspec.structs.replace(rehearsal_plan(), sources=sources))


def tell(place: Place) -> None:
    now = place.server_now()
    place.say(
        FeedSources(
            (
                SourceHealth("Bluesky", "jetstream", "live", 31.0, now - 3_600_000, "", now - 400),
                SourceHealth(SOCIAL, "mastodon", "failed", 0.0, now - 125_000, "does not let us read this (401)", now - 130_000),
                SourceHealth("Wire", "feed", "waiting", 0.0, now - 40_000, "says too many requests, asked us to wait 300 s"),
                SourceHealth("Wikipedia", "wikimedia", "silent", 0.0, now - 240_000, "no post for 4 min", now - 240_000),
            )
        )
    )


def hosting(folder: Path) -> object:
    folder.mkdir(exist_ok=True)

    async def nothing() -> None: ...

    return SimpleNamespace(trouble="", folder=folder, stop=nothing, leave=nothing)


async def opened(stage: Stage, me: Place, host: object | None) -> None:
    await stage.enter(me, host)
    tell(me)
    await stage.until(lambda: "401" in stage.words())
    await stage.key("F6")
    await stage.until(lambda: stage.shows("sources.list"))
    await stage.until(lambda: stage.item("sources.list").hasActiveFocus())


async def test_f6_shows_every_source_in_full_and_where_tokens_are_entered(stage: Stage, me: Place) -> None:
    await opened(stage, me, None)
    words = stage.words()
    assert "social.example does not let us read this (401)." in words
    assert "Mastodon · social.example · since " in words
    assert "Told to wait" in words
    assert "read by the computer that hosts this room" in words
    name, _ = stage.accessible(f"sources.{SOCIAL}")
    assert name.startswith("social.example, Mastodon at social.example, Not read, social.example does not let us read this (401)., since ")
    await stage.key("J", "E")
    await stage.settle()
    assert not stage.shows("sources.token")
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("sources.list"))


async def test_a_pill_opens_the_sheet_at_its_source(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    tell(me)
    await stage.until(lambda: stage.shows(f"source.{SOCIAL}"))
    await stage.settle()
    await stage.click(f"source.{SOCIAL}")
    await stage.until(lambda: stage.shows("sources.list"))
    await stage.until(lambda: stage.shell.desk.sources.rows.rows[1].chosen)
    assert [number for number, row in enumerate(stage.shell.desk.sources.rows.rows) if row.chosen] == [1]
    assert stage.accessible(f"sources.{SOCIAL}")[0].startswith("social.example, Mastodon")


async def test_a_token_is_tested_kept_and_used_without_being_shown(
    stage: Stage, tmp_path: Path, room: TableRoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    folder = tmp_path / "hosted"
    async with small_mastodon() as peer:
        peer.token = "goodtoken"
        place = Place(with_social(tmp_path / "other", peer.address), "Writer on duty", tmp_path / "me")
        await opened(stage, place, hosting(folder))
        nudges = Nudges(folder)
        await stage.until(lambda: "No token yet" in stage.words())
        await stage.key("J", "E")
        await stage.until(lambda: stage.shows("sources.token"))
        await stage.until(lambda: "This computer has no keyring that works" in stage.words())
        await stage.type("badtoken")
        line = stage.item("sources.token.input")
        assert set(line.property("displayText")) == {"●"}
        told = QAccessible.queryAccessibleInterface(line)
        assert "badtoken" not in told.text(QAccessible.Text.Value) + told.text(QAccessible.Text.Name)
        await stage.key("Enter")
        await stage.until(lambda: "does not accept our token (401)" in stage.item("sources.outcome").property("text"))
        assert secret.secret("social.example") is None
        await stage.key("Ctrl+A")
        await stage.type("goodtoken")
        await stage.key("Enter")
        await stage.until(lambda: "Ann of the desk" in stage.words())
        assert "not from somebody who can use your account" in stage.words()
        assert not stage.shows("sources.token")
        assert stage.item("sources.token.input").property("text") == ""
        assert secret.secret("social.example") == "goodtoken"  # not in a thread: the test's own loop logs results
        assert nudges.take() == (SOCIAL,)
        assert "Token: in an encrypted file." in stage.words()
        await stage.key("R")
        await stage.until(lambda: nudges.take() == (SOCIAL,))
        assert "goodtoken" not in stage.words()
        assert not [target for target in peer.asked if "token" in target]
    assert "goodtoken" not in caplog.text
    assert "badtoken" not in caplog.text
    assert b"goodtoken" not in (locations.home() / "secrets.json").read_bytes()


async def test_esc_leaves_the_field_then_the_sheet_and_nothing_typed_stays(stage: Stage, me: Place, tmp_path: Path) -> None:
    await opened(stage, me, hosting(tmp_path / "hosted"))
    await stage.key("J", "E")
    await stage.until(lambda: stage.shows("sources.token"))
    await stage.type("half")
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("sources.token"))
    assert stage.item("sources.token.input").property("text") == ""
    await stage.until(lambda: stage.item("sources.list").hasActiveFocus())
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("sources.list"))


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
async def test_picture(stage: Stage, me: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, height: int) -> None:
    said = secret.said("file").replace(str(locations.home()), "~/.local/share/warroom")
    monkeypatch.setattr(secret, "said", lambda _: said)
    stage.resize(width, height)
    await opened(stage, me, hosting(tmp_path / "hosted"))
    await stage.key("J", "E")
    await stage.until(lambda: "This computer has no keyring that works" in stage.words() and "No token yet" in stage.words())
    await stage.type("secret")
    await stage.settle()
    assert_as_kept(stage.grab(), f"sources_{width}", tmp_path)
