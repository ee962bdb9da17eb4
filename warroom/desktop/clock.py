"""Clock times, ages and stopwatches as the desktop writes them. Pure; all times in integer milliseconds."""

from __future__ import annotations

import datetime as dt


def clock(ms: int, zone: dt.tzinfo | None) -> str:
    """`20:41:07` in the event's zone."""
    return dt.datetime.fromtimestamp(ms / 1000, zone or dt.UTC).strftime("%H:%M:%S")


def hours_minutes(ms: int, zone: dt.tzinfo | None) -> str:
    return clock(ms, zone)[:5]


def zone_name(starts: dt.datetime) -> str:
    """How the event clock's zone is called: `CET`, or `UTC+2` where it only has an offset."""
    offset = starts.utcoffset() or dt.timedelta()
    hours, rest = divmod(int(abs(offset.total_seconds())) // 60, 60)
    if not hours and not rest:
        return "UTC"
    sign = "−" if offset < dt.timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def age(ms: int) -> str:
    """How old, in one unit: `4s`, `3m`, `2h`, `5d`; never negative."""
    seconds = max(0, ms) // 1000
    if seconds < 100:
        return f"{seconds}s"
    if seconds < 6000:
        return f"{seconds // 60}m"
    if seconds < 172_800:
        return f"{seconds // 3600}h"
    return f"{seconds // 86_400}d"


def span(ms: int) -> str:
    """How long, in words: `12 s`, `3 min`, `2 h 5 min`."""
    seconds = max(0, ms) // 1000
    if seconds < 100:
        return f"{seconds} s"
    if seconds < 6000:
        return f"{seconds // 60} min"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def stopwatch(ms: int) -> str:
    """`02:56`, and `1:02:56` from an hour on."""
    seconds = max(0, ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def count(number: int) -> str:
    """`3,858`; from a million on `2.31M`."""
    return f"{number:,}" if number < 1_000_000 else f"{number / 1_000_000:.2f}M"


def short_count(number: int) -> str:
    """`904`, `1.2k`, `12k`, `1.4M`."""
    if number < 1000:
        return str(number)
    if number < 9950:
        return f"{number / 1000:.1f}k"
    if number < 999_500:
        return f"{round(number / 1000)}k"
    return f"{number / 1_000_000:.1f}M"
