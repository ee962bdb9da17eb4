"""Secrets that an event plan names and never holds: in the system's keyring, and where there is none, in an encrypted file.

The file is `secrets.json` in the program's own folder: AES-256-GCM, one nonce a secret, its name authenticated with it. The key is
made by scrypt of the passphrase in `WARROOM_PASSPHRASE` where that is set; otherwise it is random and lies beside, in `secrets.key`.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from warroom import locations
from warroom.client.outbox import write_private
from warroom.errors import StorageError, WarroomError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

log = logging.getLogger(__name__)

SERVICE = "warroom"
PASSPHRASE = "WARROOM_PASSPHRASE"
Where = Literal["keyring", "passphrase", "file", ""]

_SCRYPT_N = 2**15
_SAID: dict[Where, str] = {
    "keyring": "It is kept in this computer's keyring.",
    "passphrase": (
        f"This computer has no keyring that works. The token is kept in {{file}}, encrypted with your passphrase ({PASSPHRASE}): "
        "without it the file is of no use to anybody, and warroom has to be started with it."
    ),
    "file": (
        "This computer has no keyring that works. The token is kept in {file}, encrypted with a key that lies beside it, both readable "
        "by your account only. That protects a copy of the one file without the other, as in a backup; not from somebody who can use "
        f"your account. A passphrase in {PASSPHRASE} would."
    ),
    "": "",
}


class _Sealed(msgspec.Struct):
    nonce: bytes
    box: bytes
    salt: bytes = b""  # of the passphrase; empty: the key lies beside


def secret(name: str) -> str | None:
    """What is kept for warroom under this name; None where there is nothing, or it cannot be opened. May block."""
    found = _from_keyring(name) or _from_file(name)
    if not found:
        log.warning("no token is kept for warroom under %s", name)
    return found or None


def where(name: str) -> Where:
    """Where that secret is kept; empty: nowhere. May block."""
    if _from_keyring(name):
        return "keyring"
    sealed = _read().get(name)
    if sealed is None or _from_file(name) is None:
        return ""
    return "passphrase" if sealed.salt else "file"


def place() -> Where:
    """Where the next secret will be kept. May block."""
    return "keyring" if _keyring_works() else "passphrase" if os.environ.get(PASSPHRASE) else "file"


def said(kept: Where) -> str:
    """What to tell the person about that place, honestly."""
    return _SAID[kept].format(file=_file())


def keep(name: str, value: str) -> Where:
    """Keep it, and say where it is now. May block. Raises StorageError."""
    if _into_keyring(name, value):
        _forget_in_file(name)
        return "keyring"
    passphrase = os.environ.get(PASSPHRASE, "")
    salt = os.urandom(16) if passphrase else b""
    nonce = os.urandom(12)
    sealed = _Sealed(nonce, _cipher(_key(salt, make=True)).encrypt(nonce, value.encode(), name.encode()), salt)
    write_private(_file(), msgspec.json.encode(_read() | {name: sealed}))
    return "passphrase" if passphrase else "file"


# the keyring


def _keyring_works() -> bool:
    import keyring
    from keyring.backends import fail, null

    return not isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring))


def _from_keyring(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError) as error:
        log.info("the keyring does not give %s: %s", name, type(error).__name__)
        return None


def _into_keyring(name: str, value: str) -> bool:
    """Whether it can be read there again: some keyrings take what they never give."""
    import keyring
    from keyring.errors import KeyringError

    if not _keyring_works():
        return False
    try:
        keyring.set_password(SERVICE, name, value)
        return keyring.get_password(SERVICE, name) == value
    except (KeyringError, RuntimeError) as error:
        log.info("the keyring does not take %s: %s", name, type(error).__name__)
        return False


# the file


def _file() -> Path:
    return locations.home() / "secrets.json"


def _read() -> dict[str, _Sealed]:
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, _Sealed])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read: %s", _file(), error)
        return {}


def _from_file(name: str) -> str | None:
    from cryptography.exceptions import InvalidTag

    sealed = _read().get(name)
    if sealed is None:
        return None
    try:
        return _cipher(_key(sealed.salt)).decrypt(sealed.nonce, sealed.box, name.encode()).decode()
    except (InvalidTag, ValueError):
        log.warning("the token %s in %s cannot be opened with the %s", name, _file(), "passphrase" if sealed.salt else "key beside it")
    except WarroomError as error:
        log.warning("the token %s in %s cannot be opened: %s", name, _file(), error)
    return None


def _forget_in_file(name: str) -> None:
    kept = _read()
    if kept.pop(name, None) is not None:
        write_private(_file(), msgspec.json.encode(kept))


def _key(salt: bytes, *, make: bool = False) -> bytes:
    """Raises StorageError."""
    if salt:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        return Scrypt(salt=salt, length=32, n=_SCRYPT_N, r=8, p=1).derive(os.environ.get(PASSPHRASE, "").encode())
    file = _file().with_name("secrets.key")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        if not make:
            raise StorageError(f"{file} is missing.", "Enter the token again under Sources (F6).") from None
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror or error}.", "Check who may read it.") from error
    key = os.urandom(32)
    write_private(file, key)
    return key


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
