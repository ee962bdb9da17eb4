"""The table of an item's life, row by row."""

from __future__ import annotations

from tests.review.driver import Driver


def test_an_item_goes_from_call_to_greenlit() -> None:
    room = Driver()
    item = room.sent()
    assert room.standing(item).stage == "in_review"
    room.sign(item, "Bea", "brand")
    assert not room.standing(item).greenlit
    room.sign(item, "Cole", "legal")
    standing = room.standing(item)
    assert standing.greenlit
    assert standing.stage == "greenlit"
    assert standing.greenlit_at == room.now
    assert standing.blocks == ()
