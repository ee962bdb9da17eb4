"""The networks that a plan may name as targets, and how people write their names."""

from __future__ import annotations

_WRITTEN = {
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "x": "X",
    "threads": "Threads",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "linkedin": "LinkedIn",
    "imitation": "Imitation page",
}

NETWORKS = tuple(_WRITTEN)


def network_name(network: str) -> str:
    """As people write it: `Bluesky`; one that no plan may name begins with a capital."""
    return _WRITTEN.get(network.casefold(), network[:1].upper() + network[1:])
