"""The room's own certificate for the local network: self-signed, P-256, known by its SHA-256 fingerprint, which desktops pin."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from warroom.room.folder import RoomFolder, write_private

_LIVES = dt.timedelta(days=825)  # longer, and Apple's systems refuse it


def fingerprint(folder: RoomFolder, addresses: Sequence[str]) -> str:
    """SHA-256 of the certificate in the folder, in hex; made first where there is none. It stays the same ever after."""
    if not (folder.certificate.exists() and folder.key.exists()):
        _make(folder, addresses)
    certificate = x509.load_pem_x509_certificate(folder.certificate.read_bytes())
    return certificate.fingerprint(hashes.SHA256()).hex()


def _make(folder: RoomFolder, addresses: Sequence[str]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "warroom room")])
    now = dt.datetime.now(dt.UTC)
    host = socket.gethostname()
    names: list[x509.GeneralName] = [x509.DNSName(one) for one in dict.fromkeys(("localhost", host, f"{host}.local")) if one.isascii()]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in dict.fromkeys(("127.0.0.1", "::1", *addresses))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))  # a guest's clock may be behind
        .not_valid_after(now + _LIVES)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    write_private(folder.key, key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    write_private(folder.certificate, certificate.public_bytes(serialization.Encoding.PEM))
