from __future__ import annotations

import pytest
from msgspec.structs import replace

from warroom.desktop.feeds.topics_rows import TopicDraft, parted, topic_row
from warroom.plan.model import Topic

GAME = Topic("The game", ("kick-off", "half time"), ("dome",))


def test_what_is_typed_is_parted_by_commas_and_lines() -> None:
    assert parted(" half   time, kick-off\n\n,dome ") == ("half time", "kick-off", "dome")
    assert parted(" ,\n") == ()


@pytest.mark.parametrize(
    ("topic", "before", "name", "change"),
    [
        (GAME, GAME, "The game", ""),
        (replace(GAME, none=("tickets",)), GAME, "The game", "changed"),
        (GAME, None, "The game", "new"),
        (replace(GAME, name=""), GAME, "No name yet", "changed"),
    ],
)
def test_a_row_says_what_became_of_its_topic(topic: Topic, before: Topic | None, name: str, change: str) -> None:
    row = topic_row(TopicDraft(7, topic, "The game" if before else ""), before, 3, True)
    assert (row.key, row.name, row.change, row.colour, row.chosen) == (7, name, change, 3, True)
    assert row.words == "kick-off, half time, dome"
