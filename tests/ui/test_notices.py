"""A notice is seen at the place it happened, also where its bar takes no room while there is none."""

from __future__ import annotations

from tests.ui.conftest import Stage


async def test_the_first_screen_shows_what_went_wrong_and_lets_go_of_it(stage: Stage) -> None:
    await stage.settle()
    stage.shell.home.notices.tell("first", "The room cannot be opened.", "Choose another folder.", "error", "k")
    await stage.until(lambda: stage.shows("notice.k"))
    assert stage.item("notice.k").height() > 0
    stage.shell.home.notices.dismiss("k")
    await stage.until(lambda: not stage.shows("notice.k"))
