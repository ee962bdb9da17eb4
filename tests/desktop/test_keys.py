from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from warroom.desktop.keys import Keys, key_name

NONE, SHIFT, CTRL = (Qt.KeyboardModifier(m).value for m in (0, 0x02000000, 0x04000000))


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "name"),
    [
        (Qt.Key.Key_J, NONE, "j", "J"),
        (Qt.Key.Key_J, SHIFT, "J", "Shift+J"),
        (Qt.Key.Key_Question, SHIFT, "?", "?"),
        (Qt.Key.Key_BracketLeft, NONE, "[", "["),
        (Qt.Key.Key_Space, NONE, " ", "Space"),
        (Qt.Key.Key_Return, NONE, "\r", "Enter"),
        (Qt.Key.Key_Return, CTRL, "\r", "Ctrl+Enter"),
        (Qt.Key.Key_Escape, NONE, "\x1b", "Esc"),
        (Qt.Key.Key_S, CTRL | SHIFT, "\x13", "Ctrl+Shift+S"),
        (Qt.Key.Key_F1, NONE, "", "F1"),
        (Qt.Key.Key_Down, NONE, "", "Down"),
    ],
)
def test_keys_are_called_as_on_their_caps(key: Qt.Key, modifiers: int, text: str, name: str) -> None:
    assert key_name(key.value, modifiers, text) == name


def test_a_key_does_what_it_does_here_and_nothing_elsewhere() -> None:
    done: list[str] = []
    ready = [True]
    keys = Keys()
    keys.add("feeds", "feeds.next", "Next post", "J Down", lambda: done.append("next"), repeats=True)
    keys.add("board", "board.next", "Next item", "J", lambda: done.append("item"))
    keys.add("feeds", "feeds.moment", "Call a moment", "M", lambda: done.append("moment"), ready=lambda: ready[0])
    keys.publish()
    assert keys.press("feeds", Qt.Key.Key_J.value, 0, "j", False)
    assert keys.press("board", Qt.Key.Key_J.value, 0, "j", False)
    assert keys.press("feeds", Qt.Key.Key_Down.value, 0, "", True)
    assert done == ["next", "item", "next"]
    assert keys.press("feeds", Qt.Key.Key_M.value, 0, "m", True)  # taken, but a key held down calls no second moment
    assert done == ["next", "item", "next"]
    ready[0] = False
    assert not keys.press("feeds", Qt.Key.Key_M.value, 0, "m", False)
    assert not keys.press("pulse", Qt.Key.Key_J.value, 0, "j", False)


def test_a_shortcut_reaches_over_the_sheets_it_names_and_no_other() -> None:
    keys = Keys()
    keys.add("anywhere", "send", "Send", "Ctrl+Enter", lambda: None)
    keys.add("anywhere", "save", "Save", "Ctrl+S", lambda: None, over="topics")
    keys.add("anywhere", "down", "Stand down", "Ctrl+Shift+S", lambda: None, over="*")

    def reach() -> list[str]:
        return [id for id in ("send", "save", "down") if keys.reaches(id, keys.covered)]

    assert reach() == ["send", "save", "down"]
    keys.cover("shell", "topics")
    assert reach() == ["save", "down"]
    keys.cover("desk", "desk")
    assert reach() == ["down"]
    keys.cover("shell", "")
    assert reach() == ["down"]
    keys.cover("desk", "")
    assert reach() == ["send", "save", "down"]
    assert not keys.reaches("no such", "")


def test_the_palette_finds_by_words_place_and_key_what_can_be_done_now() -> None:
    keys = Keys()
    keys.add("feeds", "feeds.moment", "Call a moment on this post", "M", lambda: None)
    keys.add("anywhere", "room.down", "Stand down", "Ctrl+Shift+S", lambda: None)
    keys.add("board", "board.publish", "Publish the item", "P", lambda: None, ready=lambda: False)
    keys.publish()
    keys.query = "moment feeds"
    assert [row.id for row in keys.found.rows] == ["feeds.moment"]
    keys.query = "ctrl+shift+s"
    assert [row.id for row in keys.found.rows] == ["room.down"]
    keys.query = "publish"
    assert not keys.found.rows
    assert [row.id for row in keys.all.rows] == ["room.down", "feeds.moment", "board.publish"]
