"""Which version of a template something was made with, and what became of that template since. Pure, from the room's state."""

from __future__ import annotations

from warroom.review.model import Content, Published, State


def newest(state: State, key: str) -> Published | None:
    """The version that is offered now; None where it was never published, or is retired."""
    versions = state.templates.get(key, ())
    return versions[-1] if versions and not versions[-1].retired_at else None


def version_of(state: State, key: str, manifest: str) -> int:
    """The last version with these files; 0 where the room has none: the plan's own template, or ours."""
    return next((one.version for one in reversed(state.templates.get(key, ())) if one.manifest == manifest), 0)


def is_known(state: State, content: Content) -> bool:
    """Whether the room has the version that this says it was made with."""
    if not content.pack and not content.template_version:
        return True
    versions = state.templates.get(content.template, ())
    return any((one.version, one.manifest) == (content.template_version, content.pack) for one in versions)


def behind(state: State, key: str, version: int) -> str:
    """`Made with version 7 of Quote, now 9`: what a person has to know of something made with `version`; empty where nothing changed."""
    versions = state.templates.get(key, ())
    if not versions:
        return ""
    last = versions[-1]
    made = f"Made with version {version} of {last.name}" if version else f"Made with {last.name} as it was before it was published"
    if last.retired_at:
        return f"{made}, retired since"
    return f"{made}, now {'' if version else 'version '}{last.version}" if version < last.version else ""
