"""Secrets that an event plan names and never holds."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)

SERVICE = "warroom"


def secret(name: str) -> str | None:
    """What the system's keyring keeps for warroom under this name; None where it has nothing. May block."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(SERVICE, name)
    except KeyringError as error:
        log.warning("the keyring does not give %s: %s", name, error)
        return None
    if not found:
        log.warning("the keyring has nothing for warroom under %s", name)
    return found or None
