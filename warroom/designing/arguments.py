"""What `warroom template` understands; nothing heavy is imported for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warroom import locations

USUAL = "plain-type"


def shipped_keys() -> tuple[str, ...]:
    """The templates that ship, by the names of their folders."""
    return tuple(file.parent.name for file in sorted((locations.assets() / "templates").glob("*/template.toml")))


def add_template_to(commands: Any) -> None:
    """The arguments of `warroom template`."""
    template = commands.add_parser("template", help="look at a template or brand, make a new one, follow it as it is saved")
    acts = template.add_subparsers(dest="act", metavar="ACT", required=True)
    check = acts.add_parser("check", help="every problem of the files, then every cut with every stress text; exits 0, 1 or 2")
    check.add_argument("folder", type=Path, metavar="DIR", help="a template's folder or a whole brand's")
    check.add_argument("--sheet", type=Path, metavar="OUT.png", help="leave the contact sheet there")
    check.add_argument("--json", action="store_true", help="for a program to read")
    new = acts.add_parser("new", help="a fresh template folder, and the brand where there is none")
    new.add_argument("folder", type=Path, metavar="DIR")
    new.add_argument("--from", dest="source", default=USUAL, metavar="KEY", help=f"one of ours: {', '.join(shipped_keys())}")
    new.add_argument("--brand", action="store_true", help="DIR becomes a brand's folder with that template in it")
    schema = acts.add_parser("schema", help="print the JSON schema of template.toml or brand.toml, for an editor")
    schema.add_argument("which", nargs="?", choices=("template", "brand"), default="template")
    watch = acts.add_parser("watch", help="open the bench: every cut anew as you save")
    watch.add_argument("folder", type=Path, metavar="DIR")
