"""Where tokens are kept, and that they are told to nobody."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from warroom import locations
from warroom.intake import secret as kept

Use = Callable[[KeyringBackend], None]
TOKEN = "s3cret-token-words"


class Working(KeyringBackend):
    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Locked(Working):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"locked, and {TOKEN} is not told")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


@pytest.fixture
def use(home: Path, monkeypatch: pytest.MonkeyPatch) -> Use:
    monkeypatch.delenv(kept.PASSPHRASE, raising=False)
    return lambda backend: monkeypatch.setattr(keyring.core, "_keyring_backend", backend)


def files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in locations.home().iterdir() if file.is_file()}


def test_the_keyring_has_it_where_there_is_one(use: Use) -> None:
    use(Working())
    assert kept.place() == "keyring"
    assert kept.keep("social.example", TOKEN) == "keyring"
    assert (kept.secret("social.example"), kept.where("social.example")) == (TOKEN, "keyring")
    assert (kept.secret("other"), kept.where("other")) == (None, "")
    assert not files()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Locked])
def test_without_a_keyring_an_encrypted_file_has_it_and_says_what_that_is_worth(use: Use, backend: type[KeyringBackend]) -> None:
    use(backend())
    assert kept.keep("social.example", TOKEN) == "file"
    assert kept.keep("other", "another") == "file"
    assert (kept.secret("social.example"), kept.secret("other")) == (TOKEN, "another")
    assert kept.where("social.example") == "file"
    there = files()
    assert set(there) == {"secrets.json", "secrets.key"}
    assert not any(TOKEN.encode() in content for content in there.values())
    if os.name != "nt":
        assert {stat.S_IMODE((locations.home() / name).stat().st_mode) for name in there} == {0o600}
    assert "not from somebody who can use your account" in kept.said("file")
    assert str(locations.home()) in kept.said("file")


def test_a_passphrase_is_needed_where_one_was_given(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use(fail.Keyring())
    monkeypatch.setenv(kept.PASSPHRASE, "correct horse")
    assert kept.place() == "passphrase"
    assert kept.keep("social.example", TOKEN) == "passphrase"
    assert kept.secret("social.example") == TOKEN
    assert set(files()) == {"secrets.json"}, "no key lies beside"
    monkeypatch.setenv(kept.PASSPHRASE, "wrong horse")
    assert (kept.secret("social.example"), kept.where("social.example")) == (None, "")


def test_a_lost_key_or_a_swapped_entry_opens_nothing(use: Use) -> None:
    use(fail.Keyring())
    kept.keep("one", TOKEN)
    kept.keep("two", "another")
    file = locations.home() / "secrets.json"
    file.write_bytes(file.read_bytes().replace(b'"one"', b'"three"'))
    assert kept.secret("three") is None
    (locations.home() / "secrets.key").unlink()
    assert kept.secret("two") is None
    file.write_bytes(b"garbage")
    assert kept.secret("two") is None


def test_a_token_moves_into_a_keyring_that_came_back(use: Use) -> None:
    use(fail.Keyring())
    kept.keep("one", TOKEN)
    use(Working())
    assert kept.keep("one", "newer") == "keyring"
    assert kept.secret("one") == "newer"
    use(fail.Keyring())
    assert kept.secret("one") is None


def test_no_token_is_ever_logged(use: Use, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.DEBUG)
    for backend in (Working(), Locked(), fail.Keyring()):
        use(backend)
        kept.keep("one", TOKEN)
        kept.secret("one")
        kept.secret("nothing")
    monkeypatch.setenv(kept.PASSPHRASE, "correct horse")
    kept.keep("one", TOKEN)
    (locations.home() / "secrets.json").write_bytes(b"garbage")
    kept.secret("one")
    assert caplog.records
    assert TOKEN not in caplog.text
    assert "correct horse" not in caplog.text
