"""What an imitation colleague would do next, from the room's state alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.plan.model import Person
from warroom.review.commands import Command, RequestChanges, ResumeRoom, SignOffItem
from warroom.review.model import Content, Item, State
from warroom.review.standing import standing

_LONG_HEADLINE = 28
_SHORT_ALT_WORDS = 6


@dataclass(frozen=True)
class Wish:
    """`item` is empty for what is about the whole room."""

    item: str
    command: Command


def wish_of(state: State, me: Person, asker: str) -> Wish | None:
    """The next thing that `me` wants done, or None. `asker` is the one who sends the first item back once; empty: nobody."""
    if state.stood_down is not None:
        asked = state.stood_down.resume_asked_by
        return Wish("", ResumeRoom()) if asked and asked != me.name else None
    owed = _owed_change(state, asker)
    for item in sorted(state.items.values(), key=lambda one: one.sent[-1].at if one.sent else 0):
        role = _role_to_sign(state, item, me)
        if role and owed == item.id:
            return _ask(item, me, role) if me.name == asker else None
        if role and item.current is not None:
            return Wish(item.id, SignOffItem(item=item.id, role=role, digest=item.current.digest))
    return None


def comment_on(content: Content, me: Person) -> str:
    """One change worth asking for, signed as what it is: an imitation's."""
    caption = next((target.caption for target in content.targets), "")
    alt = next((target.alt for target in content.targets), "")
    if len(content.title) > _LONG_HEADLINE:
        what = f"The headline has {len(content.title.split())} words. Please cut it to what is read in one glance."
    elif content.title and content.title.casefold() in caption.casefold():
        what = "The caption says the headline again. Please let it add something that the picture does not say."
    elif len(alt.split()) < _SHORT_ALT_WORDS:
        what = "Please let the alt text say what is to be seen, for somebody who cannot see it."
    else:
        what = "Good, and one step quieter please: people are sitting in the dark, so nothing at their cost."
    return f"{what} ({me.name}, imitation)"


def _role_to_sign(state: State, item: Item, me: Person) -> str:
    """The role of mine that this item waits for, if it is my turn; else empty."""
    if item.phase != "in_review" or item.hold is not None or item.current is None:
        return ""
    stands = standing(state, item)  # while an edit is not sent again its turn is the writer's, and nothing is there to sign
    return next((rule.role for rule in stands.rules if rule.role in stands.turn and rule.role in me.roles and me.name in rule.people), "")


def _owed_change(state: State, asker: str) -> str:
    """The item that is to be sent back once: the first that was ever sent, as long as nobody asked for any change."""
    sent = [item for item in state.items.values() if item.sent]
    if not asker or not sent or any(comment.asks_changes for item in sent for comment in item.comments):
        return ""
    first = min(sent, key=lambda item: (item.sent[0].at, item.id))
    return first.id if len(first.sent) == 1 and not first.sign_offs else ""


def _ask(item: Item, me: Person, role: str) -> Wish | None:
    if item.current is None:
        return None
    comment = comment_on(item.current.content, me)
    return Wish(item.id, RequestChanges(item=item.id, role=role, digest=item.current.digest, comment=comment))
