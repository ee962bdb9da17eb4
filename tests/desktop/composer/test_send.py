"""What is sent of a card: one file a cut, and one of its own for a network that takes no such file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PIL import Image

from tests.ui.doubles import rehearsal_plan
from warroom.compose.limits import limits
from warroom.compose.model import SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates
from warroom.desktop.composer.edit import cut_name, from_version
from warroom.desktop.composer.send import content, pack
from warroom.desktop.drafts import Aim, Draft
from warroom.review.model import Filled, Version


def test_each_target_is_given_a_file_that_it_takes(tmp_path: Path) -> None:
    template = next(template for template in shipped_templates() if template.key == "breaking-line")
    values = SlotValues(texts={slot.name: slot.sample for slot in template.slots if slot.kind == "text"})
    aims = (Aim("bluesky", "crumb.example", "16x9"), Aim("threads", "@crumb", "16x9"), Aim("instagram", "@crumb", "1x1"))
    slots = tuple(Filled(name, words) for name, words in values.texts.items())
    draft = Draft("i1", "m1", template=template.key, slots=slots, caption="Power out?", alt="A dark stadium from above.", aims=aims)
    parcel = pack(draft, CardRenderer(template), values, rehearsal_plan(), dt.date(2026, 11, 22), tmp_path, ("Lights out", "Blackout"))
    sent = content(parcel)
    cuts = {cut.name: cut for cut in sent.cuts}
    for target in sent.targets:
        cut = cuts[target.cut]
        assert limits(target.network).takes(cut.width, cut.height, cut.size, cut.mime)
        with Image.open(next(file.path for file in parcel.cuts if file.name == target.cut)) as image:
            assert image.size == (cut.width, cut.height)
    assert sent.targets[1].cut == "16x9@threads"
    assert cuts["16x9@threads"].width == 1440
    assert cut_name("16x9@threads") == "16:9 for Threads"
    assert parcel.fingerprint.codecs
    again = from_version("i1", "m1", "full", Version(1, "d" * 64, sent, "Wanda", 1))
    assert again.aims == aims  # the file follows from the card; what a person chose is the cut
