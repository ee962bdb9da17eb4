"""Event plans for tests, written as files."""

from __future__ import annotations

from pathlib import Path

_PLAN = """
format = 1

[event]
name = "Cup final"
starts = 2026-07-19T19:00:00+02:00

[[topic]]
name = "The match"
any = ["cup final", "lights out", "#cupfinal"]

{sources}

[[person]]
name = "Producer"
roles = ["producer", "writer"]
[[person]]
name = "Writer"
roles = ["writer"]
[[person]]
name = "Brand lead"
roles = ["brand"]
[[person]]
name = "Counsel"
roles = ["legal"]

[[lane]]
name = "full"
[[lane.rule]]
role = "brand"
not_author = true
within = "5m"
then = "escalate"
[[lane.rule]]
role = "legal"
not_author = true

[[target]]
network = "bluesky"
account = "crumb.example"
[[target]]
network = "instagram"
account = "crumb"

[guardrails]
block = ["alt_text", "overflow", "caption_length"]
"""


def live_plan(folder: Path, sources: str = "") -> Path:
    """A plan of four people with a full lane; `sources` is TOML."""
    file = folder / "event.toml"
    file.write_text(_PLAN.format(sources=sources), "utf-8")
    return file
