"""The room's state, folded from its log: one small function an event, no clock, no files, nothing changed in place.

`fold` trusts what it is given: whether something may happen was settled by `decide.py` before it was logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from warroom.review import events as ev
from warroom.review import fold_shells, fold_templates, fold_watch
from warroom.review.digest import lane_digest
from warroom.review.events import Logged
from warroom.review.fold_item import clock_restarted, with_item
from warroom.review.model import Comment, Device, Hold, Item, Moment, Sending, SignOff, StandDown, State, TargetPhase, TargetState


def fold(state: State | None, logged: Logged) -> State:
    """The state after one more line. The first line of a log is `RoomStarted`; anything else without a state is a ValueError."""
    body = logged.body
    if isinstance(body, ev.RoomStarted):
        return _room_started(logged, body)
    if state is None:
        raise ValueError(f"a room's log begins with its start, not with {type(body).__name__}")
    return _FOLDS[type(body)](state, logged, body)


def fold_all(state: State | None, log: Iterable[Logged]) -> State:
    """Fold a whole stretch of log onto `state` (None: from the beginning)."""
    for logged in log:
        state = fold(state, logged)
    if state is None:
        raise ValueError("an empty log has no state")
    return state


# --- the room


def _room_started(logged: Logged, body: ev.RoomStarted) -> State:
    return State(
        room=body.room,
        kind=body.kind,
        plan=body.plan,
        started_at=logged.at,
        pace=body.pace,
        lanes_digest={lane.name: lane_digest(lane) for lane in body.plan.lanes},
        colours=fold_watch.coloured({}, (), body.plan.topics),
    )


def _device_joined(state: State, logged: Logged, body: ev.DeviceJoined) -> State:
    device = Device(id=body.device, person=body.person, name=body.name, joined_at=logged.at)
    return replace(state, devices={**state.devices, body.device: device})


def _device_removed(state: State, _: Logged, body: ev.DeviceRemoved) -> State:
    return replace(state, devices={key: device for key, device in state.devices.items() if key != body.device})


def _duty_set(state: State, _: Logged, body: ev.DutySet) -> State:
    return replace(state, duty={**state.duty, body.person: body.on})


def _pace_set(state: State, _: Logged, body: ev.PaceSet) -> State:
    return replace(state, pace=body.pace, past_paces=(*state.past_paces, state.pace))


def _stood_down(state: State, logged: Logged, body: ev.StoodDown) -> State:
    standing = state.stood_down
    if standing is None:
        standing = StandDown(at=logged.at, by=logged.person, reason=body.reason)
    else:  # said again: whoever asked to resume has to ask anew
        standing = replace(standing, reason=body.reason or standing.reason, resume_asked_by="")
    return replace(state, stood_down=standing, last_stand_down=logged.at, last_stand_down_seq=logged.seq)


def _resume_asked(state: State, logged: Logged, _: ev.ResumeAsked) -> State:
    if state.stood_down is None:
        return state
    return replace(state, stood_down=replace(state.stood_down, resume_asked_by=logged.person))


def _resumed(state: State, logged: Logged, _: ev.Resumed) -> State:
    past = state.past_stand_downs
    if state.stood_down is not None:
        past = (*past, replace(state.stood_down, resumed_at=logged.at))
    items = {key: clock_restarted(item, logged.at) for key, item in state.items.items()}
    return replace(state, stood_down=None, past_stand_downs=past, items=items)


# --- moments


def _moment_called(state: State, logged: Logged, body: ev.MomentCalled) -> State:
    moment = Moment(
        id=body.moment,
        title=body.title,
        topic=body.topic,
        called_at=logged.at,
        called_by=logged.person,
        evidence=body.evidence,
        curve=body.curve,
        spike=body.spike,
    )
    called = replace(state, moments={**state.moments, body.moment: moment})
    return fold_watch.called_on(called, body.spike, body.moment)


def _moment_decided(state: State, logged: Logged, body: ev.MomentDecided) -> State:
    moment = replace(
        state.moments[body.moment],
        decision=body.decision,
        reason=body.reason,
        decided_at=logged.at,
        decided_by=logged.person,
    )
    return replace(state, moments={**state.moments, body.moment: moment})


# --- items


def _item_created(state: State, logged: Logged, body: ev.ItemCreated) -> State:
    item = Item(
        id=body.item,
        moment=body.moment,
        lane=body.lane,
        title=body.title,
        created_at=logged.at,
        created_by=logged.person,
        shell=body.shell,
        outcome=body.outcome,
        result=body.result,
    )
    return with_item(state, item)


def _version_added(state: State, _: Logged, body: ev.VersionAdded) -> State:
    item = state.items[body.item]
    content = body.version.content
    return with_item(
        state,
        replace(
            item,
            title=content.title or item.title,
            versions=(*item.versions, body.version),
            targets=tuple(TargetState(text=text) for text in content.targets),
        ),
    )


def _item_sent(state: State, logged: Logged, body: ev.ItemSent) -> State:
    item = state.items[body.item]
    sending = Sending(version=body.version, by=logged.person, at=logged.at)
    return with_item(state, replace(item, phase="in_review", sent=(*item.sent, sending), clock_from=logged.at, escalated=()))


def _item_held(state: State, logged: Logged, body: ev.ItemHeld) -> State:
    return with_item(state, replace(state.items[body.item], hold=Hold(by=logged.person, reason=body.reason, at=logged.at)))


def _item_released(state: State, logged: Logged, body: ev.ItemReleased) -> State:
    return with_item(state, replace(clock_restarted(state.items[body.item], logged.at), hold=None))


def _item_killed(state: State, logged: Logged, body: ev.ItemKilled) -> State:
    item = state.items[body.item]
    return with_item(state, replace(item, phase="killed", ended_at=logged.at, ended_by=logged.person, reason=body.reason))


def _item_expired(state: State, logged: Logged, body: ev.ItemExpired) -> State:
    item = state.items[body.item]
    came_from = item.phase if body.outcome else ""
    return with_item(
        state, replace(item, phase="expired", ended_at=logged.at, ended_by=logged.person, reason=body.reason, came_from=came_from)
    )


def _rule_escalated(state: State, _: Logged, body: ev.RuleEscalated) -> State:
    item = state.items[body.item]
    return with_item(state, replace(item, escalated=(*item.escalated, body.role)))


# --- what approvers say


def _signed_off(state: State, logged: Logged, body: ev.SignedOff) -> State:
    item = state.items[body.item]
    sign_off = SignOff(
        role=body.role,
        person=logged.person,
        digest=body.digest,
        version=body.version,
        at=logged.at,
        as_deputy=body.as_deputy,
        seq=logged.seq,
    )
    return with_item(state, replace(item, sign_offs=(*item.sign_offs, sign_off)))


def _taken_back(item: Item, role: str, digest: str, logged: Logged, *, whose: str = "") -> tuple[SignOff, ...]:
    """The item's sign-offs, with those of `role` on `digest` withdrawn: all of them, or only those of `whose`."""
    return tuple(
        replace(sign_off, withdrawn_at=logged.at, withdrawn_by=logged.person)
        if (sign_off.role, sign_off.digest, sign_off.withdrawn_by) == (role, digest, "") and whose in ("", sign_off.person)
        else sign_off
        for sign_off in item.sign_offs
    )


def _sign_off_withdrawn(state: State, logged: Logged, body: ev.SignOffWithdrawn) -> State:
    item = state.items[body.item]
    return with_item(state, replace(item, sign_offs=_taken_back(item, body.role, body.digest, logged, whose=logged.person)))


def _changes_requested(state: State, logged: Logged, body: ev.ChangesRequested) -> State:
    """A role that asks for changes takes its own yes on these bytes back: sending them again unchanged needs it anew."""
    item = state.items[body.item]
    digest = next((version.digest for version in item.versions if version.number == body.version), "")
    comment = Comment(
        id=body.comment_id,
        person=logged.person,
        text=body.comment,
        version=body.version,
        at=logged.at,
        role=body.role,
        asks_changes=True,
    )
    return with_item(
        state,
        replace(
            item,
            phase="changes_requested",
            comments=(*item.comments, comment),
            sign_offs=_taken_back(item, body.role, digest, logged),
        ),
    )


def _commented(state: State, logged: Logged, body: ev.Commented) -> State:
    item = state.items[body.item]
    comment = Comment(id=body.comment_id, person=logged.person, text=body.comment, version=body.version, at=logged.at)
    return with_item(state, replace(item, comments=(*item.comments, comment)))


# --- targets


def _target(
    state: State, logged: Logged, body: ev.TargetPosted | ev.TargetFailed | ev.TargetDropped, phase: TargetPhase, **changes: Any
) -> State:
    """One target done with; the item is published when none is left to do and at least one went out."""
    item = state.items[body.item]
    targets = _replaced(item, body.target, phase=phase, at=logged.at, until=0, lapsed="", **changes)
    item = replace(item, targets=targets)
    phases = {target.phase for target in targets}
    if item.phase == "in_review" and "posted" in phases and not phases & {"waiting", "claimed"}:
        item = replace(item, phase="published", ended_at=logged.at, ended_by=logged.person)
    return with_item(state, item)


def _replaced(item: Item, place: int, **changes: Any) -> tuple[TargetState, ...]:
    return tuple(replace(target, **changes) if index == place else target for index, target in enumerate(item.targets))


def _target_claimed(state: State, logged: Logged, body: ev.TargetClaimed) -> State:
    item = state.items[body.item]
    claimed = TargetState(
        text=item.targets[body.target].text,
        phase="claimed",
        person=logged.person,
        claim=body.claim,
        until=body.until,
        digest=body.digest,
        reason=item.targets[body.target].reason,  # why it failed before
        at=logged.at,
    )
    targets = tuple(claimed if index == body.target else target for index, target in enumerate(item.targets))
    return with_item(state, replace(item, targets=targets))


def _target_released(state: State, logged: Logged, body: ev.TargetReleased) -> State:
    """A lapsed claim leaves its person and digest standing: that person may have posted and only be late in saying so.

    What had failed and was tried again beside what went out has failed still.
    """
    item = state.items[body.item]
    phase: TargetPhase = "failed" if item.phase == "published" else "waiting"
    if body.lapsed:
        targets = _replaced(item, body.target, phase=phase, until=0, claim="", lapsed=body.claim, at=logged.at)
    else:
        targets = _replaced(item, body.target, phase=phase, until=0, claim="", person="", digest="", at=logged.at)
    return with_item(state, replace(item, targets=targets))


def _target_posted(state: State, logged: Logged, body: ev.TargetPosted) -> State:
    return _target(state, logged, body, "posted", claim=body.claim, link=body.link, reason="", person=logged.person)


def _target_failed(state: State, logged: Logged, body: ev.TargetFailed) -> State:
    return _target(state, logged, body, "failed", claim="", reason=body.reason)


def _target_dropped(state: State, logged: Logged, body: ev.TargetDropped) -> State:
    return _target(state, logged, body, "dropped", claim="", person=logged.person, reason=body.reason)


_FOLDS: dict[type, Callable[[State, Logged, Any], State]] = {
    ev.DeviceJoined: _device_joined,
    ev.DeviceRemoved: _device_removed,
    ev.DutySet: _duty_set,
    ev.PaceSet: _pace_set,
    ev.StoodDown: _stood_down,
    ev.ResumeAsked: _resume_asked,
    ev.Resumed: _resumed,
    ev.MomentCalled: _moment_called,
    ev.MomentDecided: _moment_decided,
    ev.ItemCreated: _item_created,
    ev.VersionAdded: _version_added,
    ev.ItemSent: _item_sent,
    ev.ItemHeld: _item_held,
    ev.ItemReleased: _item_released,
    ev.ItemKilled: _item_killed,
    ev.ItemExpired: _item_expired,
    ev.RuleEscalated: _rule_escalated,
    ev.SignedOff: _signed_off,
    ev.SignOffWithdrawn: _sign_off_withdrawn,
    ev.ChangesRequested: _changes_requested,
    ev.Commented: _commented,
    ev.TargetClaimed: _target_claimed,
    ev.TargetReleased: _target_released,
    ev.TargetPosted: _target_posted,
    ev.TargetFailed: _target_failed,
    ev.TargetDropped: _target_dropped,
    **fold_templates.FOLDS,
    **fold_watch.FOLDS,
    **fold_shells.FOLDS,
}
