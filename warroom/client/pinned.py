"""TLS to a room whose certificate nobody signed: what is trusted is one certificate, known by its SHA-256 fingerprint."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ssl

from warroom.client.address import Address
from warroom.errors import Unreachable, WarroomError

_TIMEOUT_S = 5.0


class WrongCertificate(WarroomError):
    code = "wrong_certificate"


async def pin(address: Address, fingerprint: str) -> tuple[ssl.SSLContext | None, str]:
    """A context that trusts the room's certificate and no other, and that certificate's fingerprint; None for plain HTTP.

    The certificate is fetched once and compared. With no fingerprint to compare, the first one seen is trusted and returned
    for keeping. Raises WrongCertificate, Unreachable.
    """
    if address.scheme != "https":
        return None, ""
    pem = await _certificate(address)
    seen = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    if fingerprint and not hmac.compare_digest(seen, fingerprint.lower().replace(":", "")):
        raise WrongCertificate(
            "Another machine answers at the room's address: its certificate is not the one you were invited with.",
            "Ask the producer for a new invitation, and do not type the code until it fits.",
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False  # the certificate is known itself; its names say nothing more
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=pem)
    return context, seen


async def _certificate(address: Address) -> str:
    try:
        async with asyncio.timeout(_TIMEOUT_S * 2):
            return await asyncio.to_thread(ssl.get_server_certificate, (address.host, address.port), timeout=_TIMEOUT_S)
    except (OSError, TimeoutError) as error:
        raise Unreachable(
            f"No room answers at {address.host}:{address.port}.", "Is the room open, and is this machine on its network?"
        ) from error
