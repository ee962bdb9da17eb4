"""How commands and events are named in JSON: `SignOffItem` is `sign_off_item`."""

from __future__ import annotations


def snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
