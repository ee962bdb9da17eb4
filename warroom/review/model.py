"""What the room knows: its state after the log up to some `seq`. All times are integer milliseconds of the server's clock.

`State` is only ever made by `fold.py` from events; nothing here is changed in place. `greenlit` is nowhere in it: it is
computed from sign-offs each time (`standing.py`), so no flag can be left standing.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from warroom.plan.model import Plan
from warroom.sources.post import Post
from warroom.watch.spike import Spike, SpikeEnd, Turn

RoomKind = Literal["live", "rehearsal"]
Decision = Literal["open", "go", "wait", "pass"]
Phase = Literal["draft", "in_review", "changes_requested", "expired", "killed", "published"]
TargetPhase = Literal["waiting", "claimed", "posted", "failed", "dropped"]


class Pace(msgspec.Struct, frozen=True):
    """The event clock: at server time `server_ms` it stood at `event_ms`, and it runs `speed` times as fast."""

    event_ms: int
    server_ms: int
    speed: float = 1.0
    paused: bool = False


class StandDown(msgspec.Struct, frozen=True):
    at: int
    by: str
    reason: str
    resume_asked_by: str = ""  # the first of the two people it takes
    resumed_at: int = 0  # set once it is over


class TurnSeen(msgspec.Struct, frozen=True):
    """A turn of a moment, and when the room heard of it."""

    turn: Turn
    at: int


class Moment(msgspec.Struct, frozen=True):
    id: str
    title: str
    topic: str
    called_at: int
    called_by: str
    evidence: tuple[Post, ...]
    curve: tuple[int, ...] = ()  # the topic's posts per second before the call, oldest first
    decision: Decision = "open"
    decided_at: int = 0
    decided_by: str = ""
    reason: str = ""
    spike: str = ""  # the spike it was called on
    turns: tuple[TurnSeen, ...] = ()  # oldest first
    deleted: tuple[str, ...] = ()  # ids of evidence whose authors took it back; the evidence keeps what was seen
    edited: tuple[Post, ...] = ()  # evidence as its authors changed it, the latest of each


SpikeMark = Literal["dismissed", "false_alarm"]


class SpikeSeen(msgspec.Struct, frozen=True):
    """A spike and what became of it. Kept for good: the after-action record shows them all."""

    spike: Spike
    at: int
    ended: SpikeEnd | None = None
    mark: SpikeMark | Literal[""] = ""
    marked_at: int = 0
    marked_by: str = ""
    moment: str = ""  # the moment called on it


class Cut(msgspec.Struct, frozen=True):
    """One rendered image, as it would be handed over: `blob` is the SHA-256 of its exact bytes, in hex."""

    name: str  # 1x1 · 4x5 · 16x9 · 9x16
    blob: str
    width: int
    height: int
    size: int
    mime: str


class TargetText(msgspec.Struct, frozen=True):
    """What goes to one target: which cut, with which words."""

    network: str
    account: str
    cut: str
    caption: str
    alt: str


class Credit(msgspec.Struct, frozen=True):
    """Where a picture in the card comes from, and by what right it may be used."""

    slot: str
    blob: str  # SHA-256 of the picture as admitted
    source: str
    rights: str
    since: str = ""  # its licence's first and last day, as ISO dates; empty: no such limit
    until: str = ""


class Finding(msgspec.Struct, frozen=True):
    """What one check said of this version."""

    check: str
    ok: bool
    blocking: bool
    text: str


class Framing(msgspec.Struct, frozen=True):
    """How a person framed a picture: around which point of it, 0..1 from its top left (None: found in it), and how close, from 1 on."""

    cut: str  # "" for every cut that has none of its own
    focal: tuple[float, float] | None = None
    zoom: float = 1.0


class Filled(msgspec.Struct, frozen=True):
    """One slot as filled: a text, a choice, a colour's name, "on"/"off", or the blob of a picture."""

    slot: str
    value: str
    focal: tuple[float, float] | None = None  # as framed before framings were kept by cut
    framings: tuple[Framing, ...] = ()

    def framing(self, cut: str) -> Framing | None:
        """What holds for this cut: its own, else that for every cut."""
        own = next((one for one in self.framings if one.cut == cut), None)
        if own is not None:
            return own
        shared = next((one for one in self.framings if not one.cut), None)
        return shared or (Framing("", self.focal) if self.focal is not None else None)


class Content(msgspec.Struct, frozen=True):
    """Everything a version holds. What is signed off of it is in `digest.py`; the rest is how it was made."""

    title: str  # what the board calls it: the headline
    template: str
    slots: tuple[Filled, ...]
    cuts: tuple[Cut, ...]
    targets: tuple[TargetText, ...]
    why: str = ""  # why this is ours to say
    credits: tuple[Credit, ...] = ()
    findings: tuple[Finding, ...] = ()
    template_version: int = 0  # 0: never published, the plan's or ours
    pack: str = ""  # the SHA-256 of that version's manifest


class Fingerprint(msgspec.Struct, frozen=True):
    """How the cuts were rendered; recorded beside a version, never part of what is signed."""

    template: str = ""  # digests
    brand: str = ""
    fonts: str = ""
    pillow: str = ""
    layout: str = ""  # the text engine and the versions of its parts
    codecs: str = ""  # what else makes pixels and bytes, with versions


class Version(msgspec.Struct, frozen=True):
    number: int  # 1, 2, 3 …
    digest: str  # the subject digest of this version
    content: Content
    author: str
    at: int
    fingerprint: Fingerprint = Fingerprint()


class SignOff(msgspec.Struct, frozen=True):
    """One role's recorded yes on one exact version."""

    role: str
    person: str
    digest: str
    version: int
    at: int
    as_deputy: bool = False
    withdrawn_at: int = 0
    withdrawn_by: str = ""  # the signer, or who asked for changes in the same role
    seq: int = 0  # its place in the log: two things of one millisecond still have an order


class Comment(msgspec.Struct, frozen=True):
    id: str
    person: str
    text: str
    version: int
    at: int
    role: str = ""  # set when it asks for changes: the role that asked
    asks_changes: bool = False


class Hold(msgspec.Struct, frozen=True):
    by: str
    reason: str
    at: int


class Sending(msgspec.Struct, frozen=True):
    version: int
    by: str
    at: int


class TargetState(msgspec.Struct, frozen=True):
    """One target of the current version on its way out."""

    text: TargetText
    phase: TargetPhase = "waiting"
    person: str = ""
    claim: str = ""  # the id of the command that claimed it
    until: int = 0  # when the claim lapses
    digest: str = ""  # what was handed over
    link: str = ""
    reason: str = ""
    at: int = 0
    lapsed: str = ""  # the last claim that lapsed: who held it may still say that it went out


class Item(msgspec.Struct, frozen=True):
    id: str
    moment: str
    lane: str  # the one it is in now
    title: str
    created_at: int
    created_by: str
    phase: Phase = "draft"
    versions: tuple[Version, ...] = ()
    sent: tuple[Sending, ...] = ()
    clock_from: int = 0  # since when the limits of its lane run: sent, released or resumed, whichever was last
    escalated: tuple[str, ...] = ()  # roles whose limit has passed and whose deputies may sign
    sign_offs: tuple[SignOff, ...] = ()
    comments: tuple[Comment, ...] = ()
    targets: tuple[TargetState, ...] = ()
    hold: Hold | None = None
    ended_at: int = 0  # published, expired or killed
    ended_by: str = ""
    reason: str = ""  # why it expired or was killed
    shell: str = ""  # the shell it was made from
    touched: tuple[str, ...] = ()  # what besides the blanks was changed: why it left the shell's lane
    outcome: str = ""  # it may only go out when this outcome's result is its own
    result: str = ""
    came_from: Phase | Literal[""] = ""  # what it was before another result was marked; set while it is expired for that

    @property
    def current(self) -> Version | None:
        return self.versions[-1] if self.versions else None


class Blank(msgspec.Struct, frozen=True):
    """A named place in a shell where a text may be filled in anew. `sample` stood there when the shell was cleared."""

    name: str
    sample: str
    most: int  # graphemes; there is no blank without a limit
    pattern: str = ""  # one of `blanks.PATTERNS`; empty: any words
    kind: Literal["text"] = "text"


MouldPlace = Literal["slot", "caption", "alt"]


class Mould(msgspec.Struct, frozen=True):
    """A text of a shell with `{name}` where its blanks are; every text that has no mould stays as it was cleared."""

    place: MouldPlace
    of: str  # the slot's name, or the target as `network/account`
    text: str


class Shell(msgspec.Struct, frozen=True):
    """An item cleared once and kept. Whether its clearance still stands is computed (`shells.clearance`), as greenlit is."""

    id: str
    title: str
    item: str  # what was signed off, and in which bytes
    version: int
    digest: str
    content: Content
    fingerprint: Fingerprint
    blanks: tuple[Blank, ...]
    moulds: tuple[Mould, ...]
    cleared: tuple[SignOff, ...]  # as they stood when it was put in the bank
    by: str
    at: int
    until: int
    ended_at: int = 0  # withdrawn, or expired
    ended_by: str = ""  # "room" where its time was over
    reason: str = ""


class Marked(msgspec.Struct, frozen=True):
    """What came of an outcome."""

    result: str
    by: str
    at: int


class Published(msgspec.Struct, frozen=True):
    """One version of a template as a designer published it: `manifest` is the blob that names its files (`compose/pack.py`)."""

    version: int  # 1, 2, 3 …
    name: str
    manifest: str
    digest: str  # of the template, as the publisher's program read it
    by: str
    at: int
    retired_at: int = 0  # nobody is offered it any more; what was made with it keeps it
    retired_by: str = ""


class Device(msgspec.Struct, frozen=True):
    id: str
    person: str
    name: str
    joined_at: int


class State(msgspec.Struct, frozen=True):
    room: str
    kind: RoomKind
    plan: Plan
    started_at: int
    pace: Pace
    lanes_digest: dict[str, str] = {}  # lane name -> digest of its rules
    devices: dict[str, Device] = {}
    duty: dict[str, bool] = {}  # who said "on" or "off" by hand; the roster counts for the others
    moments: dict[str, Moment] = {}
    items: dict[str, Item] = {}
    stood_down: StandDown | None = None
    last_stand_down: int = 0  # when; 0: never
    last_stand_down_seq: int = 0  # sign-offs with a smaller seq do not count
    past_stand_downs: tuple[StandDown, ...] = ()  # those that are over, oldest first
    past_paces: tuple[Pace, ...] = ()  # those set before the present one, oldest first
    spikes: dict[str, SpikeSeen] = {}
    templates: dict[str, tuple[Published, ...]] = {}  # by key, newest last
    topics_seq: int = 0  # the line that last set the topics; 0: they are the plan's
    topics_by: str = ""  # who set them
    topics_at: int = 0
    colours: dict[str, int] = {}  # of every topic there ever was: a topic keeps its colour wherever it moves

    shells: dict[str, Shell] = {}
    outcomes: dict[str, Marked] = {}  # those whose result was marked

    def colour(self, topic: str) -> int:
        """Which of the topics' colours it has, from 0; -1 for what never was a topic."""
        return self.colours.get(topic, -1)
