"""By which way a target is reached. The one place that decides whether a real page may be touched."""

from __future__ import annotations

from typing import Literal

from warroom.review.model import State, TargetText
from warroom.targets.imitation import is_imitation
from warroom.targets.networks import BadLink, checked_link, compose_page

Way = Literal["hand", "imitation"]


def way(state: State, text: TargetText) -> Way:
    """In a rehearsal everything is imitation, whatever its plan says; in a live room, what the plan calls so."""
    if state.kind == "rehearsal":
        return "imitation"
    planned = next((target for target in state.plan.targets if (target.network, target.account) == (text.network, text.account)), None)
    return planned.by if planned is not None else "hand"


def page_address(state: State, text: TargetText) -> str:
    """The compose page to open; empty for imitations and for networks that have none."""
    return compose_page(text.network, text.account, text.caption) if way(state, text) == "hand" else ""


def kept_link(state: State, text: TargetText, pasted: str) -> str:
    """The link of a posted target as the room keeps it. Raises BadLink: real links in a rehearsal, imitations in a live room."""
    if way(state, text) == "hand":
        return checked_link(text.network, text.account, pasted)
    if not is_imitation(pasted.strip()):
        raise BadLink("This is a rehearsal: only the imitation page's own links count.", "Post it on the imitation page.")
    return pasted.strip()
