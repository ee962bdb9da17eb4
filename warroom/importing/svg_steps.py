"""In which pieces an SVG is taken: slots whole, and what is painted between two of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from warroom.importing.design import Blend, Notes
from warroom.importing.flatten import BLENDS
from warroom.importing.naming import Asked
from warroom.importing.svg_style import LABEL, effect_of, local

_LAYER = "{http://www.inkscape.org/namespaces/inkscape}groupmode"

Parents = Mapping[Element, Element]


@dataclass
class Step:
    """A slot, where it has a wish; else neighbours. `blend`: how they lie over the slots below."""

    elements: list[Element]
    wanted: Asked | None = None
    blend: Blend = "normal"
    mixed: Element | None = None
    """Whose way of blending that is: the element's, or that of a group around it."""


def steps_of(found: Sequence[tuple[Element, Asked | None]], parents: Parents, notes: Notes) -> list[Step]:
    """What blends with a slot below it is a step of its own; with what is below in its run it is painted."""
    steps: list[Step] = []
    for element, wanted in found:
        if wanted is not None:
            steps.append(Step([element], wanted))
            continue
        mixed = _mixed(element, parents) if any(step.wanted is not None for step in steps) else None
        last = steps[-1] if steps else None
        if last is not None and last.wanted is None and last.mixed is mixed:
            last.elements.append(element)
        else:
            steps.append(Step([element], None, _blend(mixed, notes), mixed))
    return steps


def units_of(run: Sequence[Element], parents: Parents) -> list[list[Element]]:
    """What was drawn as one: the neighbours of one group, unless that is a layer or the whole."""
    units: list[list[Element]] = []
    last: Element | None = None
    for element in run:
        group = parents.get(element)
        loose = group is None or local(group.tag) != "g" or group.get(_LAYER) == "layer"
        if units and not loose and group is last:
            units[-1].append(element)
        else:
            units.append([element])
        last = group
    return units


def _mixed(element: Element, parents: Parents) -> Element | None:
    above: Element | None = element
    while above is not None:
        if effect_of(above, "mix-blend-mode") not in ("", "normal"):
            return above
        above = parents.get(above)
    return None


def _blend(mixed: Element | None, notes: Notes) -> Blend:
    if mixed is None:
        return "normal"
    mode = effect_of(mixed, "mix-blend-mode")
    if mode not in BLENDS:
        name = mixed.get(LABEL) or mixed.get("id") or local(mixed.tag)
        notes.say(f"“{name}” is painted normally over the slots below it: its way of blending, {mode}, is not one a template has.")
    return BLENDS.get(mode, "normal")
