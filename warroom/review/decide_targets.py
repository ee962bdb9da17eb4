"""Handing over: claims, what came of them, and targets left out."""

from __future__ import annotations

from warroom.plan.networks import network_name
from warroom.review import lanes
from warroom.review.asking import Ask, quoted, refusal, same_digest, text
from warroom.review.commands import ClaimTarget, DropTarget, ReleaseTarget, ReportFailed, ReportPosted
from warroom.review.events import Happening, TargetClaimed, TargetDropped, TargetFailed, TargetPosted, TargetReleased
from warroom.review.lanes import has_role
from warroom.review.model import Item, TargetState
from warroom.review.standing import lock, signed, standing

CLAIM_MS = 120_000
LONGEST_LINK = 2_000


def claim_target(ask: Ask, command: ClaimTarget) -> tuple[Happening, ...]:
    """The gate: everything that makes an item greenlit is looked at again, at this place in the log."""
    ask.need_role("writer", "producer", to="publish")
    item = ask.item(command.item)
    target = _target(item, command.target)
    if not (item.phase == "published" and target.phase == "failed"):  # what failed may be tried again beside what went out
        item = ask.living(command.item)
    ask.not_stood_down("nothing can be published")
    version = same_digest(item, command.digest)
    if item.hold is not None:
        raise refusal("wrong_state", f"{item.hold.by} holds this item{quoted(item.hold.reason)}. Ask them to release it.", by=item.hold.by)
    _greenlit(ask, item)
    wait = lock(ask.state, item)
    if wait:
        raise refusal("wrong_state", f"{wait} A producer marks what came.", outcome=item.outcome, result=item.result)
    if not lanes.lane_of(ask.state, item).rules:
        ask.need_role("producer", to=f"publish in the {item.lane} lane, where nobody else signs")
    _free(target, ask.person.name)
    return (TargetClaimed(item.id, command.target, ask.id, version.digest, ask.now + CLAIM_MS),)


def release_target(ask: Ask, command: ReleaseTarget) -> tuple[Happening, ...]:
    item, _ = _claimed(ask, command.item, command.target, command.claim)
    return (TargetReleased(item.id, command.target, command.claim),)


def report_posted(ask: Ask, command: ReportPosted) -> tuple[Happening, ...]:
    """Taken whatever has become of the item since the claim: what is out is out, and its link is needed to take it down."""
    item, _ = _claimed(ask, command.item, command.target, command.claim, late=True)
    link = text(command.link, "The link to the post", LONGEST_LINK)
    if ask.state.kind == "live" and not link.startswith(("https://", "http://")):
        raise refusal("bad_request", "That is no link to a post. Paste the address that starts with https://.", link=link)
    return (TargetPosted(item.id, command.target, command.claim, link),)


def report_failed(ask: Ask, command: ReportFailed) -> tuple[Happening, ...]:
    item, _ = _claimed(ask, command.item, command.target, command.claim)
    return (TargetFailed(item.id, command.target, command.claim, text(command.reason, "What went wrong")),)


def drop_target(ask: Ask, command: DropTarget) -> tuple[Happening, ...]:
    ask.need_role("writer", "producer", to="drop a target")
    item = ask.living(command.item)
    target = _target(item, command.target)
    if target.phase not in ("waiting", "failed"):
        _free(target, ask.person.name)
    return (TargetDropped(item.id, command.target, text(command.reason, "The reason for dropping it")),)


def _target(item: Item, place: int) -> TargetState:
    if not 0 <= place < len(item.targets):
        raise refusal("not_found", "This version has no such target. Reload and try again.", target=place)
    return item.targets[place]


def _greenlit(ask: Ask, item: Item) -> None:
    if item.phase == "published":
        if not signed(ask.state, item):
            raise refusal("not_greenlit", "Its approvals were voided by a stand-down. Make a duplicate and have it approved.", waits=[])
        return
    now = standing(ask.state, item)
    if not now.greenlit:
        waits = [rule.role for rule in now.rules if not rule.satisfied]
        raise refusal("not_greenlit", f"It is not greenlit. {' '.join(now.blocks)}", waits=waits)


def _free(target: TargetState, asker: str) -> None:
    network = network_name(target.text.network)
    if target.phase == "claimed":
        who = "You have" if target.person == asker else f"{target.person} has"
        message = f"{who} begun to put it out on {network}. It is free again when they are done, let go, or two minutes have passed."
        raise refusal("already_claimed", message, person=target.person, until=target.until, claim=target.claim)
    if target.phase == "posted":
        message = f"{target.person} put it out on {network} already: {target.link}"
        raise refusal("wrong_state", message, phase=target.phase, link=target.link)
    if target.phase == "dropped":
        raise refusal("wrong_state", f"{target.person} left {network} out{quoted(target.reason)}.", phase=target.phase)


def _claimed(ask: Ask, item_id: str, place: int, claim: str, *, late: bool = False) -> tuple[Item, TargetState]:
    """The target, if `claim` is the one it is under (`late`: or the last one that lapsed, and nobody took it over since)."""
    ask.need_role("writer", "producer", to="publish")
    item = ask.item(item_id)
    target = _target(item, place)
    held = target.phase == "claimed" and target.claim == claim
    lapsed = late and target.phase in ("waiting", "failed") and bool(claim) and target.lapsed == claim
    if held or lapsed:
        if target.person != ask.person.name and not has_role(ask.person, "producer"):
            raise refusal(
                "not_allowed", f"{target.person} is handing this over. Only they or a producer may report on it.", person=target.person
            )
        return item, target
    _free(target, ask.person.name)
    message = f"Your claim on {network_name(target.text.network)} is over. Claim it again, then report."
    raise refusal("wrong_state", message, phase=target.phase)
