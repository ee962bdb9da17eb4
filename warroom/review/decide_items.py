"""Making items and their versions, sending them, and holding, killing and commenting on them."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from warroom.compose.plain import blank
from warroom.plan.networks import network_name
from warroom.review import lanes, made
from warroom.review.asking import LONGEST_TEXT, LONGEST_TITLE, Ask, quoted, refusal, short, text
from warroom.review.commands import AddComment, CreateItem, HoldItem, KillItem, ReleaseItem, SaveVersion, SendForApproval
from warroom.review.decide_outcomes import open_result
from warroom.review.decide_shells import left_lane, need_shell
from warroom.review.digest import subject_digest
from warroom.review.duty import event_time
from warroom.review.events import (
    Commented,
    Happening,
    ItemCreated,
    ItemHeld,
    ItemKilled,
    ItemReleased,
    ItemSent,
    LaneChanged,
    VersionAdded,
)
from warroom.review.model import Content, Credit, Fingerprint, Item, Version


def create_item(ask: Ask, command: CreateItem) -> tuple[Happening, ...]:
    ask.need_role("writer", "producer", to="make an item")
    moment = ask.moment(command.moment)
    if moment.decision != "go":
        raise refusal("wrong_state", "This moment is not a go. Decide go first, then write.", decision=moment.decision)
    if ask.state.plan.lane(command.lane) is None:
        known = [lane.name for lane in ask.state.plan.lanes]
        raise refusal("bad_request", f"The event plan has no lane {command.lane!r}. It has: {', '.join(known)}.", lanes=known)
    need_shell(ask, command.lane, command.shell)
    if command.outcome or command.result:
        open_result(ask, command.outcome, command.result)
    title = short(command.title, "The item's title", LONGEST_TITLE) or moment.title
    return (ItemCreated(ask.new_id(), moment.id, title, command.lane, command.shell, command.outcome, command.result),)


def save_version(ask: Ask, command: SaveVersion) -> tuple[Happening, ...]:
    item = _editable(ask, command.item, command.base, to="write")
    _check_shape(ask, command.content)
    moved = left_lane(ask, item, command.content, command.fingerprint)
    return (*moved, VersionAdded(item.id, _version(ask, item, command.content, command.fingerprint, moved)))


def send_for_approval(ask: Ask, command: SendForApproval) -> tuple[Happening, ...]:
    """A new version and its sending; only the sending where the version it was made from is the same and was not sent yet."""
    item = _editable(ask, command.item, command.base, to="send for approval")
    _check_shape(ask, command.content)
    _check_targets(ask, command.content)
    _check_findings(ask, command.content)
    moved = left_lane(ask, item, command.content, command.fingerprint)
    version = _version(ask, item, command.content, command.fingerprint, moved)
    last = item.current
    if last is not None and replace(last, author="", at=0, number=0) == replace(version, author="", at=0, number=0):
        if item.phase == "in_review" and item.sent and item.sent[-1].version == last.number:
            raise refusal(
                "wrong_state", f"Version {last.number} is in review already, and nothing in this differs from it.", current=last.number
            )
        return (ItemSent(item.id, last.number),)
    return (*moved, VersionAdded(item.id, version), ItemSent(item.id, version.number))


def hold_item(ask: Ask, command: HoldItem) -> tuple[Happening, ...]:
    item = ask.living(command.item)
    ask.need_role("producer", *_roles(ask, item), to="hold this item")
    if item.hold is not None:
        raise refusal("wrong_state", f"{item.hold.by} holds this item already{quoted(item.hold.reason)}.", by=item.hold.by)
    return (ItemHeld(item.id, text(command.reason, "The reason for holding")),)


def release_item(ask: Ask, command: ReleaseItem) -> tuple[Happening, ...]:
    item = ask.living(command.item)
    ask.need_role("producer", *_roles(ask, item), to="release this item")
    if item.hold is None:
        raise refusal("wrong_state", "Nobody holds this item.")
    return (ItemReleased(item.id),)


def kill_item(ask: Ask, command: KillItem) -> tuple[Happening, ...]:
    """Possible after publishing too; what went out is then to be taken down (`standing.take_down`)."""
    ask.need_role("producer", "writer", to="kill an item")
    item = ask.item(command.item)
    if item.phase != "published":
        item = ask.living(command.item)
    return (ItemKilled(item.id, text(command.reason, "The reason for killing")),)


def add_comment(ask: Ask, command: AddComment) -> tuple[Happening, ...]:
    item = ask.item(command.item)
    number = item.current.number if item.current else 0
    return (Commented(item.id, number, text(command.text, "The comment"), ask.id),)


def _roles(ask: Ask, item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.role for rule in lanes.lane_of(ask.state, item).rules))


def _editable(ask: Ask, item_id: str, base: int, *, to: str) -> Item:
    ask.need_role("writer", "producer", to=to)
    item = ask.living(item_id)
    if lanes.going_out(item):
        out = next(target for target in item.targets if target.phase in ("claimed", "posted"))
        doing = "has put it out" if out.phase == "posted" else "is handing it over"
        message = f"{out.person} {doing} on {network_name(out.text.network)}, so it can't be changed. Hold or kill it, or make a duplicate."
        raise refusal("going_out", message, person=out.person, network=out.text.network)
    newest = item.current.number if item.current else 0
    if base != newest:
        by = f" by {item.current.author}" if item.current else ""
        message = f"You wrote on version {base}, but version {newest}{by} is the newest. Look at it and choose which words to keep."
        raise refusal("stale_version", message, current=newest)
    return item


def _version(ask: Ask, item: Item, content: Content, fingerprint: Fingerprint, moved: tuple[LaneChanged, ...]) -> Version:
    lane = moved[-1].lane if moved else item.lane
    digest = subject_digest(item.id, item.moment, content, ask.state.lanes_digest[lane])
    number = item.current.number + 1 if item.current else 1
    return Version(number=number, digest=digest, content=content, author=ask.person.name, at=ask.now, fingerprint=fingerprint)


def _check_shape(ask: Ask, content: Content) -> None:
    """What even a draft must keep to: one cut a name, one entry a target, and every picture arrived whole."""
    short(content.title, "The title", LONGEST_TITLE)
    short(content.why, "Why it is ours to say")
    if not made.is_known(ask.state, content):
        message = "The room has no such version of the template it says it was made with. Reload, render the card again, and send."
        raise refusal("bad_request", message, template=content.template, version=content.template_version)
    names = [cut.name for cut in content.cuts]
    if len(set(names)) != len(names):
        raise refusal("bad_request", "Two cuts have the same name. Render the card again.", cuts=names)
    pairs = [(target.network, target.account) for target in content.targets]
    if len(set(pairs)) != len(pairs):
        raise refusal("bad_request", "One target is in it twice. Take one of them out.", targets=[list(pair) for pair in pairs])
    for target in content.targets:
        short(target.caption, f"The caption for {network_name(target.network)}", 10 * LONGEST_TEXT)
        short(target.alt, f"The alt text for {network_name(target.network)}", 10 * LONGEST_TEXT)
    blobs = dict.fromkeys((*(cut.blob for cut in content.cuts), *(credit.blob for credit in content.credits)))
    missing = [blob for blob in blobs if not ask.blobs(blob)]
    if missing:
        raise refusal("blob_missing", "A picture has not arrived in the room yet. Upload it, then try again.", missing=missing)


def _check_targets(ask: Ask, content: Content) -> None:
    if not content.targets:
        raise refusal("bad_request", "It goes nowhere yet. Pick at least one target.")
    known = {(target.network, target.account) for target in ask.state.plan.targets}
    cuts = {cut.name for cut in content.cuts}
    for target in content.targets:
        if (target.network, target.account) not in known:
            message = f"The event plan has no target {target.account} on {network_name(target.network)}. Pick one it has."
            raise refusal("bad_request", message, network=target.network, account=target.account)
        if target.cut not in cuts:
            message = f"The cut {target.cut} for {network_name(target.network)} was not rendered. Render the card again, then send."
            raise refusal("bad_request", message, cut=target.cut)


def _check_findings(ask: Ask, content: Content) -> None:
    """What blocks: the composer's own findings, and what the room can see for itself."""
    failed = {finding.check: finding.text for finding in content.findings if finding.blocking and not finding.ok}
    silent = [network_name(target.network) for target in content.targets if blank(target.alt)]
    if silent and "alt_text" in ask.state.plan.guardrails.block:
        failed.setdefault("alt_text", f"no alt text for {', '.join(silent)}")
    unnamed = [credit.slot for credit in content.credits if blank(credit.source) or blank(credit.rights)]
    if unnamed:
        failed.setdefault("credits", f"source and rights of the picture in {', '.join(unnamed)} are not named")
    if outside := [words for credit in content.credits if (words := licence(ask, credit))]:
        failed.setdefault("rights", ", ".join(outside))
    if failed:
        said = "; ".join(words or check for check, words in failed.items())
        raise refusal("blocked_check", f"It can't be sent yet: {said}. Put that right and send again.", checks=list(failed))


def licence(ask: Ask, credit: Credit) -> str:
    """Why the picture may not be used on the event's day; the room's own look at what the library said of it."""
    day = dt.datetime.fromtimestamp(event_time(ask.state, ask.now) / 1000, ask.state.plan.event.starts.tzinfo).date().isoformat()
    if credit.until and credit.until < day:
        return f"the licence of the picture in {credit.slot} ended on {credit.until}"
    return f"the licence of the picture in {credit.slot} begins on {credit.since}" if credit.since > day else ""
