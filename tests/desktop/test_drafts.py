from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.desktop.drafts import Aim, Draft, DraftStore
from warroom.review.model import Filled


def on_disk(folder: Path) -> tuple[Draft, ...]:
    """The drafts that a desktop started now finds there."""
    store = DraftStore(folder)
    store.close()
    return store.all()


def draft(text: str = "Lights out.", item: str = "0195-a", saved_at: int = 1) -> Draft:
    return Draft(
        item=item, moment="m", slots=(Filled("headline", text),), aims=(Aim("bluesky", "crumb.example", "1x1"),), saved_at=saved_at
    )


def test_a_saved_draft_is_there_after_reopening(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    store.save(draft("One"))
    store.save(draft("Two", item="0195-b", saved_at=2))
    store.close()
    again = DraftStore(tmp_path)
    assert [kept.slot("headline") for kept in again.all()] == ["One", "Two"]
    again.drop("0195-a")
    again.close()
    assert [kept.item for kept in on_disk(tmp_path)] == ["0195-b"]


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=40), min_size=1, max_size=30))
def test_the_last_of_many_saves_is_what_is_kept(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    store = DraftStore(folder)
    for text in texts:
        store.save(draft(text))
    assert store.flush()
    store.close()
    (kept,) = on_disk(folder)
    assert kept.slot("headline") == texts[-1]
    assert not list(folder.glob("*.part"))


def test_a_process_killed_while_typing_loses_nothing_that_was_flushed(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from tests.desktop.test_drafts import draft\n"
        "from warroom.desktop.drafts import DraftStore\n"
        "store = DraftStore(pathlib.Path(sys.argv[1]))\n"
        "number = 0\n"
        "while True:\n"
        "    number += 1\n"
        "    store.save(draft(f'Headline {number}'))\n"
        "    if number % 5 == 0 and store.flush():\n"
        "        print(number, flush=True)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdout is not None
        flushed = [int(process.stdout.readline()) for _ in range(8)][-1]
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
    (kept,) = on_disk(tmp_path)
    assert int(kept.slot("headline").split()[1]) >= flushed


def test_a_damaged_file_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    store.save(draft("Good"))
    store.close()
    (tmp_path / "0195-broken.json").write_bytes(b'{"item": "0195-bro')
    assert [kept.slot("headline") for kept in on_disk(tmp_path)] == ["Good"]
    assert (tmp_path / "0195-broken.damaged").exists()


def test_a_full_disk_is_reported_and_the_draft_written_once_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports: list[OSError | None] = []
    told = threading.Event()

    def trouble(error: OSError | None) -> None:
        reports.append(error)
        told.set()

    store = DraftStore(tmp_path, trouble)
    full = OSError(28, "No space left on device")
    with monkeypatch.context() as broken:

        def refuse(_fd: int) -> None:
            raise full

        broken.setattr(os, "fsync", refuse)
        store.save(draft("Kept in memory"))
        assert told.wait(5)
        assert reports == [full]
    store.save(draft("Kept on disk"))
    assert store.flush()
    store.close()
    assert reports[-1] is None
    (kept,) = on_disk(tmp_path)
    assert kept.slot("headline") == "Kept on disk"


def test_a_folder_that_cannot_be_made_yet_keeps_nobody_from_writing(tmp_path: Path) -> None:
    reports: list[OSError | None] = []
    told = threading.Event()

    def trouble(error: OSError | None) -> None:
        reports.append(error)
        told.set()

    (tmp_path / "drafts").touch()
    store = DraftStore(tmp_path / "drafts" / "room", trouble)
    store.save(draft("Kept in memory"))
    assert told.wait(5)
    assert isinstance(reports[0], OSError)
    (tmp_path / "drafts").unlink()
    store.save(draft("Kept on disk"))
    assert store.flush()
    store.close()
    (kept,) = on_disk(tmp_path / "drafts" / "room")
    assert kept.slot("headline") == "Kept on disk"


def test_an_item_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    with pytest.raises(ValueError):
        store.save(draft(item="../elsewhere"))
    store.close()
