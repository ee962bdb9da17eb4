"""`Retry-After`, as seconds from now (RFC 9110, section 10.2.3)."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime


def retry_after(header: str | None, now: dt.datetime | None = None) -> float | None:
    """Seconds to wait, from a number of seconds or an HTTP date; None when absent or unreadable."""
    if not header:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=dt.UTC)
    return max(0.0, (date - (now or dt.datetime.now(dt.UTC))).total_seconds())
