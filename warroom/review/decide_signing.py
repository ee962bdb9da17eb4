"""Sign-offs, taking them back, and requests for changes."""

from __future__ import annotations

from msgspec.structs import replace

from warroom.plan.networks import network_name
from warroom.review import lanes
from warroom.review.asking import Ask, refusal, same_digest, text
from warroom.review.commands import RequestChanges, SignOffItem, WithdrawSignOff
from warroom.review.due import limits
from warroom.review.duty import on_duty
from warroom.review.events import ChangesRequested, Happening, ItemExpired, SignedOff, SignOffWithdrawn
from warroom.review.lanes import label
from warroom.review.model import Item, SignOff


def sign_off_item(ask: Ask, command: SignOffItem) -> tuple[Happening, ...]:
    item = _reviewed(ask, command.item)
    ask.not_stood_down("nothing can be signed off")
    version = same_digest(item, command.digest)
    _under_review(item)
    as_deputy = _as_deputy(ask, item, command.role)
    _not_the_author(ask, item, command.role)
    _not_twice(ask, item, command.role)
    return (SignedOff(item.id, command.role, version.digest, version.number, as_deputy),)


def withdraw_sign_off(ask: Ask, command: WithdrawSignOff) -> tuple[Happening, ...]:
    """One's own, on the current or an older digest: then going back to those bytes does not bring it back."""
    item = ask.living(command.item)
    mine = (s for s in item.sign_offs if (s.person, s.role, s.digest) == (ask.person.name, command.role, command.digest))
    if not any(not sign_off.withdrawn_by for sign_off in mine):
        raise refusal("not_found", f"You have no approval as {label(command.role)} on this version to withdraw.", role=command.role)
    _not_going_out(item, "withdraw your approval")
    return (SignOffWithdrawn(item.id, command.role, command.digest),)


def request_changes(ask: Ask, command: RequestChanges) -> tuple[Happening, ...]:
    item = _reviewed(ask, command.item)
    version = same_digest(item, command.digest)
    _under_review(item)
    _as_deputy(ask, item, command.role)
    comment = text(command.comment, "What should change")
    _not_going_out(item, "ask for changes")
    return (ChangesRequested(item.id, command.role, version.number, comment, ask.id),)


def _reviewed(ask: Ask, item_id: str) -> Item:
    """The item, unless its time is over at this very moment: a late yes does not revive it."""
    item = ask.living(item_id)
    late = next((event for event in limits(ask.state, item, ask.now) if isinstance(event, ItemExpired)), None)
    if late is not None:
        raise refusal("wrong_state", f"This item expired: {late.reason} Duplicate it to go on.", phase="expired")
    return item


def _under_review(item: Item) -> None:
    if item.phase == "draft":
        raise refusal("wrong_state", "This item is still a draft. Wait until it is sent for approval.", phase=item.phase)
    if item.phase == "changes_requested":
        raise refusal("wrong_state", "Changes were asked for. Wait until its writer sends it again.", phase=item.phase)
    if not lanes.under_review(item):
        raise refusal("wrong_state", "Its writer changed it and has not sent it again. Wait for the new version.", phase=item.phase)


def _as_deputy(ask: Ask, item: Item, role: str) -> bool:
    """Whether the person signs for the role as a deputy. Refuses who may not sign for it at all."""
    plan, name = ask.state.plan, ask.person.name
    roles = dict.fromkeys(rule.role for rule in lanes.lane_of(ask.state, item).rules)
    if role not in roles:
        message = f"The lane {item.lane} does not ask {label(role)}. It asks {', '.join(label(each) for each in roles)}."
        raise refusal("bad_request", message, roles=list(roles))
    if role in ask.person.roles:
        return False
    own = ", ".join(lanes.holders(plan, role)) or "nobody"
    if name not in lanes.deputies(plan, role):
        raise refusal("not_allowed", f"Only {label(role)} may do this: {own}.", role=role)
    if not lanes.may_stand_in(ask.state, item, role, on_duty(ask.state, ask.now)):
        message = f"{own} is on duty as {label(role)}. As deputy you may step in when nobody is, or when the time limit has passed."
        raise refusal("not_allowed", message, role=role)
    return True


def _not_the_author(ask: Ask, item: Item, role: str) -> None:
    rules = [rule for rule in lanes.lane_of(ask.state, item).rules if rule.role == role]
    if ask.person.name in lanes.authors(item) and all(rule.not_author for rule in rules):
        raise refusal("not_allowed", f"You made this version, so another {label(role)} has to approve it.", role=role)


def _not_twice(ask: Ask, item: Item, role: str) -> None:
    mine = [s for s in item.sign_offs if s.person == ask.person.name and lanes.why_lost(ask.state, item, s) is None]
    if any(sign_off.role == role for sign_off in mine):
        raise refusal("wrong_state", f"You have approved this version as {label(role)} already.", role=role)
    if mine and _counts_elsewhere(ask, item, mine, role):
        message = f"You approved this version as {label(mine[0].role)}. {label(role)} has to be somebody else."
        raise refusal("not_allowed", message, role=mine[0].role)


def _counts_elsewhere(ask: Ask, item: Item, mine: list[SignOff], role: str) -> bool:
    """Whether a second yes of the same person would change nothing: one person counts for one rule only."""
    rules, authors = lanes.lane_of(ask.state, item).rules, lanes.authors(item)
    countable = [s for s in item.sign_offs if lanes.why_lost(ask.state, item, s) is None]
    before = lanes.match(rules, countable, authors)
    after = lanes.match(rules, [*countable, replace(mine[0], role=role)], authors)
    return sum(map(len, after.given)) <= sum(map(len, before.given))


def _not_going_out(item: Item, to: str) -> None:
    if not lanes.going_out(item):
        return
    out = next(target for target in item.targets if target.phase in ("claimed", "posted"))
    doing = "has put it out" if out.phase == "posted" else "is handing it over"
    message = f"{out.person} {doing} on {network_name(out.text.network)}: too late to {to}. Stand down, or have it held or killed."
    raise refusal("going_out", message, person=out.person, network=out.text.network)
