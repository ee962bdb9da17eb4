"""What a plan says of its look, besides the brand: who may publish templates, and where the brand's pictures are."""

from __future__ import annotations

import re
from pathlib import Path

from warroom.plan.model import PUBLISH
from warroom.plan.table import Table


def publish(table: Table) -> tuple[str, ...]:
    """The roles that `[look] publish` names; an empty list lets nobody, none lets the usual ones."""
    if not table.has("publish"):
        return PUBLISH
    return tuple(dict.fromkeys(role for role in table.texts("publish", "designer") if role))


BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^?\s]*)?(\?endpoint=https?://[^\s&?]+)?")


def library(table: Table, plan: Path) -> str:
    """The absolute path of a folder with a `library.toml`, or an address in S3; empty where none is named."""
    written = table.text("library", "library", default="", most=4_000)
    if not written or not isinstance(table.values.get("library"), str):
        return ""
    if written.startswith("s3:"):
        if not BUCKET.fullmatch(written):
            table.wrong("library", f'"{written}" is no address in S3.', 'Write "s3://bucket/folder", and "?endpoint=https://…" behind it.')
        return written
    folder = (plan.resolve().parent / Path(written).expanduser()).resolve()
    if not (folder / "library.toml").is_file():
        table.wrong("library", f"there is no library.toml in {folder}.", "Give the folder's path, seen from the plan's own folder.")
    return str(folder)
