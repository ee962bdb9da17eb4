from __future__ import annotations

import threading
import wave
from pathlib import Path

import miniaudio
import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play, until
from tests.desktop.table_room import TableRoom
from warroom import locations
from warroom.desktop import sound
from warroom.desktop.sound import AlertSound, NoSound


class Speaker:
    """A device that plays at once what it is given."""

    heard = 0
    closed = 0

    def start(self, stream: object) -> None:
        try:
            while True:
                Speaker.heard += len(stream.send(1_024))
        except StopIteration:
            return

    def close(self) -> None:
        Speaker.closed += 1


@pytest.fixture
def chair(tmp_path: Path) -> Chair:
    return Chair(TableRoom(tmp_path).seat("Writer 1"))


def test_the_sound_is_short_and_not_loud() -> None:
    with wave.open(str(locations.assets() / "sounds" / "alert.wav")) as file:
        frames = file.readframes(file.getnframes())
        assert file.getnframes() / file.getframerate() < 0.8
    samples = memoryview(frames).cast("h")
    assert 3_000 < max(map(abs, samples)) < 24_000


def test_the_whole_sound_is_played_and_the_device_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miniaudio, "PlaybackDevice", Speaker)
    Speaker.heard = Speaker.closed = 0
    sound.play(locations.assets() / "sounds" / "alert.wav")
    assert Speaker.heard > 20_000
    assert Speaker.closed == 1


def test_a_computer_without_a_device_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", none)
    with pytest.raises(NoSound):
        sound.play(locations.assets() / "sounds" / "alert.wav")


def test_it_sounds_only_once_it_is_turned_on_and_once_at_a_time(
    qapp: QApplication, chair: Chair, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    played: list[Path] = []
    go_on = threading.Event()

    def slow(file: Path) -> None:
        played.append(file)
        go_on.wait(10)

    monkeypatch.setattr(sound, "play", slow)

    async def body() -> None:
        alert = AlertSound(chair.tasks, chair.notices, chair.root)
        alert.sound()
        assert not alert._playing
        alert.toggle()
        await until(lambda: played)
        alert.sound()
        alert.sound()
        go_on.set()
        await until(lambda: not alert._playing)
        assert len(played) == 1
        assert "Sound on alerts is on." in chair.told("window")
        alert.toggle()
        alert.sound()
        assert len(played) == 1
        await chair.close()

    play(qapp, body)


def test_no_device_is_said_once_and_again_when_it_is_turned_on_anew(
    qapp: QApplication, chair: Chair, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def none(_: Path) -> None:
        tried.append(1)
        raise NoSound("no device")

    monkeypatch.setattr(sound, "play", none)

    async def body() -> None:
        alert = AlertSound(chair.tasks, chair.notices, chair.root)
        alert.toggle()
        await until(lambda: len(tried) == 1 and not alert._playing)
        words = "This computer has no sound device that answers."
        assert chair.told("window") == [words]
        chair.notices.clear("window")
        alert.sound()
        await until(lambda: len(tried) == 2 and not alert._playing)
        assert chair.told("window") == []
        alert.toggle()
        alert.toggle()
        await until(lambda: len(tried) == 3 and not alert._playing)
        assert chair.told("window") == [words]
        await chair.close()

    play(qapp, body)
