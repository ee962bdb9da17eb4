"""Event plans for tests, written as files."""

from __future__ import annotations

from pathlib import Path

from tests.plan_text import event, rule, table

_PLAN = (
    event(
        "Cup final",
        "2026-07-19T19:00:00+02:00",
        topics={"The match": ["cup final", "lights out", "#cupfinal"]},
        people={"Producer": ["producer", "writer"], "Writer": ["writer"], "Brand lead": ["brand"], "Counsel": ["legal"]},
    )
    + table("lane", name="full")
    + rule("brand", not_author=True, within="5m", then="escalate")
    + rule("legal", not_author=True)
    + table("target", network="bluesky", account="crumb.example")
    + table("target", network="instagram", account="crumb")
)
_GUARDRAILS = """
[guardrails]
block = ["alt_text", "overflow", "caption_length"]
"""


def live_plan(folder: Path, sources: str = "") -> Path:
    """A plan of four people with a full lane; `sources` is TOML."""
    file = folder / "event.toml"
    file.write_text(_PLAN + sources + _GUARDRAILS, "utf-8")
    return file
