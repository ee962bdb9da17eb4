"""The imitation network of rehearsals: a page of posts inside the program. It has no way out: no socket, no browser, no http."""

from __future__ import annotations

from pathlib import Path

import msgspec

from warroom.errors import StorageError, WarroomError
from warroom.review.model import State

SCHEME = "imitation"
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")


class NotAccepted(WarroomError):
    code = "not_accepted"


class ImitationPost(msgspec.Struct, frozen=True):
    """`cut` is the blob of the picture. `at` is 0 until the room has it."""

    link: str
    caption: str
    alt: str
    cut: str = ""
    at: int = 0


class ImitationPage(msgspec.Struct, frozen=True):
    """One account's page, oldest post first."""

    account: str
    posts: tuple[ImitationPost, ...] = ()


def page_of(state: State, account: str) -> ImitationPage:
    """The page as the room's log has it: every target of the account that was posted."""
    posts = []
    for item in state.items.values():
        cuts = {cut.name: cut.blob for cut in item.current.content.cuts} if item.current else {}
        for target in item.targets:
            text = target.text
            if target.phase == "posted" and text.account == account and target.link.startswith(f"{SCHEME}://"):
                posts.append(ImitationPost(target.link, text.caption, text.alt, cuts.get(text.cut, ""), target.at))
    return ImitationPage(account, tuple(sorted(posts, key=lambda post: (post.at, post.link))))


def accept(page: ImitationPage, picture: Path, caption: str, alt: str) -> tuple[ImitationPage, ImitationPost]:
    """What a network does when one presses Post there: the page with the post on it, and the post with its link.

    Raises NotAccepted for a file that is no picture, and for a caption or an alt text left out; StorageError.
    """
    try:
        with picture.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise StorageError(f"{picture} cannot be read: {error.strerror or error}.") from error
    if not start.startswith(_STARTS):
        raise NotAccepted(f"{picture.name} is no picture.", "Give it one of the cuts that were handed over.")
    if not caption.strip():
        raise NotAccepted("The caption is missing.", "Paste the caption that was handed over.")
    if not alt.strip():
        raise NotAccepted("The alt text is missing.", "Paste the alt text that was handed over.")
    post = ImitationPost(_next_link(page), caption, alt)
    return ImitationPage(page.account, (*page.posts, post)), post


def _next_link(page: ImitationPage) -> str:
    numbers = [int(number) for number in (post.link.rpartition("/")[2] for post in page.posts) if number.isdigit()]
    return f"{SCHEME}://{page.account or 'page'}/{max(numbers, default=0) + 1}"


def is_imitation(link: str) -> bool:
    return link.startswith(f"{SCHEME}://") and not any(letter.isspace() for letter in link)
