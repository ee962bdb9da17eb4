"""Jetstream frames of our own writing, as many as a benchmark wants, and a server process that sends them over TLS.

`python -m tests.benchmarks.intake_traffic CERT KEY FRAMES ROUNDS` prints its port, then sends to whoever connects.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import random
import ssl
import struct
import sys
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from picows import WSListener, WSTransport, WSUpgradeRequest, ws_create_server

MATCHING = 0.2
_ROUND = b"3zzzz00"  # stands in every frame's keys and text; each round has its own number there
_HEADS = [
    "red",
    "blue",
    "late",
    "first",
    "last",
    "quiet",
    "loud",
    "brave",
    "golden",
    "silver",
    "broken",
    "open",
    "hidden",
    "sudden",
    "early",
    "empty",
]
_HEADS += ["crowded", "frozen", "midnight", "final"]
_TAILS = ["whistle", "kickoff", "curtain", "anthem", "corner", "trophy", "encore", "lineup", "replay", "penalty"]
_PLAIN = [
    "so",
    "we",
    "walked",
    "home",
    "along",
    "river",
    "and",
    "nobody",
    "said",
    "much",
    "until",
    "kitchen",
    "lamp",
    "was",
    "on",
    "then",
    "everyone",
]
_PLAIN += [
    "talked",
    "at",
    "once",
    "about",
    "supper",
    "weather",
    "trains",
    "books",
    "gardens",
    "shoes",
    "letters",
    "paint",
    "bread",
    "soup",
    "music",
]
_PLAIN += [
    "neighbours",
    "stairs",
    "winter",
    "rain",
    "coats",
    "buttons",
    "tea",
    "windows",
    "maps",
    "bicycles",
    "birds",
    "paper",
    "ink",
    "chairs",
]
_PLAIN += [
    "morning",
    "coffee",
    "stories",
    "jokes",
    "questions",
    "answers",
    "numbers",
    "colours",
    "songs",
    "pictures",
    "dust",
    "clouds",
    "boats",
]
BEGAN_MS = 1_784_480_400_000


def phrases() -> list[str]:
    """Two hundred, of two words each."""
    return [f"{head} {tail}" for head in _HEADS for tail in _TAILS]


def frames(count: int, seed: int = 7, matching: float = MATCHING) -> list[bytes]:
    """Posts in Jetstream's v1 shape, about 800 bytes each; `matching` of them say one of the phrases."""
    chance = random.Random(seed)
    wanted = phrases()
    made = []
    for number in range(count):
        words = chance.choices(_PLAIN, k=chance.randrange(6, 28))
        if chance.random() < matching:
            words.insert(chance.randrange(len(words)), chance.choice(wanted))
        words.insert(chance.randrange(len(words)), f"{_ROUND.decode()}{number:x}")
        made.append(_frame(chance, number, " ".join(words)))
    return made


def in_round(data: bytes, number: int) -> bytes:
    """The same frames with other keys and texts."""
    return data.replace(_ROUND, b"3zzzz%02d" % number)


def _frame(chance: random.Random, number: int, text: str) -> bytes:
    def cid() -> str:
        return "bafyrei" + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=52))

    did = "did:plc:" + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=24))
    there = f"at://did:plc:{'b' * 24}/app.bsky.feed.post/{_ROUND.decode()}r{number:06x}"
    record: dict[str, object] = {"$type": "app.bsky.feed.post", "createdAt": "2026-07-19T19:00:00.000Z", "langs": ["en"], "text": text}
    if number % 2:
        record["reply"] = {"parent": {"cid": cid(), "uri": there}, "root": {"cid": cid(), "uri": there}}
    elif number % 6 == 0:
        link = f"https://paper.example/{number:x}"
        record["embed"] = {
            "$type": "app.bsky.embed.external",
            "external": {"uri": link, "title": "A page about gardens", "description": "What grows where, and when to leave it alone."},
        }
        facet = {"$type": "app.bsky.richtext.facet#link", "uri": link}
        record["facets"] = [{"features": [facet], "index": {"byteStart": 0, "byteEnd": 4}}]
    commit = {
        "rev": f"{_ROUND.decode()}{number:06x}",
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": f"{_ROUND.decode()}{number:06x}",
    }
    return msgspec.json.encode(
        {"did": did, "time_us": BEGAN_MS * 1_000 + number * 7, "kind": "commit", "commit": {**commit, "record": record, "cid": cid()}}
    )


def on_the_wire(messages: list[bytes]) -> bytes:
    """The WebSocket frames a server sends for these messages (RFC 6455, section 5.2)."""
    return b"".join(b"\x81" + _length(len(message)) + message for message in messages)


def _length(size: int) -> bytes:
    return bytes([size]) if size < 126 else b"\x7e" + struct.pack("!H", size) if size < 65_536 else b"\x7f" + struct.pack("!Q", size)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key_file.write_bytes(private)
    return cert_file, key_file


class _Sender(WSListener):
    """Sends all rounds as fast as the other side takes them, then closes."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks
        self._next = 0
        self._may_write = True

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        asyncio.get_running_loop().call_soon(self._send)

    def pause_writing(self) -> None:
        self._may_write = False

    def resume_writing(self) -> None:
        self._may_write = True
        self._send()

    def _send(self) -> None:
        while self._may_write and self._next < len(self._chunks):
            self._next += 1
            self._transport.underlying_transport.write(self._chunks[self._next - 1])
        if self._next == len(self._chunks):
            self._next += 1
            self._transport.send_close()


async def _serve(cert: Path, key: Path, count: int, rounds: int) -> None:
    made = frames(count)
    parts = [on_the_wire(made[start : start + 256]) for start in range(0, count, 256)]
    chunks = [in_round(part, number) for number in range(rounds) for part in parts]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def listener(_request: WSUpgradeRequest) -> WSListener:
        return _Sender(chunks)

    server = await ws_create_server(listener, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
