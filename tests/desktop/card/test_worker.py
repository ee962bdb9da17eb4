from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.waiting import until
from warroom.compose.checks import Words
from warroom.compose.model import Card, PictureAsset, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates
from warroom.desktop.card import worker as cards
from warroom.desktop.card.pixels import shown
from warroom.desktop.card.worker import STAGE, CardWorker, Finished, Order
from warroom.plan.model import Guardrails

BOX = (200, 160)


@pytest.fixture(scope="module")
def template() -> Template:
    return next(template for template in shipped_templates() if template.key == "product-on-dark")


class Recorder:
    """Renders nothing: gives one made card of each cut, and remembers what was asked for."""

    def __init__(self, made: dict[str, Card]) -> None:
        self.made, self.asked, self.settled = made, list[tuple[str, str]](), 0

    def render(self, slots: SlotValues, cut: str) -> Card:
        self.asked.append((slots.texts["headline"], cut))
        return dataclasses.replace(self.made[cut])

    def settle(self) -> None:
        self.settled += 1


@pytest.fixture(scope="module")
def recorded(template: Template) -> dict[str, Card]:
    renderer = CardRenderer(template)
    return {cut: renderer.render(SlotValues().with_text("headline", "Dark"), cut) for cut in renderer.cuts}


@pytest.fixture
def recorder(recorded: dict[str, Card]) -> Recorder:
    return Recorder(recorded)


@pytest.fixture
def worker(recorder: Recorder) -> Iterator[CardWorker]:
    made = CardWorker(lambda _template: recorder)
    yield made
    made.close()


def order(template: Template, serial: int, words: str, cut: str) -> Order:
    values = SlotValues().with_text("headline", words)
    return Order(serial, template, values, cut, Words("", "", ()), Guardrails(), dt.date(2026, 11, 21), BOX, (40, 40))


def rgb(image: QImage) -> Image.Image:
    assert image.format() == QImage.Format.Format_RGB32
    return Image.frombuffer("RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "BGRX", image.bytesPerLine(), 1)


def opaque(image: QImage) -> bool:
    return set(bytes(image.constBits())[3::4]) == {255}


def test_unscaled_pixels_are_the_cards_own(recorded: dict[str, Card]) -> None:
    for card in recorded.values():
        image = shown(card.image, card.image.size)
        assert rgb(image).tobytes() == card.image.tobytes()
        assert opaque(image)


def test_scaled_pixels_are_the_cards_own_means() -> None:
    # Resampled, as photos on cards are: Pillow leaves the fourth byte empty then.
    picture = Image.effect_noise((400, 300), 90).convert("RGB").resize((640, 480), Image.Resampling.LANCZOS)
    image = shown(picture, (320, 400))
    assert (image.width(), image.height()) == (320, 240)
    assert opaque(image)
    means = picture.reduce(2)
    assert max(abs(one - other) for one, other in zip(rgb(image).tobytes(), means.tobytes(), strict=True)) <= 2


def test_a_picture_in_pieces_of_memory_is_shown_too() -> None:
    picture = Image.new("RGB", (3000, 2500), (10, 20, 30))
    with pytest.raises(ValueError, match="contiguous"):
        picture.__arrow_c_array__()
    image = shown(picture, (300, 300))
    assert (image.width(), image.height()) == (300, 250)
    assert rgb(image).getpixel((150, 125)) == (10, 20, 30)


def test_the_large_card_comes_first_and_then_every_cut(template: Template, worker: CardWorker, recorder: Recorder) -> None:
    framed, finished = list[str](), list[Finished]()
    worker.framed.connect(lambda name, _serial: framed.append(name), Qt.ConnectionType.DirectConnection)
    worker.finished.connect(finished.append, Qt.ConnectionType.DirectConnection)
    names = [cut.name for cut in template.cuts]
    chosen = names[1]
    worker.want(order(template, 1, "Dark", chosen))
    until(lambda: finished)
    others = [name for name in names if name != chosen]
    assert framed == [STAGE, chosen, *others]
    assert recorder.asked == [("Dark", chosen), *(("Dark", name) for name in others)]
    assert [card.cut for card in finished[0].cards] == [chosen, *others]
    stage = worker.images.get(STAGE)
    assert stage is not None
    assert stage.width() <= BOX[0]
    assert stage.height() == BOX[1]


def test_a_key_soon_after_keeps_the_other_cuts_waiting(
    template: Template, worker: CardWorker, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "REST_S", 5.0)
    finished = list[Finished]()
    worker.finished.connect(finished.append, Qt.ConnectionType.DirectConnection)
    chosen = template.cuts[0].name

    def type_on(name: str, serial: int) -> None:
        if (name, serial) == (STAGE, 1):
            threading.Timer(0.01, worker.want, (order(template, 2, "Darker", chosen),)).start()
        elif name == STAGE:
            monkeypatch.setattr(cards, "REST_S", 0.0)

    worker.framed.connect(type_on, Qt.ConnectionType.DirectConnection)
    worker.want(order(template, 1, "Dark", chosen))
    until(lambda: finished)
    assert [asked for asked in recorder.asked if asked[0] == "Dark"] == [("Dark", chosen)]
    assert finished[0].order.serial == 2
    assert len(finished[0].cards) == len(template.cuts)


def test_what_the_cards_do_not_need_is_let_go_at_rest_and_with_a_picture(
    template: Template, worker: CardWorker, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = list[Finished]()
    worker.finished.connect(finished.append, Qt.ConnectionType.DirectConnection)
    worker.want(order(template, 1, "Dark", template.cuts[0].name))
    until(lambda: finished)
    assert recorder.settled == 0
    picture = PictureAsset("a digest", "photo.jpg", 40, 30)
    plain = order(template, 2, "Darker", template.cuts[0].name)
    worker.want(dataclasses.replace(plain, values=plain.values.with_picture("photo", picture)))
    until(lambda: recorder.settled == 1)
    monkeypatch.setattr(cards, "IDLE_S", 0.01)
    worker.want(dataclasses.replace(plain, serial=3))
    until(lambda: len(finished) == 3 and recorder.settled >= 2)
