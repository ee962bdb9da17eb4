"""What pictures each network takes, as its own documents say; the one table of it.

A Mastodon server sets its own limits (`GET /api/v2/instance`, `configuration.media_attachments`): whoever knows them gives them
as `OwnLimits`. Where a network documents nothing, the strictest of what those say who post there for others is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

JPEG, PNG = "image/jpeg", "image/png"
MARK = "@"
"""Between a cut's name and the network a file of it was made for: `16x9@threads`."""


@dataclass(frozen=True)
class Limits:
    """0: no such limit. `source` says where it stands. Which shapes are taken, `target_fit.py` says."""

    network: str
    formats: tuple[str, ...]
    most_bytes: int
    widest: int = 0
    longest: int = 0
    most_pixels: int = 0
    source: str = ""

    def size(self, width: int, height: int) -> tuple[int, int]:
        """The largest size not above this one that is allowed, in the same proportions."""
        share = 1.0
        for length, most in ((width, self.widest), (max(width, height), self.longest)):
            share = min(share, most / length) if most else share
        if self.most_pixels:
            share = min(share, (self.most_pixels / (width * height)) ** 0.5)
        if share >= 1:
            return width, height
        return max(1, int(width * share + 1e-6)), max(1, int(height * share + 1e-6))

    def takes(self, width: int, height: int, size: int, mime: str) -> bool:
        """Whether a file is taken as it is, whatever it shows."""
        return mime in self.formats and size <= self.most_bytes and self.size(width, height) == (width, height)


@dataclass(frozen=True)
class OwnLimits:
    """What one account's server says of itself; 0 or empty: nothing."""

    most_bytes: int = 0
    most_pixels: int = 0
    formats: tuple[str, ...] = ()


Own = Mapping[tuple[str, str], OwnLimits]
"""By network and account."""

MASTER = Limits("", (JPEG, PNG), 8_000_000, source="ours: what the board and the reviewers see, and all who take it as it is")
LIMITS = (
    Limits("bluesky", (JPEG, PNG), 2_000_000, source="lexicon app.bsky.embed.images, maxSize, since 2026-04-08"),
    Limits("mastodon", (JPEG, PNG), 16_777_216, most_pixels=8_294_400, source="docs.joinmastodon.org, media; larger ones are made smaller"),
    Limits("x", (JPEG, PNG), 5_000_000, source="docs.x.com, media upload: image size"),
    Limits(
        "threads",
        (JPEG, PNG),
        8_000_000,
        widest=1440,
        source="developers.facebook.com, Threads API, image specifications",
    ),
    Limits("instagram", (JPEG,), 8_000_000, widest=1440, source="developers.facebook.com, Instagram content publishing"),
    Limits("facebook", (JPEG, PNG), 4_000_000, source="developers.facebook.com, photos; 4 to 10 MB are named, so the least"),
    Limits(
        "linkedin", (JPEG, PNG), 5_000_000, most_pixels=36_152_319, source="learn.microsoft.com, Images API; the bytes as publishers say"
    ),
    Limits("imitation", (JPEG, PNG), 2_000_000, source="ours"),
)


def limits(network: str, own: OwnLimits | None = None) -> Limits:
    """Of a network by its name in a plan; one that is not known takes what all known ones take."""
    name = network.casefold()
    found = next((one for one in LIMITS if one.network == name), None) or Limits(name, (JPEG,), 2_000_000, widest=1440)
    if own is None:
        return found
    formats = tuple(form for form in found.formats if form in own.formats) or (JPEG,) if own.formats else found.formats
    pixels = [count for count in (own.most_pixels, found.most_pixels) if count]
    return replace(found, formats=formats, most_bytes=own.most_bytes or found.most_bytes, most_pixels=min(pixels, default=0))


def base_cut(name: str) -> str:
    """The template's cut that a file's name stands for: `16x9` of `16x9@threads`."""
    return name.partition(MARK)[0]
