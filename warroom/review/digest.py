"""What exactly is signed off, as one number; and how anything here is written down so that two machines hash it alike.

The subject digest is SHA-256("warroom/subject/v1\\0" + canonical JSON) in hex, where the canonical JSON is RFC 8785's of

    {item, moment, cuts: {name: sha256}, targets: [{network, account, cut, caption, alt}], lane: digest of its rules}

with every text in Unicode's NFC, so that the same words typed on two systems are the same words. How the cuts were
rendered is not in it: what is approved is what people saw.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import msgspec
import rfc8785

from warroom.plan.model import Lane
from warroom.review.model import Content

_SUBJECT = b"warroom/subject/v1\0"
_LANE = b"warroom/lane/v1\0"


def canonical(value: Any) -> bytes:
    """RFC 8785's canonical JSON of a struct or of builtins.

    Raises ValueError for what JSON cannot carry alike everywhere: NaN, whole numbers above 2^53, halves of surrogate pairs.
    """
    return rfc8785.dumps(msgspec.to_builtins(value))


def lane_digest(lane: Lane) -> str:
    """SHA-256 over the lane's rules, in their order; its name is not in it."""
    return hashlib.sha256(_LANE + canonical(lane.rules)).hexdigest()


def subject_digest(item: str, moment: str, content: Content, lane: str) -> str:
    """The digest of one version; `lane` is the `lane_digest` of the item's lane."""
    subject = {
        "item": item,
        "moment": moment,
        "cuts": {_nfc(cut.name): cut.blob for cut in content.cuts},
        "targets": [
            {
                "network": _nfc(target.network),
                "account": _nfc(target.account),
                "cut": _nfc(target.cut),
                "caption": _nfc(target.caption),
                "alt": _nfc(target.alt),
            }
            for target in content.targets
        ],
        "lane": lane,
    }
    return hashlib.sha256(_SUBJECT + canonical(subject)).hexdigest()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
