"""Folding what designers publish: every version of a template stays, the newest last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from warroom.review import events as ev
from warroom.review.events import Logged
from warroom.review.model import Published, State


def _template_published(state: State, logged: Logged, body: ev.TemplatePublished) -> State:
    published = Published(body.version, body.name, body.manifest, body.digest, logged.person, logged.at)
    return _with(state, body.key, (*state.templates.get(body.key, ()), published))


def _template_retired(state: State, logged: Logged, body: ev.TemplateRetired) -> State:
    *older, newest = state.templates[body.key]
    return _with(state, body.key, (*older, replace(newest, retired_at=logged.at, retired_by=logged.person)))


def _with(state: State, key: str, versions: tuple[Published, ...]) -> State:
    return replace(state, templates={**state.templates, key: versions})


FOLDS: dict[type, Callable[[State, Logged, Any], State]] = {
    ev.TemplatePublished: _template_published,
    ev.TemplateRetired: _template_retired,
}
