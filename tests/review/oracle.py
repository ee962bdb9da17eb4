"""What `standing.py` answers, answered slowly from the raw log: no state, no fold, none of its code but the types.

Every answer goes through the whole log and tries every assignment of people to rules. It is written from the rules as
people know them, so that it shares no mistake with what it judges.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from warroom.plan.model import Lane, Plan
from warroom.review import events as ev
from warroom.review.events import Logged
from warroom.review.model import Content, Version


@dataclass
class Story:
    """What the log says of one item, and of the room around it."""

    plan: Plan
    lane: Lane
    moment: str = ""
    versions: list[Version] = field(default_factory=list)
    sent: set[int] = field(default_factory=set)
    last_move: str = ""  # "sent" | "asked"
    ended: bool = False  # killed or expired
    held: bool = False
    stood_down: bool = False
    yes: list[tuple[str, str, str, bool]] = field(default_factory=list)  # person, role, digest, as deputy
    targets: dict[int, str] = field(default_factory=dict)
    published: bool = False
    shell: str = ""
    outcome: str = ""
    result: str = ""

    @property
    def digest(self) -> str:
        return self.versions[-1].digest if self.versions else ""

    def done_with(self, target: int, how: str) -> None:
        """Published, for good, as soon as none is left to do and one went out."""
        self.targets[target] = how
        phases = list(self.targets.values())
        if "posted" in phases and "waiting" not in phases and "claimed" not in phases:
            self.published = True


def tell(log: Sequence[Logged], item: str) -> Story | None:
    """None where the item is not in the log (yet)."""
    start = log[0].body
    assert isinstance(start, ev.RoomStarted)
    story: Story | None = None
    down = False
    for line in log:
        body = line.body
        match body:
            case ev.StoodDown():
                down = True
                if story:
                    story.yes.clear()
            case ev.Resumed():
                down = False
            case ev.ItemCreated(item=which) if which == item:
                lane = next(lane for lane in start.plan.lanes if lane.name == body.lane)
                story = Story(start.plan, lane, moment=body.moment, shell=body.shell, outcome=body.outcome, result=body.result)
            case _ if story is not None and getattr(body, "item", None) == item:
                _chapter(story, line)
    if story is not None:
        story.stood_down = down
    return story


def _chapter(story: Story, line: Logged) -> None:
    match line.body:
        case ev.VersionAdded(version=version):
            story.versions.append(version)
            story.targets = dict.fromkeys(range(len(version.content.targets)), "waiting")
        case ev.ItemSent(version=number):
            story.sent.add(number)
            story.last_move = "sent"
        case ev.SignedOff(role=role, digest=digest, as_deputy=deputy):
            story.yes.append((line.person, role, digest, deputy))
        case ev.SignOffWithdrawn(role=role, digest=digest):
            story.yes = [yes for yes in story.yes if yes[:3] != (line.person, role, digest)]
        case ev.ChangesRequested(role=role):
            story.last_move = "asked"
            story.yes = [yes for yes in story.yes if yes[1:3] != (role, story.digest)]
        case ev.LaneChanged(lane=name):
            story.lane = next(lane for lane in story.plan.lanes if lane.name == name)
        case ev.ItemLocked(outcome=outcome, result=result):
            story.outcome, story.result = outcome, result
        case ev.ItemCameBack():
            story.ended = False
        case ev.ItemHeld() | ev.ItemReleased():
            story.held = isinstance(line.body, ev.ItemHeld)
        case ev.ItemKilled() | ev.ItemExpired():
            story.ended = True
        case ev.TargetClaimed(target=place):
            story.targets[place] = "claimed"
        case ev.TargetReleased(target=place):
            story.targets[place] = "failed" if story.published else "waiting"
        case ev.TargetPosted(target=place):
            story.done_with(place, "posted")
        case ev.TargetFailed(target=place):
            story.done_with(place, "failed")
        case ev.TargetDropped(target=place):
            story.done_with(place, "dropped")


def marked(log: Sequence[Logged], outcome: str) -> str:
    return next(
        (line.body.result for line in reversed(log) if isinstance(line.body, ev.OutcomeMarked) and line.body.outcome == outcome), ""
    )


def waits(log: Sequence[Logged], item: str) -> bool:
    """For a result that did not come (yet)."""
    story = tell(log, item)
    return story is not None and bool(story.outcome) and marked(log, story.outcome) != story.result


def cleared(log: Sequence[Logged], shell: str) -> bool:
    """In the bank still, and what was signed off of it is so to this day."""
    for line in log:
        match line.body:
            case ev.ShellBanked(shell=which) if which == shell:
                banked = line.body
            case ev.ShellWithdrawn(shell=which) | ev.ShellExpired(shell=which) if which == shell:
                return False
    source = tell(log, banked.item)
    assert source is not None
    full = next(lane for lane in source.plan.lanes if lane.name == "full")
    return signed(source, banked.digest, full)


def within(log: Sequence[Logged], story: Story) -> bool:
    """An item in the shells' lane says what its shell says, but for its words (all that `driver.content` has of a blank)."""
    banked = next(line.body for line in log if isinstance(line.body, ev.ShellBanked) and line.body.shell == story.shell)
    was, now = banked.content, story.versions[-1].content
    words = now.slots[0].value
    said = [(text.network, text.account, text.cut, text.caption, text.alt) for text in now.targets]
    return said == [(text.network, text.account, text.cut, f"{words} #BigGame", text.alt) for text in was.targets]


def signed(story: Story, digest: str = "", lane: Lane | None = None) -> bool:
    """Every rule has its yes on the current digest (or this one), from different people who may give it."""
    digest, lane = digest or story.digest, lane or story.lane
    seats = [rule for rule in lane.rules for _ in range(rule.count)]
    made = {version.author for version in story.versions if version.digest == digest}
    may: set[tuple[str, str]] = set()
    for person, role, signed_on, as_deputy in story.yes:
        has = any(one.name == person and role in one.roles for one in story.plan.people)
        stands_in = as_deputy and any(one.deputy == person and role in one.roles for one in story.plan.people)
        if signed_on == digest and (has or stands_in):
            may.add((person, role))
    people = sorted({person for person, _ in may})
    return any(
        all((person, rule.role) in may and not (rule.not_author and person in made) for person, rule in zip(chosen, seats, strict=True))
        for chosen in itertools.permutations(people, len(seats))
    )


def greenlit(log: Sequence[Logged], item: str) -> bool:
    story = tell(log, item)
    if story is None or not story.versions or story.ended or story.published or story.stood_down or story.last_move != "sent":
        return False
    if story.lane.name == "shell" and not (cleared(log, story.shell) and within(log, story)):
        return False
    was_sent = any(version.number in story.sent and version.digest == story.digest for version in story.versions)
    return was_sent and story.digest == subject(story, item, story.versions[-1].content) and signed(story)


def subject(story: Story, item: str, content: Content) -> str:
    """The digest again, by the standard library's JSON (all its texts are plain enough for that)."""

    def plain(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    def digest(prefix: bytes, value: object) -> str:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(prefix + text.encode()).hexdigest()

    rules = [{"role": r.role, "count": r.count, "not_author": r.not_author, "within": r.within, "then": r.then} for r in story.lane.rules]
    fields = ("network", "account", "cut", "caption", "alt")
    value = {
        "item": item,
        "moment": story.moment,
        "cuts": {cut.name: cut.blob for cut in content.cuts},
        "targets": [{name: plain(getattr(target, name)) for name in fields} for target in content.targets],
        "lane": digest(b"warroom/lane/v1\0", rules),
    }
    return digest(b"warroom/subject/v1\0", value)


@dataclass
class Watch:
    """What the log says of spikes, topics and evidence."""

    topics: tuple[str, ...] = ()
    elsewhere: str = "balanced"
    topics_seq: int = 0
    spikes: dict[str, tuple[bool, str, str, str]] = field(default_factory=dict)  # over, mark, marked by, moment
    tellings: dict[str, tuple[str, str, int, float]] = field(default_factory=dict)  # topic, title, how often told again, rate
    turns: dict[str, int] = field(default_factory=dict)
    evidence: dict[tuple[str, str], str] = field(default_factory=dict)  # moment, post: "gone", or its text by now


def watch(log: Sequence[Logged]) -> Watch:
    """Told in order; also holds that each spike is spotted once and over once, and that each deletion is written once."""
    start = log[0].body
    assert isinstance(start, ev.RoomStarted)
    seen = Watch(topics=tuple(topic.name for topic in start.plan.topics))
    for line in log:
        match line.body:
            case ev.TopicsSet(topics=topics, elsewhere=elsewhere):
                seen.topics, seen.elsewhere, seen.topics_seq = tuple(topic.name for topic in topics), elsewhere, line.seq
            case ev.SpikeSpotted(spike=spike):
                assert spike.id not in seen.spikes, "a spike is written down once"
                assert spike.refined == 0, "what is told again was told first"
                seen.spikes[spike.id] = (False, "", "", "")
                seen.tellings[spike.id] = (spike.topic, spike.title, 0, spike.per_s)
            case ev.SpikeRefined(spike=spike):
                topic, title, before, _ = seen.tellings[spike.id]
                assert before < spike.refined <= 2, "each telling once, in order, and not more than two"
                seen.tellings[spike.id] = (topic, title, spike.refined, spike.per_s)
            case ev.SpikeOver(end=end):
                over, *rest = seen.spikes[end.spike]
                assert not over, "a spike is over once"
                seen.spikes[end.spike] = (True, *rest)
            case ev.SpikeMarked(spike=which, mark=mark):
                over, _, _, moment = seen.spikes[which]
                seen.spikes[which] = (over, mark, line.person, moment)
            case ev.MomentCalled(moment=moment, evidence=evidence, spike=which):
                seen.evidence.update({(moment, post.id): post.text for post in evidence})
                if which:
                    seen.spikes[which] = (*seen.spikes[which][:3], moment)
            case ev.MomentTurned(turn=turn):
                seen.turns[turn.moment] = seen.turns.get(turn.moment, 0) + 1
            case ev.EvidenceChanged(moment=moment, deleted=deleted, edited=edited):
                for post in edited:
                    if seen.evidence[moment, post.id] != "gone":
                        seen.evidence[moment, post.id] = post.text
                for gone in deleted:
                    assert seen.evidence[moment, gone] != "gone", "a deletion is written down once"
                    seen.evidence[moment, gone] = "gone"
    return seen


def templates(log: Sequence[Logged]) -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """Manifest, publisher and whether retired, of every version of each template; also holds that versions count from 1, each once."""
    kept: dict[str, list[tuple[str, str, bool]]] = {}
    for line in log:
        match line.body:
            case ev.TemplatePublished(key=key, version=version, manifest=manifest):
                versions = kept.setdefault(key, [])
                assert version == len(versions) + 1, "versions count from 1"
                assert not versions or versions[-1][0] != manifest or versions[-1][2], "the same again is no new version"
                versions.append((manifest, line.person, False))
            case ev.TemplateRetired(key=key):
                manifest, person, retired = kept[key][-1]
                assert not retired, "retired once"
                kept[key][-1] = (manifest, person, True)
    return {key: tuple(versions) for key, versions in kept.items()}


def check_publishing(log: Sequence[Logged]) -> None:
    """Nothing was claimed unless greenlit there and then, nothing posted but under such a claim, nothing twice.

    While a claim lasts only a stand-down, a kill or a passed moment can take the green light away. What its person had put
    out by then is still recorded, and so is what the person of a lapsed claim reports late.
    """
    claims: dict[str, tuple[str, int, str]] = {}
    posted: set[tuple[str, int]] = set()
    for place, line in enumerate(log):
        before = log[:place]
        match line.body:
            case ev.TargetClaimed(item=item, target=target, claim=claim, digest=digest):
                story = tell(before, item)
                assert story is not None
                assert claim not in claims, "a claim is made once"
                assert digest == story.digest, "only the current bytes are handed over"
                assert story.targets[target] in ("waiting", "failed"), "one claim at a time, and none on what is done"
                assert not story.held, "nothing that is held goes out"
                assert not waits(before, item), "nothing goes out before its result is marked"
                assert story.lane.rules or line.person == "Pia", "where nobody signs, only a producer publishes"
                stands = story.lane.name != "shell" or cleared(before, story.shell)
                retried = story.published and stands and signed(story) and not story.stood_down and not story.ended
                assert retried or greenlit(before, item), "claimed and not greenlit"
                claims[claim] = (item, target, digest)
            case ev.TargetPosted(item=item, target=target, claim=claim):
                story = tell(before, item)
                assert story is not None
                assert claims[claim] == (item, target, story.digest), "posted as it was claimed"
                assert (item, target) not in posted, "nothing goes out twice"
                withdrawn = story.lane.name == "shell" and not cleared(before, story.shell)
                stopped = (
                    story.ended or withdrawn or any(isinstance(each.body, ev.StoodDown) for each in before[_claimed_at(before, claim) :])
                )
                lapsed = story.targets[target] == "waiting"
                retried = story.published and signed(story)
                assert stopped or lapsed or retried or greenlit(before, item), "posted and not greenlit"
                posted.add((item, target))


def _claimed_at(log: Sequence[Logged], claim: str) -> int:
    return next(place for place, line in enumerate(log) if isinstance(line.body, ev.TargetClaimed) and line.body.claim == claim)
