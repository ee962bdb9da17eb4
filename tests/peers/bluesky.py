"""Bluesky's own server as a person's app would use it: an account, a post."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

import httpx

TIMEOUT = 20.0


@dataclass(frozen=True)
class Account:
    """An account on the server at `pds`; `handle` is new each time."""

    pds: str
    handle: str
    did: str
    token: str

    def post(self, text: str, **fields: Any) -> str:
        """Publish a post; its `at://` address. `fields` go into the record, as `embed` or `facets`."""
        created = dt.datetime.now(tz=dt.UTC).isoformat().replace("+00:00", "Z")
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": created, **fields}
        answer = httpx.post(
            f"{self.pds}/xrpc/com.atproto.repo.createRecord",
            json={"repo": self.did, "collection": "app.bsky.feed.post", "record": record},
            headers={"authorization": f"Bearer {self.token}"},
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        return str(answer.json()["uri"])


@dataclass(frozen=True)
class Bluesky:
    """`pds` is an http address, `jetstream` a ws address without a path."""

    pds: str
    jetstream: str

    def account(self) -> Account:
        """A new account with a handle nobody had before."""
        handle = f"t{secrets.token_hex(6)}.test"
        answer = httpx.post(
            f"{self.pds}/xrpc/com.atproto.server.createAccount",
            json={"handle": handle, "email": f"{handle}@mail.example", "password": secrets.token_hex(16)},
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        made = answer.json()
        return Account(self.pds, handle, made["did"], made["accessJwt"])
