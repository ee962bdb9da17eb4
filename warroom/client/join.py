"""Becoming one of a room's devices: a join code, used once, for a token."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from warroom.client.address import Address, BadAddress, parse_address, plain_code
from warroom.client.line import Line
from warroom.errors import Refusal, RoomError, Unreachable
from warroom.wire import PROTOCOL, JoinReply, JoinRequest, RoomCard


@dataclass(frozen=True)
class Joined:
    """All that `Session.open` needs later: `address` names server and room; `fingerprint` is empty over plain HTTP."""

    address: str
    fingerprint: str
    reply: JoinReply


async def join(address_or_invitation: str, code: str, device_name: str) -> Joined:
    """Buy this device's token with a code; an invitation carries its own, used where `code` is empty.

    A typed address has no fingerprint to compare: the certificate seen now is trusted, and kept for every time after.
    Raises BadAddress, WrongCertificate, Unreachable, RoomError (code_wrong, code_used, code_expired, too_many, protocol).
    """
    where = parse_address(address_or_invitation)
    asked = plain_code(code) or where.code
    if not asked:
        raise BadAddress("The join code is missing.", "The producer can read it to you: eight characters, like AB12-CD34.")
    line = await _line(where, typed="://" not in address_or_invitation)
    try:
        reply = await line.call("POST", "join", reply=JoinReply, body=JoinRequest(asked, device_name))
        return Joined(str(line.address), line.fingerprint, reply)
    finally:
        await line.close()


async def _line(where: Address, *, typed: bool) -> Line:
    """To what was named. A room of this machine may be shared, and so speak TLS: who types its address does not say."""
    try:
        return await _opened(where)
    except Unreachable as error:
        if not typed or where.scheme != "http":
            raise
        try:
            return await _opened(dataclasses.replace(where, scheme="https"))
        except Unreachable:
            raise error from None


async def _opened(where: Address) -> Line:
    line = await Line.open(where, fingerprint=where.fingerprint)
    try:
        await _same_version(line)
    except BaseException:
        await line.close()
        raise
    return line


async def _same_version(line: Line) -> None:
    """A code is used up by joining, so a version that cannot talk to the room must not."""
    for card in await line.call("GET", "/v1/rooms", reply=list[RoomCard]):
        if card.room == line.address.room and card.protocol != PROTOCOL:
            raise RoomError(
                409, Refusal("protocol", f"The room speaks version {card.protocol} of the protocol, this program {PROTOCOL}.", {})
            )
