"""When a picture of the library may be used: words for its licence, and the check that keeps to it."""

from __future__ import annotations

import datetime as dt

from warroom.compose.model import Finding, SlotValues


def why_not(since: dt.date | None, until: dt.date | None, day: dt.date) -> str:
    """Why it may not be used on `day`, without a full stop; empty where it may. Both dates count themselves."""
    if until is not None and day > until:
        return f"its licence ended on {_said(until)}"
    if since is not None and day < since:
        return f"its licence begins on {_said(since)}"
    return ""


def span(since: dt.date | None, until: dt.date | None) -> str:
    """`from 1 May 2026 until 12 July 2026`; `without end` where there is no date."""
    parts = [f"from {_said(since)}" if since else "", f"until {_said(until)}" if until else ""]
    return " ".join(part for part in parts if part) or "without end"


def findings(slots: SlotValues, day: dt.date) -> list[Finding]:
    """One for each picture whose licence does not hold on the event's day; it blocks whatever the plan says."""
    found = []
    for slot, asset in slots.pictures.items():
        why = why_not(asset.since, asset.until, day)
        if why:
            hint = "Take another from the library (K)."
            found.append(Finding("rights", False, "block", f"{slot.replace('_', ' ').capitalize()}: {why}", hint))
    return found


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
