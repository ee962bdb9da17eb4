"""What a plan says of its look, besides the files: who may publish templates."""

from __future__ import annotations

from warroom.plan.model import PUBLISH
from warroom.plan.table import Table


def publish(table: Table) -> tuple[str, ...]:
    """The roles that `[look] publish` names; an empty list lets nobody, none lets the usual ones."""
    if not table.has("publish"):
        return PUBLISH
    return tuple(dict.fromkeys(role for role in table.texts("publish", "designer") if role))
