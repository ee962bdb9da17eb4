"""What every answer to a command needs: who asks, when, of which state; and how to say no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from warroom.compose.pack import Manifest
from warroom.errors import Refusal, RoomError
from warroom.plan.model import Person
from warroom.review.lanes import has_role
from warroom.review.model import Item, Moment, State, Version

STATUS = {
    "bad_request": 400,
    "not_allowed": 403,
    "not_found": 404,
    "stale_digest": 409,
    "wrong_state": 409,
    "blob_missing": 409,
    "already_claimed": 409,
    "not_greenlit": 409,
    "stood_down": 409,
    "going_out": 409,
    "stale_template": 409,
    "stale_version": 412,
    "too_large": 413,
    "bad_pack": 422,
    "blocked_check": 422,
    "id_reused": 422,
}
LONGEST_TEXT = 4_000
LONGEST_TITLE = 300


def refusal(code: str, message: str, **detail: Any) -> RoomError:
    """The error to raise; `message` says what is so and what to do about it."""
    return RoomError(STATUS[code], Refusal(code, message, detail))


def no_pack(manifest: str) -> Manifest:
    """Of a room that has none."""
    raise refusal("blob_missing", "The template's files have not arrived in the room yet. Publish it again.", missing=[manifest])


@dataclass(frozen=True)
class Ask:
    """One command's surroundings. `blobs` says whether the room has the whole of a picture, by its SHA-256; `packs` reads manifests."""

    state: State
    id: str
    person: Person
    now: int
    blobs: Callable[[str], bool]
    packs: Callable[[str], Manifest] = no_pack

    def need_role(self, *roles: str, to: str) -> None:
        if not has_role(self.person, *roles):
            wanted = " or ".join(roles)
            raise refusal("not_allowed", f"Only a {wanted} may {to}. Ask one of them.", roles=list(roles))

    def new_id(self) -> str:
        """The command's id, as the id of what it makes."""
        if self.id in self.state.items or self.id in self.state.moments:
            raise refusal("id_reused", "This command's id was used before. Send it again under a new one.", id=self.id)
        return self.id

    def moment(self, moment: str) -> Moment:
        found = self.state.moments.get(moment)
        if found is None:
            raise refusal("not_found", "The room has no such moment. Reload and try again.", moment=moment)
        return found

    def item(self, item: str) -> Item:
        found = self.state.items.get(item)
        if found is None:
            raise refusal("not_found", "The room has no such item. Reload and try again.", item=item)
        return found

    def living(self, item: str) -> Item:
        """An item that is not expired, killed or published."""
        found = self.item(item)
        match found.phase:
            case "expired":
                raise refusal("wrong_state", f"This item expired: {found.reason} Duplicate it to go on.", phase=found.phase)
            case "killed":
                raise refusal(
                    "wrong_state", f"{found.ended_by} killed this item{quoted(found.reason)}. Duplicate it to go on.", phase=found.phase
                )
            case "published":
                raise refusal("wrong_state", "This item is already published. Duplicate it to make another.", phase=found.phase)
        return found

    def not_stood_down(self, what: str) -> None:
        down = self.state.stood_down
        if down is not None:
            message = f"{down.by} stood the room down: {what} until two people resume it, one of them a producer."
            raise refusal("stood_down", message, by=down.by, at=down.at, reason=down.reason)


def quoted(words: str) -> str:
    """What a person said, to stand inside a sentence."""
    return f" (“{words}”)" if words else ""


def current(item: Item) -> Version:
    if item.current is None:
        raise refusal("wrong_state", "This item has no version yet. Save or send one first.", phase=item.phase)
    return item.current


def same_digest(item: Item, digest: str) -> Version:
    """The current version, if its digest is the one the asker saw."""
    version = current(item)
    if version.digest != digest:
        message = f"It changed while you looked: version {version.number} is the newest now. Look at that one and decide again."
        raise refusal("stale_digest", message, current=version.number, digest=version.digest)
    return version


def text(value: str, what: str, longest: int = LONGEST_TEXT) -> str:
    """`value` without blanks around it; it must say something and not be endless."""
    value = short(value, what, longest)
    if not value:
        raise refusal("bad_request", f"{what} is missing. Write one and try again.")
    return value


def short(value: str, what: str, longest: int = LONGEST_TEXT) -> str:
    value = value.strip()
    if len(value) > longest:
        raise refusal("too_large", f"{what} has {len(value)} characters; {longest} is the most. Shorten it.", longest=longest)
    return value
