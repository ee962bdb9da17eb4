"""What a person may ask of the room. A command's id (UUIDv7) is its idempotency key and the id of what it makes.

Edits name the version they saw (`base`), sign-offs the digest they saw; the room refuses what is stale, never "applies it
to the new one". `decide.py` turns a command into events or refuses it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from warroom.plan.model import Sensitivity, Topic
from warroom.review.model import Blank, Content, Fingerprint, Mould, SpikeMark
from warroom.review.tags import snake_case
from warroom.sources.post import Post


class _Command(msgspec.Struct, frozen=True, tag_field="type", tag=snake_case):
    pass


class CallMoment(_Command, frozen=True):
    title: str
    topic: str
    evidence: tuple[Post, ...]
    curve: tuple[int, ...] = ()
    spike: str = ""


class DecideMoment(_Command, frozen=True):
    moment: str
    decision: Literal["go", "wait", "pass"]
    reason: str = ""


class MarkSpike(_Command, frozen=True):
    """Anybody's: seen and no more to be shown, or a false alarm. The last mark counts."""

    spike: str
    mark: SpikeMark


class SetTopics(_Command, frozen=True):
    """For the whole room, from now on: a writer's or a producer's. `base` is the `topics_seq` they were changed from."""

    base: int
    topics: tuple[Topic, ...]
    elsewhere: Sensitivity | Literal["off"] = "balanced"


class CreateItem(_Command, frozen=True):
    """Only on a moment decided `go`. From a shell: in the lane of those. With an outcome: locked from its beginning."""

    moment: str
    title: str
    lane: str = "full"
    shell: str = ""
    outcome: str = ""
    result: str = ""


class SaveVersion(_Command, frozen=True):
    """A new version that is not sent yet; `base` is the number of the version it was made from, 0 for the first."""

    item: str
    base: int
    content: Content
    fingerprint: Fingerprint = Fingerprint()


class SendForApproval(_Command, frozen=True):
    """A new version, sent. Refused where a finding that blocks is not ok."""

    item: str
    base: int
    content: Content
    fingerprint: Fingerprint = Fingerprint()


class SignOffItem(_Command, frozen=True):
    item: str
    role: str
    digest: str


class WithdrawSignOff(_Command, frozen=True):
    item: str
    role: str
    digest: str


class RequestChanges(_Command, frozen=True):
    item: str
    role: str
    digest: str
    comment: str


class AddComment(_Command, frozen=True):
    item: str
    text: str


class HoldItem(_Command, frozen=True):
    item: str
    reason: str


class ReleaseItem(_Command, frozen=True):
    item: str


class KillItem(_Command, frozen=True):
    item: str
    reason: str


class StandDownRoom(_Command, frozen=True):
    reason: str = ""


class ResumeRoom(_Command, frozen=True):
    """The first person's asks, a second person's lifts the stand-down."""


class ClaimTarget(_Command, frozen=True):
    """Start handing one target over; `target` is its place in the version's targets. Lapses after two minutes."""

    item: str
    target: int
    digest: str


class ReleaseTarget(_Command, frozen=True):
    item: str
    target: int
    claim: str


class ReportPosted(_Command, frozen=True):
    item: str
    target: int
    claim: str
    link: str


class ReportFailed(_Command, frozen=True):
    item: str
    target: int
    claim: str
    reason: str


class DropTarget(_Command, frozen=True):
    item: str
    target: int
    reason: str


class BankItem(_Command, frozen=True):
    """Keep what is greenlit as a shell: `blanks` are what may be filled in anew, `moulds` say where they stand."""

    item: str
    digest: str
    blanks: tuple[Blank, ...]
    moulds: tuple[Mould, ...]
    until: int
    title: str = ""


class WithdrawShell(_Command, frozen=True):
    """Take a shell out of the bank for good; what was made from it and is not out stops."""

    shell: str
    reason: str


class LockItem(_Command, frozen=True):
    """Let the item out only when this result is marked; both empty: lift the lock."""

    item: str
    outcome: str
    result: str


class MarkOutcome(_Command, frozen=True):
    """Which result it is. `seen` is the mark the producer saw (empty: none); an empty `result` takes the mark back."""

    outcome: str
    result: str
    seen: str = ""


class Offered(msgspec.Struct, frozen=True):
    """One pack to be published. `base` is the version it replaces, 0 for the first; `digest` the template's, as its publisher read it."""

    key: str
    manifest: str
    base: int = 0
    digest: str = ""


class PublishTemplates(_Command, frozen=True):
    """For the roles that the plan names: all of these packs, or none. Their blobs are sent first, the manifests among them."""

    templates: tuple[Offered, ...]


class RetireTemplate(_Command, frozen=True):
    """Offer it no more, until it is published again. What was made with it keeps it."""

    key: str


class SetDuty(_Command, frozen=True):
    person: str
    on: bool


class SetPace(_Command, frozen=True):
    """Rehearsals only. `event_ms` jumps the event clock; without it the clock goes on from where it stands."""

    speed: float
    paused: bool
    event_ms: int | None = None


Command = (
    CallMoment
    | DecideMoment
    | MarkSpike
    | SetTopics
    | CreateItem
    | SaveVersion
    | SendForApproval
    | SignOffItem
    | WithdrawSignOff
    | RequestChanges
    | AddComment
    | HoldItem
    | ReleaseItem
    | KillItem
    | StandDownRoom
    | ResumeRoom
    | ClaimTarget
    | ReleaseTarget
    | ReportPosted
    | ReportFailed
    | DropTarget
    | PublishTemplates
    | RetireTemplate
    | BankItem
    | WithdrawShell
    | LockItem
    | MarkOutcome
    | SetDuty
    | SetPace
)


class Actor(msgspec.Struct, frozen=True):
    """Who asks: a person of the plan through one device. The room takes it from the token, never from the body."""

    person: str
    device: str
