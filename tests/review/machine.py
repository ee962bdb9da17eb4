"""Any people sending any commands in any order, a few items, few words (so that going back to old bytes happens often).

After each step the code is compared with the oracle; at the end the whole log is folded from every snapshot, verified, and
changed in one place to see that it is noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tests.review import oracle
from tests.review.driver import Driver, content, plan, post, spike
from tests.review.sealed import broken
from warroom.errors import RoomError
from warroom.plan.model import Lane, Outcome, Person, Rule, Topic
from warroom.review import commands as cmd
from warroom.review import due as time_passing
from warroom.review import fold as folding
from warroom.review import lanes
from warroom.review import standing as computed
from warroom.review.events import Logged
from warroom.review.model import Blank, Item, Mould, State
from warroom.review.watched import Told
from warroom.watch.spike import SpikeEnd, Turn

PEOPLE = (
    Person("Pia", ("producer", "legal")),
    Person("Will", ("writer",)),
    Person("Wanda", ("writer", "brand")),
    Person("Bea", ("brand", "legal")),
    Person("Cole", ("legal",), deputy="Dora"),
    Person("Dora", ("brand",)),
)
LANES = (
    Lane("full", (Rule("brand", not_author=True, within=60, then="escalate"), Rule("legal", within=120, then="expire"))),
    Lane("pair", (Rule("brand", count=2, not_author=True), Rule("legal", within=30, then="escalate"))),
    Lane("quick", (Rule("brand", within=300, then="expire"),)),
)
SHELLS = st.sampled_from([Lane("shell", ()), Lane("shell", (Rule("brand", within=120, then="expire"),))])
OUTCOMES = (Outcome("Winner", ("Home", "Away")), Outcome("Overtime", ("Yes", "No")))
NAMES = st.sampled_from([person.name for person in PEOPLE])
WRITERS = st.sampled_from(["Will", "Will", "Wanda", "Pia"])
ROLES = st.sampled_from(["brand", "legal"])
SIGNERS = st.sampled_from([(person.name, role) for person in PEOPLE for role in person.roles if role in ("brand", "legal")])
WORDS = st.sampled_from(["Lights out.", "Power's out.", "Lights out."])
ANY = st.integers(0, 10_000)
LINK = "https://example.org/1"


def blanked(words: str, places: int) -> tuple[tuple[Blank, ...], tuple[Mould, ...]]:
    """The blanks of `driver.content`: its words, wherever they stand."""
    goes = ("bluesky/crumb.example", "instagram/crumb")[:places]
    return (Blank("words", words, 40),), (Mould("slot", "headline", "{words}"), *(Mould("caption", of, "{words} #BigGame") for of in goes))


def check_state(log: list[Logged], state: State, now: int) -> None:
    """Greenlit as the oracle says, for every item; and time does nothing twice."""
    for item in state.items.values():
        now_standing = computed.standing(state, item)
        assert now_standing.greenlit == oracle.greenlit(log, item.id), f"greenlit: {now_standing}"
        waits = oracle.waits(log, item.id)
        assert bool(now_standing.lock) == waits or item.phase in ("published", "expired", "killed")
        assert (now_standing.stage == "greenlit") == (now_standing.greenlit and not waits)
        assert not (now_standing.greenlit and now_standing.blocks and not now_standing.held and not waits)
    assert watch_of(state) == oracle.watch(log), "what is watched is as the log says"
    kept = {key: tuple((one.manifest, one.by, bool(one.retired_at)) for one in versions) for key, versions in state.templates.items()}
    assert kept == oracle.templates(log), "every version that was published is kept"
    assert time_passing.due(state, now) == (), "time does nothing twice"


def watch_of(state: State) -> oracle.Watch:
    return oracle.Watch(
        topics=tuple(topic.name for topic in state.plan.topics),
        elsewhere=state.plan.elsewhere,
        topics_seq=state.topics_seq,
        spikes={id: (seen.ended is not None, seen.mark, seen.marked_by, seen.moment) for id, seen in state.spikes.items()},
        tellings={id: (seen.spike.topic, seen.spike.title, seen.spike.refined, seen.spike.per_s) for id, seen in state.spikes.items()},
        turns={moment.id: len(moment.turns) for moment in state.moments.values() if moment.turns},
        evidence={
            (moment.id, post.id): "gone"
            if post.id in moment.deleted
            else next((e.text for e in moment.edited if e.id == post.id), post.text)
            for moment in state.moments.values()
            for post in moment.evidence
        },
    )


def check_log(log: list[Logged], state: State) -> None:
    """Dense; folding from every snapshot gives the same end, also through JSON; the chain holds and notices a change."""
    assert [line.seq for line in log] == list(range(1, len(log) + 1)), "seq is dense"
    lines = [msgspec.json.decode(msgspec.json.encode(line), type=Logged) for line in log]
    assert lines == log, "a line reads as it was written"
    end = msgspec.json.encode(state)
    snapshot: State | None = None
    for place, line in enumerate(lines):
        snapshot = folding.fold(snapshot, line)
        kept = msgspec.json.decode(msgspec.json.encode(snapshot), type=State)
        assert msgspec.json.encode(folding.fold_all(kept, lines[place + 1 :])) == end, f"folded from snapshot {place + 1}"
    assert broken(lines) is None, "the chain verifies"
    for place, line in enumerate(lines):
        forged = replace(line, person=line.person + "x")
        assert broken([*lines[:place], forged, *lines[place + 1 :]]) == place + 1, "the chain notices a change"


class ReviewMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.room = Driver(plan(people=PEOPLE, lanes=LANES, outcomes=OUTCOMES))

    # --- helpers

    def say(self, person: str, command: Any) -> None:
        """Said, or refused; what is refused changes nothing."""
        self.room.tick(700)
        before, length = self.room.state, len(self.room.log)
        try:
            self.room.say(person, command, 0)
        except RoomError:
            assert self.room.state is before, "a refusal changes nothing"
            assert len(self.room.log) == length, "a refusal logs nothing"

    def pick(self, number: int, likely: Callable[[Item], bool] = lambda item: True) -> Item:
        """Mostly one with which the command may do something."""
        items = list(self.room.state.items.values())
        if number % 8:
            items = [item for item in items if likely(item)] or items
        return items[number // 8 % len(items)]

    def greenlit(self, item: Item) -> bool:
        return computed.standing(self.room.state, item).greenlit

    def has_items(self) -> bool:
        return bool(self.room.state.items)

    def digest(self, item: Item, number: int) -> str:
        """Mostly the current one, sometimes an older one."""
        if not item.versions:
            return ""
        return item.versions[-1].digest if number % 5 else item.versions[number % len(item.versions)].digest

    # --- rules

    @initialize(lane=st.sampled_from(LANES), shells=SHELLS, signed=st.booleans(), prepared=st.booleans())
    def begin(self, lane: Lane, shells: Lane, signed: bool, prepared: bool) -> None:
        self.room = Driver(plan(people=PEOPLE, lanes=(*LANES, shells), outcomes=OUTCOMES))
        item = self.room.sent(lane=lane.name, targets=2)
        if prepared:
            first = self.room.sent(targets=2)
            self.all_sign(self.room.look(first))
            self.room.say("Will", cmd.BankItem(first, self.room.digest(first), *blanked("Lights out.", 2), self.room.now + 600_000))
        if signed:
            self.all_sign(self.room.look(item))

    @rule(lane=st.sampled_from(LANES), person=WRITERS, number=ANY)
    @precondition(lambda self: len(self.room.state.items) < 3)
    def another_item(self, lane: Lane, person: str, number: int) -> None:
        moments = list(self.room.state.moments)
        moment = moments[number % len(moments)] if number % 2 else self.room.go()
        self.say(person, cmd.CreateItem(moment, "", lane.name))
        newest = list(self.room.state.items.values())[-1]
        if number % 3:
            self.say(person, cmd.SendForApproval(newest.id, len(newest.versions), content("Lights out.", targets=2)))

    @rule(person=WRITERS, number=ANY, words=WORDS, places=st.integers(1, 2), send=st.sampled_from([True, True, False]))
    @precondition(has_items)
    def write(self, person: str, number: int, words: str, places: int, send: bool) -> None:
        item = self.pick(number)
        make = cmd.SendForApproval if send else cmd.SaveVersion
        self.say(person, make(item.id, len(item.versions), content(words, targets=places)))

    @rule(number=ANY, person=WRITERS)
    @precondition(has_items)
    def send_the_first_words_again(self, number: int, person: str) -> None:
        item = self.pick(number)
        if item.versions:
            self.say(person, cmd.SendForApproval(item.id, len(item.versions), item.versions[0].content))

    @rule(person=WRITERS, number=ANY, seconds=st.sampled_from([1, 60, 3_600]))
    @precondition(has_items)
    def put_in_the_bank(self, person: str, number: int, seconds: int) -> None:
        item = self.pick(number, lambda item: item.lane == "full" and self.greenlit(item))
        if item.current is not None:
            words, places = item.current.content.title, len(item.current.content.targets)
            until = self.room.now + 700 + seconds * 1_000
            self.say(person, cmd.BankItem(item.id, self.digest(item, number), *blanked(words, places), until))

    @rule(person=WRITERS, number=ANY, words=WORDS, touched=st.sampled_from(["", "", "", "alt", "targets"]))
    @precondition(lambda self: self.room.state.shells and len(self.room.state.items) < 6)
    def make_from_the_bank(self, person: str, number: int, words: str, touched: str) -> None:
        shells, moments = list(self.room.state.shells.values()), list(self.room.state.moments)
        shell = shells[number % len(shells)]
        moment = moments[number % len(moments)] if number % 3 else self.room.go()
        self.say(person, cmd.CreateItem(moment, "", "shell", shell.id))
        newest = list(self.room.state.items.values())[-1]
        if newest.shell == shell.id:
            places = len(shell.content.targets) if touched != "targets" else 3 - len(shell.content.targets)
            made = content(words, targets=places, alt="Other." if touched == "alt" else "A biscuit in the dark.")
            self.say(person, cmd.SendForApproval(newest.id, len(newest.versions), made))

    @rule(person=NAMES, number=ANY)
    @precondition(lambda self: self.room.state.shells)
    def take_out_of_the_bank(self, person: str, number: int) -> None:
        shells = list(self.room.state.shells.values())
        if number % 3 == 0:
            self.say(person, cmd.WithdrawShell(shells[number % len(shells)].id, "No longer true."))

    @rule(person=WRITERS, number=ANY, lifts=st.sampled_from([False, False, False, True]))
    @precondition(has_items)
    def lock(self, person: str, number: int, lifts: bool) -> None:
        item = self.pick(number, lambda item: not item.outcome)
        outcome = OUTCOMES[number % 2]
        name, result = ("", "") if lifts else (outcome.name, outcome.results[number // 2 % 2])
        self.say(person, cmd.LockItem(item.id, name, result))

    @rule(person=st.sampled_from(["Pia", "Pia", "Will"]), number=ANY, corrected=st.booleans())
    @precondition(lambda self: any(item.outcome for item in self.room.state.items.values()))
    def mark(self, person: str, number: int, corrected: bool) -> None:
        """Of an outcome that something waits for; and put right at once, with whatever that finds out by then."""
        outcome = next(item.outcome for item in self.room.state.items.values() if item.outcome)
        results = (*next(one.results for one in OUTCOMES if one.name == outcome), "")
        for each in (number % 3, (number + 1) % 3)[: 1 + corrected]:
            marked = self.room.state.outcomes.get(outcome)
            self.say(person, cmd.MarkOutcome(outcome, results[each], marked.result if marked and number % 8 else ""))

    @rule(person=NAMES, role=ROLES, number=ANY)
    @precondition(has_items)
    def sign(self, person: str, role: str, number: int) -> None:
        item = self.pick(number)
        self.say(person, cmd.SignOffItem(item.id, role, self.digest(item, number)))

    @rule(person=NAMES, number=ANY)
    @precondition(has_items)
    def sign_for_everything(self, person: str, number: int) -> None:
        item = self.pick(number)
        for role in ("brand", "legal"):
            self.say(person, cmd.SignOffItem(item.id, role, self.digest(item, 1)))

    @rule(number=ANY, first=NAMES)
    @precondition(has_items)
    def sign_by_all_who_may(self, number: int, first: str) -> None:
        item = self.pick(number)
        self.all_sign(item, first)

    def all_sign(self, item: Item, first: str = "") -> None:
        for role in ("legal", "brand"):
            for person in (*(person for person in PEOPLE if person.name == first), *PEOPLE[::-1]):  # then who has one role only
                stands = computed.standing(self.room.state, item.id).rule(role)
                if stands and not stands.satisfied and person.name in (*stands.people, *stands.deputies):
                    self.say(person.name, cmd.SignOffItem(item.id, role, self.digest(item, 1)))

    @rule(number=ANY, person=WRITERS, how_many=st.integers(0, 2))
    @precondition(has_items)
    def hand_over(self, number: int, person: str, how_many: int) -> None:
        """All the way, if nothing is in it: signed, claimed, and posted at so many targets."""
        item = self.pick(number, lanes.under_review)
        self.all_sign(item, person)
        for place, target in enumerate(item.targets):
            self.say(person, cmd.ClaimTarget(item.id, place, self.digest(item, 1)))
            claimed = self.room.state.items[item.id].targets[place]
            if place < how_many and claimed.text == target.text:
                self.say(person, cmd.ReportPosted(item.id, place, claimed.claim, LINK))
            elif number % 3 and claimed.claim:
                self.say(person, cmd.ReportFailed(item.id, place, claimed.claim, "No"))

    @rule(number=ANY)
    @precondition(has_items)
    def withdraw(self, number: int) -> None:
        item = self.pick(number)
        if item.sign_offs:
            yes = item.sign_offs[number % len(item.sign_offs)]
            self.say(yes.person, cmd.WithdrawSignOff(item.id, yes.role, yes.digest))

    @rule(signer=SIGNERS, number=ANY)
    @precondition(has_items)
    def request_changes(self, signer: tuple[str, str], number: int) -> None:
        item = self.pick(number, lanes.under_review)
        person, role = signer
        self.say(person, cmd.RequestChanges(item.id, role, self.digest(item, number), "Softer."))

    @rule(person=NAMES, number=ANY, what=st.sampled_from(["comment", "duty", "hold", "hold", "kill", "pass", "wait"]))
    @precondition(has_items)
    def touch(self, person: str, number: int, what: str) -> None:
        item = self.pick(number)
        if what == "hold" and item.hold is not None:
            what = "release"
        if what in ("kill", "pass", "wait") and number % 4:  # what ends things comes seldom, or little would be left to try
            what = "duty"
        commands = {
            "comment": cmd.AddComment(item.id, "Hm."),
            "duty": cmd.SetDuty(person, not self.room.state.duty.get(person, True)),
            "hold": cmd.HoldItem(item.id, "Wait"),
            "release": cmd.ReleaseItem(item.id),
            "kill": cmd.KillItem(item.id, "No"),
            "pass": cmd.DecideMoment(item.moment, "pass"),
            "wait": cmd.DecideMoment(item.moment, "wait"),
        }
        self.say(person if what in ("comment", "duty") else "Pia", commands[what])

    @rule(person=WRITERS, number=ANY)
    @precondition(has_items)
    def claim(self, person: str, number: int) -> None:
        item = self.pick(number, self.greenlit)
        self.say(person, cmd.ClaimTarget(item.id, number % 2, self.digest(item, number)))

    @rule(person=WRITERS, number=ANY, what=st.sampled_from(["posted", "posted", "failed", "let go", "drop"]), mine=st.booleans())
    @precondition(has_items)
    def report(self, person: str, number: int, what: str, mine: bool) -> None:
        item = self.pick(number, lambda item: any(target.claim or target.lapsed for target in item.targets))
        place = next((place for place, each in enumerate(item.targets) if each.phase == "claimed" or each.lapsed), number % 2)
        target = item.targets[place] if place < len(item.targets) else None
        claim = (target.claim or target.lapsed) if target else "none"
        person = target.person if target and mine and target.person else person
        commands = {
            "posted": cmd.ReportPosted(item.id, place, claim, LINK),
            "failed": cmd.ReportFailed(item.id, place, claim, "No"),
            "let go": cmd.ReleaseTarget(item.id, place, claim),
            "drop": cmd.DropTarget(item.id, place, "No"),
        }
        self.say(person, commands[what])

    @rule(person=NAMES, number=ANY)
    def stand_down_or_resume(self, person: str, number: int) -> None:
        if number % 3 == 0:
            self.say(person, cmd.StandDownRoom("Injury"))
        if number % 4:
            self.say("Pia", cmd.ResumeRoom())
            self.say(person, cmd.ResumeRoom())

    @rule(person=NAMES, number=ANY, what=st.sampled_from(["spike", "turn", "evidence", "evidence", "mark", "topics"]))
    def watch(self, person: str, number: int, what: str) -> None:
        """What intake tells, some of it told before, some of it wrong; and what people make of it."""
        moments = ["no such moment", *self.room.state.moments]
        moment = moments[number % len(moments)]
        known = [*self.room.state.spikes.values()]
        match what:
            case "spike":
                one = spike(number % 5, ("The match", "", "No such topic")[number % 3])
                self.room.watch(Told(spikes=(one,)))
                self.say(person, cmd.CallMoment("It went dark", "", (post(number % 3),), spike=one.id))
                self.room.watch(Told(spikes=(spike(number % 5, "", refined=number % 4, per_s=float(number), title="other"),)))
                if number % 2:
                    self.room.watch(Told(ended=(SpikeEnd(one.id, one.since + number, 50.0),)))
            case "turn":
                self.room.watch(Told(turns=(Turn(moment, ("dark",), ("hurt", "dark")[: 1 + number % 2], ("hurt",)),)))
            case "evidence":
                gone, newer = (f"p{number % 3}",) if number % 2 else (), (post((number + 1) % 3, "lights are back", edited=1 + number % 4),)
                self.room.watch(Told(deleted=gone, posts=newer))
            case "mark" if known:
                self.say(person, cmd.MarkSpike(known[number % len(known)].spike.id, "false_alarm" if number % 2 else "dismissed"))
            case "topics":
                base = self.room.state.topics_seq if number % 4 else number
                topics = (Topic("The match", ("final",)), Topic("Lights", ("dark",)))[: 1 + number % 2]
                self.say(person, cmd.SetTopics(base, topics, "off" if number % 3 else "more"))

    @rule(person=st.sampled_from(["Pia", "Pia", "Will", "Dora"]), number=ANY, retire=st.sampled_from([False, False, True]))
    def publish(self, person: str, number: int, retire: bool) -> None:
        """One template or two, mostly on the version that is the newest."""
        keys = ("plain-type", "quote")[: 1 + number % 2]
        newest = {key: len(self.room.state.templates.get(key, ())) for key in keys}
        offered = tuple(cmd.Offered(key, f"{key} {number % 3}", newest[key] if number % 5 else number % 4) for key in keys)
        self.say(person, cmd.RetireTemplate(keys[-1]) if retire else cmd.PublishTemplates(offered))

    @rule(seconds=st.sampled_from([0, 0, 1, 20, 125]))
    def time_passes(self, seconds: int) -> None:
        """Some seconds, or (0) just until the next thing is due."""
        until = time_passing.next_due(self.room.state)
        self.room.tick(seconds * 1_000 or max(0, until - self.room.now))

    # --- what must hold

    @invariant()
    def as_the_oracle_says(self) -> None:
        self.room.tick()
        check_state(self.room.log, self.room.state, self.room.now)

    def teardown(self) -> None:
        check_log(self.room.log, self.room.state)
        oracle.check_publishing(self.room.log)
