"""What goes over the wire between room, intake and desktops, as JSON. One version of the truth for both ends.

All under `/v1/rooms/{room}/`:

    GET  me                              Me: whose token this is
    GET  snapshot                        Snapshot, ETag "epoch-seq"
    GET  events?epoch=E&after=N          SSE: hello, logged (id: E.N), presence, beat; or long poll with wait=25: Tail
    POST commands                        CommandRequest -> CommandReply
    PUT  blobs/{sha256}, GET, HEAD       bytes: a picture; of whoever may publish, also a file of a template
    GET  feed?topics=…&rate=10&view=…    SSE: history, posts, counts, sources, gone, gaps; with wait=0 the FeedHistory of now;
                                         view: {topic: Filter} as JSON
    GET  posts?topic&query&limit         PostPage; besides before=MS, after=MS or around=MS, and group=ID for all repeats of a post
    GET  media?url=URL&size=small|avatar a JPEG, covered to 16:9 of at most 480×270, or to a square of at most 96
    GET  profiles?ids=DID,DID            Profiles: who wrote posts that are kept
    POST said                            SaidRequest -> Said: how many kept posts say nearly this; of one device only the newest is answered
    POST feed                            FeedBatch (intake only)
    POST presence                        PresenceNote -> Beat: a heartbeat, never logged
    POST codes                           CodeRequest -> CodeReply (producers)
    POST join                            JoinRequest -> JoinReply (no token needed)

Beside the rooms: `GET /v1/rooms` -> [RoomCard] and `GET /healthz`, which also says how long intake has been silent; no token needed.

Every refusal is `{error, message, detail}` (`warroom.errors.Refusal`). Times are integer milliseconds of the server's clock.
"""

from __future__ import annotations

import msgspec
import uuid_utils

from warroom.review.commands import Command
from warroom.review.events import Logged
from warroom.review.model import State
from warroom.sources.count import TopicCount
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.watch.said import Verdict
from warroom.watch.spike import Spike, SpikeEnd, Turn

PROTOCOL = 1
HEARTBEAT_S = 2.0  # the room says something on every open stream at least this often
STALE_AFTER_S = 5.0  # a client that heard nothing for so long says that what it shows is old
LONG_POLL_S = 25


class Snapshot(msgspec.Struct, frozen=True):
    epoch: str
    seq: int
    server_time: int
    state: State


class Me(msgspec.Struct, frozen=True):
    """The device and the person that the request's token belongs to. Intake has a device and no person."""

    device: str
    person: str = ""


class Hello(msgspec.Struct, frozen=True):
    """First thing on an event stream; `protocol` must be equal on both ends."""

    epoch: str
    seq: int
    server_time: int
    protocol: int = PROTOCOL


class Beat(msgspec.Struct, frozen=True):
    seq: int
    server_time: int


class Present(msgspec.Struct, frozen=True):
    """One device that is connected; `busy_with` is the item it has open in the composer or in review."""

    device: str
    person: str
    name: str
    since: int
    busy_with: str = ""
    activity: str = ""  # "editing" | "reviewing" | ""


class Presence(msgspec.Struct, frozen=True):
    present: tuple[Present, ...]


class PresenceNote(msgspec.Struct, frozen=True):
    busy_with: str = ""
    activity: str = ""


class Tail(msgspec.Struct, frozen=True):
    """A long poll's answer: the log after the asked seq, maybe empty."""

    epoch: str
    head: int
    server_time: int
    events: tuple[Logged, ...]
    presence: tuple[Present, ...] = ()


class CommandRequest(msgspec.Struct, frozen=True):
    id: str
    command: Command


class CommandReply(msgspec.Struct, frozen=True):
    """`seq` is that of the command's last event: when the client has folded it, its own write has come round."""

    epoch: str
    seq: int
    server_time: int


class FeedBatch(msgspec.Struct, frozen=True):
    """What intake sends ten times a second. `total` counts every post read, `not_sent` the matched ones left out of `posts`.

    `id` is a UUIDv7: a batch that was not answered is sent again under its own, and counts once.
    """

    posts: tuple[Post, ...] = ()
    counts: tuple[TopicCount, ...] = ()
    sources: tuple[SourceHealth, ...] = ()
    deleted: tuple[str, ...] = ()
    total: int = 0
    not_sent: int = 0
    gaps: tuple[Gap, ...] = ()
    spikes: tuple[Spike, ...] = ()
    ended: tuple[SpikeEnd, ...] = ()
    turns: tuple[Turn, ...] = ()
    id: str = msgspec.field(default_factory=lambda: str(uuid_utils.uuid7()))


class FeedHistory(msgspec.Struct, frozen=True):
    """Sent first on a feed stream: counts of the last 30 minutes, the newest posts of each topic, every source."""

    counts: tuple[TopicCount, ...]
    posts: tuple[Post, ...]
    sources: tuple[SourceHealth, ...]
    gaps: tuple[Gap, ...] = ()


class FeedPosts(msgspec.Struct, frozen=True):
    """Posts of the asked topics, oldest first; one whose id is known replaces it. `not_sent` were left out to keep to the asked rate.

    Posts that repeat another (`group`) are not among them: their first is told again with more copies.
    """

    posts: tuple[Post, ...]
    not_sent: int = 0


class FeedCounts(msgspec.Struct, frozen=True):
    """Once a second: what is to be added to each topic's counts, and how many posts a second are read in all."""

    counts: tuple[TopicCount, ...]
    total_per_s: int = 0


class FeedSources(msgspec.Struct, frozen=True):
    sources: tuple[SourceHealth, ...]


class FeedGone(msgspec.Struct, frozen=True):
    """Posts their authors deleted."""

    posts: tuple[str, ...]


class FeedGaps(msgspec.Struct, frozen=True):
    """Stretches of time whose posts nobody can have any more."""

    gaps: tuple[Gap, ...]


class PostPage(msgspec.Struct, frozen=True):
    """Newest first by `at`: older than `before`, newer than `after`, or half and half on both sides of `around` (ms; 0: from the newest).

    Posts of one millisecond are never parted, so the `at` of the last is the next page's `before`, that of the first the `after` of
    the one above. Without a query, posts that repeat another are left out; `group` asks for those alone.
    """

    posts: tuple[Post, ...]
    more: bool  # there are older ones
    newer: bool = False  # there are newer ones


class Profile(msgspec.Struct, frozen=True):
    """Who stands behind an id (a DID): the handle as the network told it, the chosen name, the picture's address; either may be empty."""

    id: str
    handle: str
    name: str = ""
    avatar: str = ""


class Profiles(msgspec.Struct, frozen=True):
    """Those that are known by now; ask again later for the others."""

    found: tuple[Profile, ...]


class SaidRequest(msgspec.Struct, frozen=True):
    """`text` is a caption or a headline, at most 3,000 characters; `hours` how far to look back, at most 24."""

    text: str
    hours: float = 2.0


class SaidPost(msgspec.Struct, frozen=True):
    """`score` is 0 to 1; `posts` how many read just like it, itself included."""

    post: Post
    score: float
    posts: int = 1


class Said(msgspec.Struct, frozen=True):
    """How many of the `of` kept posts say nearly what was asked, by `warroom.watch.said`: words are compared, not meanings.

    `unclear` is a text without any word that could be compared. `count` is an estimate unless `exact`. `since` (ms) is when `first` was
    made, 0 where nobody has said it. `per_minute` ends with the running minute and counts only what was scored.
    """

    verdict: Verdict
    count: int
    of: int
    exact: bool = True
    since: int = 0
    first: Post | None = None
    closest: tuple[SaidPost, ...] = ()
    per_minute: tuple[int, ...] = ()
    took_ms: float = 0.0


class CodeRequest(msgspec.Struct, frozen=True):
    person: str


class CodeReply(msgspec.Struct, frozen=True):
    """`code` is 8 characters as `XXXX-XXXX`; `invitation` is what the QR holds: address, code and certificate fingerprint."""

    person: str
    code: str
    expires: int
    address: str
    invitation: str


class JoinRequest(msgspec.Struct, frozen=True):
    code: str
    device: str  # the device's own name, as people know it
    protocol: int = PROTOCOL


class JoinReply(msgspec.Struct, frozen=True):
    room: str
    device: str
    person: str
    roles: tuple[str, ...]
    token: str
    epoch: str


class RoomCard(msgspec.Struct, frozen=True):
    """`GET /v1/rooms`: what a server says of a room to one who has not joined yet."""

    room: str
    name: str
    kind: str
    protocol: int = PROTOCOL
