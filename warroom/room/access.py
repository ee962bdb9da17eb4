"""Who is asking: device tokens, join codes, and how often an address may try one. On the event loop's thread.

A code has 8 characters of an alphabet of 32 without look-alikes (40 bits), lives 15 minutes and lets one device in. A token
is 256 random bits. Both are kept only as SHA-256; random values of that size need no slow hash.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import deque
from collections.abc import Sequence

from warroom.review.commands import Actor
from warroom.room.refusals import refusal
from warroom.room.store.rows import CodeRow, TokenRow

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CODE_LENGTH = 8
CODE_LIVES_MS = 15 * 60_000
TRIES = 10
TRIES_WITHIN_MS = 60_000
_MOST_ADDRESSES = 10_000
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "–": None})


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_device() -> str:
    return secrets.token_hex(8)


def new_code() -> str:
    """As it is told and typed: `XXXX-XXXX`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hashed_code(typed: str) -> str:
    """Of a code however it was typed: small letters, without the dash, O for 0, I or L for 1."""
    return hashed(typed.strip().upper().translate(_READ_AS))


class Access:
    def __init__(self, tokens: Sequence[TokenRow], codes: Sequence[CodeRow]) -> None:
        self._tokens = {token.hash: token for token in tokens}
        self._codes = {code.hash: code for code in codes}
        self._tries: dict[str, deque[int]] = {}

    def bearer(self, authorization: str) -> TokenRow:
        """Whose `Authorization` this is. Raises RoomError 401."""
        scheme, _, token = authorization.partition(" ")
        found = self._tokens.get(hashed(token.strip())) if scheme.lower() == "bearer" else None
        if found is None:
            raise refusal(401, "This needs a device token of this room: join it with a code.")
        return found

    def actor(self, authorization: str) -> Actor:
        """As `bearer`, but a person's device: an intake is refused."""
        found = self.bearer(authorization)
        if found.kind != "device":
            raise refusal(403, "Only a person's device may do this.")
        return Actor(found.person, found.device)

    def issued(self, code: CodeRow) -> None:
        self._codes[code.hash] = code

    def admitted(self, token: TokenRow) -> None:
        self._tokens[token.hash] = token

    def take(self, typed: str, address: str, now: int) -> CodeRow:
        """The code as used from here on; give it to `issued` unused again if letting the device in fails. Raises RoomError."""
        self._try(address, now)
        code = self._codes.get(hashed_code(typed))
        if code is None:
            raise refusal(403, "This room has no such code. Look at it again; every character counts.", "code_wrong")
        if code.used:
            raise refusal(403, "This code has let a device in already. Ask the producer for another.", "code_used")
        if now >= code.expires:
            raise refusal(403, "This code's 15 minutes are over. Ask the producer for another.", "code_expired")
        self._tries[address].pop()  # who knows a code is not guessing
        used = CodeRow(code.hash, code.person, code.expires, now)
        self._codes[code.hash] = used
        return used

    def _try(self, address: str, now: int) -> None:
        if len(self._tries) >= _MOST_ADDRESSES:
            self._tries = {key: tries for key, tries in self._tries.items() if tries and tries[-1] > now - TRIES_WITHIN_MS}
        tries = self._tries.setdefault(address, deque())
        while tries and tries[0] <= now - TRIES_WITHIN_MS:
            tries.popleft()
        if len(tries) >= TRIES:
            wait_s = max(1, (tries[0] + TRIES_WITHIN_MS - now + 999) // 1000)
            raise refusal(429, f"Too many tries from this address. Try again in {wait_s} s.", retry_after=wait_s)
        tries.append(now)
