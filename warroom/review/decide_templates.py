"""Publishing templates to the room, and retiring them."""

from __future__ import annotations

from warroom.errors import RoomError
from warroom.plan.model import Plan
from warroom.review.asking import Ask, refusal
from warroom.review.commands import Offered, PublishTemplates, RetireTemplate
from warroom.review.events import Happening, TemplatePublished, TemplateRetired
from warroom.review.lanes import has_role
from warroom.review.model import Published

MOST_AT_ONCE = 200
MOST_TEMPLATES = 1_000  # keys a room ever had


def publish_templates(ask: Ask, command: PublishTemplates) -> tuple[Happening, ...]:
    """All of them or none; which roles may is the plan's to say."""
    _may_publish(ask, "publish templates")
    if not 0 < len(command.templates) <= MOST_AT_ONCE:
        raise refusal("bad_request", f"Between 1 and {MOST_AT_ONCE} templates are published at once.", most=MOST_AT_ONCE)
    keys = [offered.key for offered in command.templates]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise refusal("bad_request", f"The template {twice!r} is in it twice. Publish it once.", key=twice)
    if len({*ask.state.templates, *keys}) > MOST_TEMPLATES:
        raise refusal("too_large", f"A room keeps {MOST_TEMPLATES} templates at most.", most=MOST_TEMPLATES)
    return tuple(_published(ask, offered) for offered in command.templates)


def retire_template(ask: Ask, command: RetireTemplate) -> tuple[Happening, ...]:
    _may_publish(ask, "retire templates")
    versions = ask.state.templates.get(command.key, ())
    if not versions:
        raise refusal("not_found", f"No template {command.key!r} was published to this room. Reload and try again.", key=command.key)
    if versions[-1].retired_at:
        raise refusal("wrong_state", f"{versions[-1].retired_by} retired {versions[-1].name} already.", by=versions[-1].retired_by)
    return (TemplateRetired(command.key),)


def not_a_publisher(plan: Plan, to: str) -> RoomError:
    """The refusal of somebody whose roles the plan does not name."""
    roles = plan.publish
    wanted = f"Only a {' or '.join(roles)} may {to}" if roles else f"By this event's plan nobody may {to}"
    return refusal("not_allowed", f"{wanted}. Ask the producer.", roles=list(roles))


def _may_publish(ask: Ask, to: str) -> None:
    if not has_role(ask.person, *ask.state.plan.publish):
        raise not_a_publisher(ask.state.plan, to)


def _published(ask: Ask, offered: Offered) -> TemplatePublished:
    versions = ask.state.templates.get(offered.key, ())
    newest = versions[-1].version if versions else 0
    if offered.base != newest:
        raise _stale(offered, versions)
    if versions and versions[-1].manifest == offered.manifest and not versions[-1].retired_at:
        message = f"Version {newest} of {versions[-1].name} is exactly this already. Change it first."
        raise refusal("wrong_state", message, key=offered.key, current=newest)
    manifest = ask.packs(offered.manifest)
    if manifest.key != offered.key:
        message = f"This is the template {manifest.key!r}, not {offered.key!r}. Publish it again from its folder."
        raise refusal("bad_pack", message, key=offered.key, found=manifest.key)
    return TemplatePublished(offered.key, manifest.name, newest + 1, offered.manifest, offered.digest[:64])


def _stale(offered: Offered, versions: tuple[Published, ...]) -> RoomError:
    current = versions[-1].version if versions else 0
    by = f" by {versions[-1].by}" if versions else ""
    came = f"version {current}{by} is the newest" if versions else "none was published"
    message = f"You changed version {offered.base} of the template {offered.key!r}, but {came}. Look at it, then publish again."
    return refusal("stale_template", message, key=offered.key, current=current)
