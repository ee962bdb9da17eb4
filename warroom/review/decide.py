"""A command becomes events, or a refusal that says what to do. Pure: the same state, command and time give the same answer.

The order of checks is the order in which a person can put things right. Codes and their HTTP status are in `asking.STATUS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warroom.compose.pack import Manifest
from warroom.review import commands as cmd
from warroom.review import (
    decide_items,
    decide_moments,
    decide_outcomes,
    decide_room,
    decide_shells,
    decide_signing,
    decide_targets,
    decide_templates,
    decide_watch,
)
from warroom.review.asking import Ask, no_pack, refusal
from warroom.review.commands import Actor, Command
from warroom.review.events import Happening
from warroom.review.model import State


def decide(
    state: State,
    command_id: str,
    command: Command,
    actor: Actor,
    now_ms: int,
    blobs: Callable[[str], bool],
    packs: Callable[[str], Manifest] = no_pack,
) -> tuple[Happening, ...]:
    """The events of `command`, at least one, all to be logged at `now_ms` or none. `due(state, now_ms)` is folded in before.

    `command_id` becomes the id of what the command makes; that it was not used for another command is the room's to see
    to. `now_ms` never runs back. `blobs` says whether the room holds the whole of a picture; `packs` gives the manifest of a
    template's pack of which it holds every file, or raises RoomError. Raises RoomError.
    """
    person = state.plan.person(actor.person)
    if person is None:
        raise refusal("not_allowed", f"{actor.person} is not in this event's plan. Ask the producer.", person=actor.person)
    return _ANSWERS[type(command)](Ask(state, command_id, person, now_ms, blobs, packs), command)


_ANSWERS: dict[type, Callable[[Ask, Any], tuple[Happening, ...]]] = {
    cmd.CallMoment: decide_moments.call_moment,
    cmd.DecideMoment: decide_moments.decide_moment,
    cmd.MarkSpike: decide_watch.mark_spike,
    cmd.SetTopics: decide_watch.set_topics,
    cmd.CreateItem: decide_items.create_item,
    cmd.SaveVersion: decide_items.save_version,
    cmd.SendForApproval: decide_items.send_for_approval,
    cmd.HoldItem: decide_items.hold_item,
    cmd.ReleaseItem: decide_items.release_item,
    cmd.KillItem: decide_items.kill_item,
    cmd.AddComment: decide_items.add_comment,
    cmd.SignOffItem: decide_signing.sign_off_item,
    cmd.WithdrawSignOff: decide_signing.withdraw_sign_off,
    cmd.RequestChanges: decide_signing.request_changes,
    cmd.ClaimTarget: decide_targets.claim_target,
    cmd.ReleaseTarget: decide_targets.release_target,
    cmd.ReportPosted: decide_targets.report_posted,
    cmd.ReportFailed: decide_targets.report_failed,
    cmd.DropTarget: decide_targets.drop_target,
    cmd.BankItem: decide_shells.bank_item,
    cmd.WithdrawShell: decide_shells.withdraw_shell,
    cmd.LockItem: decide_outcomes.lock_item,
    cmd.MarkOutcome: decide_outcomes.mark_outcome,
    cmd.StandDownRoom: decide_room.stand_down_room,
    cmd.ResumeRoom: decide_room.resume_room,
    cmd.PublishTemplates: decide_templates.publish_templates,
    cmd.RetireTemplate: decide_templates.retire_template,
    cmd.SetDuty: decide_room.set_duty,
    cmd.SetPace: decide_room.set_pace,
}
