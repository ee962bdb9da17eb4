"""Jetstream's compressed messages: each is one zstd frame, made with a dictionary that both sides have.

No server hands out the dictionary of the first protocol: it is a file that the event plan names, or the stream is read plain.
That of the second is fetched from the server (`network.bsky.jetstream.getZstdDictionary`) and named by its id when connecting.
"""

from __future__ import annotations

from pathlib import Path

import httpx
import zstandard

from warroom.errors import SourceGarbled
from warroom.sources.patience import answered
from warroom.sources.retry_after import retry_after

V1_ID = 1_612_007_021
LARGEST_DICTIONARY = 2_000_000  # bytes
_PATH = "/xrpc/network.bsky.jetstream.getZstdDictionary"
_USUAL = 65_536  # bytes; what a message of unknown size is tried with first
_UNKNOWN = -1


class Dictionary:
    """Raises SourceGarbled where `data` is no zstd dictionary."""

    def __init__(self, data: bytes) -> None:
        try:
            self._read = zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_FULLDICT)
            self.id = self._read.dict_id()
            self._decompress = zstandard.ZstdDecompressor(dict_data=self._read).decompress
            if not self.id:
                raise SourceGarbled("hands out a zstd dictionary without a number")
        except (zstandard.ZstdError, ValueError) as error:
            raise SourceGarbled("hands out something that is no zstd dictionary") from error

    def unpacked(self, message: bytes, largest: int) -> bytes:
        """Never makes more than `largest` bytes, whatever the message says of itself.

        Raises OverflowError where it would be more, SourceGarbled for what cannot be unpacked.
        """
        try:
            size = zstandard.frame_content_size(message)
            if size > largest:
                raise OverflowError
            if size != _UNKNOWN:
                return self._decompress(message, max_output_size=1, allow_extra_data=False)
            try:
                return self._decompress(message, max_output_size=_USUAL, allow_extra_data=False)
            except zstandard.ZstdError:
                return self._decompress(message, max_output_size=largest, allow_extra_data=False)
        except zstandard.ZstdError as error:
            if "dictionary mismatch" in str(error).lower():
                raise SourceGarbled("compresses with a dictionary that it did not name") from error
            raise SourceGarbled("sent something that cannot be unpacked") from error


def v1_dictionary(file: Path) -> Dictionary:
    """The one that every server of the first protocol compresses with. Raises OSError, and SourceGarbled where it is another."""
    read = Dictionary(file.read_bytes())
    if read.id != V1_ID:
        raise SourceGarbled(f"compresses with the dictionary {V1_ID}, and {file.name} is {read.id}")
    return read


async def fetch_dictionary(client: httpx.AsyncClient, base: str) -> Dictionary:
    """The dictionary of the server at `base` (http or https). Raises SourceError, and httpx's errors where it is out of reach."""
    async with client.stream("GET", base + _PATH, headers={"Accept": "application/octet-stream"}) as response:
        if response.status_code != 200:
            raise answered(response.status_code, retry_after(response.headers.get("Retry-After")))
        data = bytearray()
        async for part in response.aiter_bytes():
            data += part
            if len(data) > LARGEST_DICTIONARY:
                raise SourceGarbled("hands out a zstd dictionary without end")
    return Dictionary(bytes(data))
