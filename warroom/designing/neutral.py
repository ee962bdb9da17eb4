"""What a new brand begins with in place of ours: greys as light as our colours, a logo that says that it is none, and the art named.

A new template is made of one of an invented brand's. Nobody should find that brand's logo or orange on a card of theirs.
"""

from __future__ import annotations

import re

import numpy as np

from warroom.compose.contrast import luminance

LOGO = "logo.svg"
LOGO_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 913 150">
  <!-- Stands where your logo belongs: save yours over it. As wide as this it fits every template; wider than high in any case. -->
  <title>Your logo</title>
  <rect width="913" height="150" rx="24" fill="#17181c"/>
  <g fill="none" stroke="#ffffff" stroke-width="16" stroke-linejoin="round">
    <rect x="28" y="28" width="857" height="94" rx="12" stroke-width="4" stroke-dasharray="14 12"/>
    <path d="M330 50v50h46"/>
    <rect x="404" y="50" width="50" height="50" rx="6"/>
    <path d="M536 50h-44v50h44v-26h-18"/>
    <rect x="570" y="50" width="50" height="50" rx="6"/>
  </g>
</svg>
"""
REPLACE = "# of an invented brand: put your own here"
_COLOUR = re.compile(r'^([\w-]+ = )"(#[0-9A-Fa-f]{6})"', re.MULTILINE)
_ART = re.compile(r'^(file = "((?:assets:templates/[\w/.-]*|biscuit|bitten|crumbs|face|sticker)\.?(?:png|svg|jpg)?)")[ \t]*$', re.MULTILINE)
_INK_LOGO = '"assets:templates/logo-ink.svg"'
_LOGO = '"brand:logo"'


def greys(brand: str) -> str:
    """A brand file with every colour of its palette as the grey that is as light, so that what could be read still can."""
    head, mark, rest = brand.partition("[palette]\n")
    palette, line, after = rest.partition("\n[")
    return head + mark + _COLOUR.sub(lambda found: f'{found[1]}"{_grey(found[2])}"', palette) + line + after


def _grey(colour: str) -> str:
    light = luminance(np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)]], dtype=np.uint8))[0]
    steps = luminance(np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1))
    return "#" + f"{int(np.abs(steps - light).argmin()):02X}" * 3


def without_our_logo(text: str, has_logo: bool, notes: list[str]) -> str:
    """The template with the brand's logo for ours; where the brand has none, with the drawing above, a file of the template's own."""
    if _INK_LOGO in text and has_logo:
        notes.append("The logo stands on a light ground here: see that it can be read, or name another form of it.")
    text = text.replace(_INK_LOGO, _LOGO)
    if has_logo:
        return text
    notes.append(
        f"The brand has no logo: {LOGO} in this folder stands in. Save yours over it, or add [logo] to brand.toml and name brand:logo."
    )
    return re.sub(rf"^file = {_LOGO}\n(?:logo = true\n)?", f'file = "{LOGO}"\nlogo = true\n', text, flags=re.MULTILINE)


def art_named(text: str, notes: list[str]) -> str:
    """The template with a remark wherever it shows the invented brand's product."""
    art = sorted({found[2].rsplit("/", 1)[-1] for found in _ART.finditer(text)})
    if art:
        notes.append(f"{', '.join(art)}: the product of an invented brand. Put yours in its place; the lines are marked.")
    return _ART.sub(lambda found: f"{found[1]}  {REPLACE}", text)
