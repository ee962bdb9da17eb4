"""Small pictures, and items made of them."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from tests.room.serving import Client
from warroom.review.commands import SendForApproval
from warroom.review.model import Content, Cut, Filled, TargetText


def picture(words: str = "", kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """Other words, another picture."""
    shade = hashlib.sha256(words.encode()).digest()
    out = io.BytesIO()
    Image.new("RGB", size, (shade[0], shade[1], shade[2])).save(out, kind)
    return out.getvalue()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put_picture(client: Client, words: str) -> str:
    content = picture(words)
    response = client.http.put(f"blobs/{digest(content)}", content=content)
    assert response.status_code in (200, 201), response.text
    return digest(content)


def content(blob: str, caption: str = "Mind the boom.") -> Content:
    return Content(
        title=caption,
        template="reaction-on-photo",
        slots=(Filled("headline", caption),),
        cuts=(Cut("1x1", blob, 8, 8, 75, "image/png"),),
        targets=(TargetText("bluesky", "tern.example", "1x1", caption, "A boat on its side."),),
    )


def sending(item: str, base: int, blob: str, caption: str = "Mind the boom.") -> SendForApproval:
    """The command that sends this picture."""
    return SendForApproval(item, base, content(blob, caption))
