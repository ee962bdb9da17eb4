"""A zstd dictionary trained on messages of our own, under the number of the one that Jetstream's first protocol packs with."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

import zstandard

from warroom.sources.jetstream_zstd import V1_ID


def _message(number: int) -> bytes:
    record = {"$type": "app.bsky.feed.post", "createdAt": "2026-11-21T20:38:00.000Z", "langs": ["en"], "text": f"own post {number}"}
    commit = {"rev": f"3m{number:011d}", "operation": "create", "collection": "app.bsky.feed.post", "rkey": f"3n{number:011d}"}
    return json.dumps(
        {"did": f"did:plc:{number:024d}", "time_us": number, "kind": "commit", "commit": commit | {"record": record}}
    ).encode()


V1_DICTIONARY = zstandard.train_dictionary(4_096, [_message(number) for number in range(2_000)], dict_id=V1_ID)


@cache
def v1_file() -> Path:
    """It as a file, as an event plan would name it."""
    folder = Path(tempfile.mkdtemp(prefix="warroom-zdict-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "v1.zdict"
    file.write_bytes(V1_DICTIONARY.as_bytes())
    return file
