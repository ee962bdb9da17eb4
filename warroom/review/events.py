"""What happened, as the log keeps it. An event carries everything `fold.py` needs: folding asks no clock and no plan file."""

from __future__ import annotations

from typing import Literal

import msgspec

from warroom.plan.model import Plan, Sensitivity, Topic
from warroom.review.model import Blank, Content, Decision, Fingerprint, Mould, Pace, RoomKind, SignOff, SpikeMark, Version
from warroom.review.tags import snake_case
from warroom.sources.post import Post
from warroom.watch.spike import Spike, SpikeEnd, Turn


class _Event(msgspec.Struct, frozen=True, tag_field="type", tag=snake_case):
    pass


class RoomStarted(_Event, frozen=True):
    room: str
    kind: RoomKind
    plan: Plan
    pace: Pace


class DeviceJoined(_Event, frozen=True):
    device: str
    person: str
    name: str


class DeviceRemoved(_Event, frozen=True):
    device: str


class DutySet(_Event, frozen=True):
    person: str
    on: bool


class PaceSet(_Event, frozen=True):
    pace: Pace


class MomentCalled(_Event, frozen=True):
    moment: str
    title: str
    topic: str
    evidence: tuple[Post, ...]
    curve: tuple[int, ...] = ()
    spike: str = ""


class MomentDecided(_Event, frozen=True):
    moment: str
    decision: Decision
    reason: str = ""


class MomentTurned(_Event, frozen=True):
    """Made by the room of what intake tells."""

    turn: Turn


class EvidenceChanged(_Event, frozen=True):
    """Made by the room: authors took back or changed posts that a moment keeps."""

    moment: str
    deleted: tuple[str, ...] = ()
    edited: tuple[Post, ...] = ()


class SpikeSpotted(_Event, frozen=True):
    """Made by the room of what intake tells."""

    spike: Spike


class SpikeRefined(_Event, frozen=True):
    """Made by the room of what intake tells: the spike once more, with what more posts have shown."""

    spike: Spike


class SpikeOver(_Event, frozen=True):
    """Made by the room of what intake tells."""

    end: SpikeEnd


class SpikeMarked(_Event, frozen=True):
    spike: str
    mark: SpikeMark


class TopicsSet(_Event, frozen=True):
    """The room's topics from here on, in their order."""

    topics: tuple[Topic, ...]
    elsewhere: Sensitivity | Literal["off"]


class ItemCreated(_Event, frozen=True):
    item: str
    moment: str
    title: str
    lane: str
    shell: str = ""
    outcome: str = ""
    result: str = ""


class VersionAdded(_Event, frozen=True):
    item: str
    version: Version


class ItemSent(_Event, frozen=True):
    item: str
    version: int


class SignedOff(_Event, frozen=True):
    item: str
    role: str
    digest: str
    version: int
    as_deputy: bool = False


class SignOffWithdrawn(_Event, frozen=True):
    item: str
    role: str
    digest: str


class ChangesRequested(_Event, frozen=True):
    item: str
    role: str
    version: int
    comment: str
    comment_id: str


class Commented(_Event, frozen=True):
    item: str
    version: int
    comment: str
    comment_id: str


class ItemHeld(_Event, frozen=True):
    item: str
    reason: str


class ItemReleased(_Event, frozen=True):
    item: str


class ItemKilled(_Event, frozen=True):
    item: str
    reason: str


class ItemExpired(_Event, frozen=True):
    """Made by the room when a limit passes (`due.py`), or with what ends it; never asked for by a person.

    `outcome` is set where another of its results was marked: that mark can be corrected, and then the item comes back.
    """

    item: str
    reason: str
    outcome: str = ""


class ItemCameBack(_Event, frozen=True):
    """A wrong mark was put right: what had expired by it is what it was before."""

    item: str


class LaneChanged(_Event, frozen=True):
    """The item leaves the shells' lane: `touched` says what besides the blanks is not as it was cleared."""

    item: str
    lane: str
    touched: tuple[str, ...]


class ItemLocked(_Event, frozen=True):
    """Both empty: the lock was lifted."""

    item: str
    outcome: str
    result: str


class OutcomeMarked(_Event, frozen=True):
    """An empty result: the mark was taken back."""

    outcome: str
    result: str


class ShellBanked(_Event, frozen=True):
    shell: str
    title: str
    item: str
    version: int
    digest: str
    content: Content
    fingerprint: Fingerprint
    blanks: tuple[Blank, ...]
    moulds: tuple[Mould, ...]
    cleared: tuple[SignOff, ...]
    until: int


class ShellWithdrawn(_Event, frozen=True):
    shell: str
    reason: str


class ShellExpired(_Event, frozen=True):
    """Made by the room when the shell's time is over."""

    shell: str


class TemplatePublished(_Event, frozen=True):
    key: str
    name: str
    version: int
    manifest: str
    digest: str = ""


class TemplateRetired(_Event, frozen=True):
    key: str


class RuleEscalated(_Event, frozen=True):
    """Made by the room: the limit of `role` passed, its deputies may sign from here on."""

    item: str
    role: str


class StoodDown(_Event, frozen=True):
    reason: str


class ResumeAsked(_Event, frozen=True):
    pass


class Resumed(_Event, frozen=True):
    asked_by: str


class TargetClaimed(_Event, frozen=True):
    item: str
    target: int
    claim: str
    digest: str
    until: int


class TargetReleased(_Event, frozen=True):
    """Let go by its person, or lapsed after two minutes (then `lapsed`, made by the room)."""

    item: str
    target: int
    claim: str
    lapsed: bool = False


class TargetPosted(_Event, frozen=True):
    item: str
    target: int
    claim: str
    link: str


class TargetFailed(_Event, frozen=True):
    item: str
    target: int
    claim: str
    reason: str


class TargetDropped(_Event, frozen=True):
    item: str
    target: int
    reason: str


Happening = (
    RoomStarted
    | DeviceJoined
    | DeviceRemoved
    | DutySet
    | PaceSet
    | MomentCalled
    | MomentDecided
    | MomentTurned
    | EvidenceChanged
    | SpikeSpotted
    | SpikeRefined
    | SpikeOver
    | SpikeMarked
    | TopicsSet
    | ItemCreated
    | VersionAdded
    | ItemSent
    | SignedOff
    | SignOffWithdrawn
    | ChangesRequested
    | Commented
    | ItemHeld
    | ItemReleased
    | ItemKilled
    | ItemExpired
    | RuleEscalated
    | StoodDown
    | ResumeAsked
    | Resumed
    | TargetClaimed
    | TargetReleased
    | TargetPosted
    | TargetFailed
    | TargetDropped
    | TemplatePublished
    | TemplateRetired
    | ItemCameBack
    | LaneChanged
    | ItemLocked
    | OutcomeMarked
    | ShellBanked
    | ShellWithdrawn
    | ShellExpired
)


class Logged(msgspec.Struct, frozen=True):
    """One line of the room's log. `seq` is dense from 1; several events of one command follow each other.

    `hash` is over everything else in the line and the hash before it (`chain.py`).
    """

    seq: int
    at: int
    person: str  # "room" where the room itself acts
    device: str
    command: str
    body: Happening
    previous: str = ""
    hash: str = ""
