"""The templates' small pictures: on disk where there is room, on the screen in any case."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from warroom import locations
from warroom.compose.template import load_brand, load_template
from warroom.desktop.card.images import CardImages, template_image
from warroom.desktop.templates import pictures
from warroom.errors import StorageError


@pytest.mark.parametrize("full", [False, True])
def test_a_picture_is_shown_whether_or_not_the_disk_takes_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path))

    def refuses(path: Path, _content: bytes) -> None:
        raise StorageError(f"A picture cannot be kept in {path.parent}: No space left on device.", "Free some space.")

    if full:
        monkeypatch.setattr(pictures, "keep", refuses)
    shipped = locations.assets() / "templates"
    template = load_template(shipped / "plain-type", load_brand(shipped / "brand.toml"))
    images = CardImages()
    small = pictures.TemplatePictures(images, lambda _key: template)
    with qtbot.waitSignal(small.drawn, timeout=60_000):
        small.want(template.key, 64)
    small.close()
    image = images.get(template_image(template.key))
    assert image is not None
    assert max(image.width(), image.height()) == 64
    assert [file.suffix for file in tmp_path.glob("template-pictures/*")] == ([] if full else [".png"])
