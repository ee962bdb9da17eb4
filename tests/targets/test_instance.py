"""What Mastodon servers say of themselves, from one that is well and ones that are not."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from tests.sources.loopback import Handler, answer, serving
from warroom.compose.counts import Server, alt_limit, count
from warroom.errors import SourceError
from warroom.sources.open import new_client
from warroom.targets.instance import Says, ask, read

WHOLE = {
    "domain": "long.example",
    "configuration": {
        "statuses": {"max_characters": 5000, "characters_reserved_per_url": 20, "max_media_attachments": 4},
        "media_attachments": {
            "description_limit": 3000,
            "image_size_limit": 10_485_760,
            "image_matrix_limit": 16_777_216,
            "supported_mime_types": ["image/jpeg", "image/png", "video/mp4"],
        },
    },
}


def asked(handler: Handler) -> Says:
    async def run() -> Says:
        async with serving(handler) as server, new_client() as client:
            return await ask(client, server.http.removeprefix("http://"))

    return asyncio.run(run())


def test_a_server_tells_its_limits_and_captions_are_counted_by_them() -> None:
    says = asked(answer(200, json.dumps(WHOLE).encode(), Content_Type="application/json"))
    assert says.server == Server(5000, 20, 3000)
    assert (says.pictures.most_bytes, says.pictures.most_pixels, says.pictures.formats) == (
        10_485_760,
        16_777_216,
        ("image/jpeg", "image/png"),
    )
    text = "x" * 600 + " https://example.com/dunk"
    counted = count("mastodon", text, says.server)
    assert (counted.used, counted.limit) == (621, 5000)
    assert not count("mastodon", text).fits
    assert (alt_limit("mastodon", says.server), alt_limit("x", says.server)) == (3000, 1000)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"configuration": {"statuses": {"max_characters": -5}, "media_attachments": {"description_limit": null}}}']
)
def test_what_a_server_does_not_say_is_as_mastodon_has_it(body: bytes) -> None:
    assert read(body).server == Server()


@pytest.mark.parametrize(
    "handler", [answer(404), answer(200, b"<html>"), answer(200, b"x" * 1_100_000), answer(200, b'{"configuration": 5}')]
)
def test_a_server_that_answers_otherwise_is_an_error(handler: Handler) -> None:
    with pytest.raises((SourceError, httpx.HTTPError)):
        asked(handler)
