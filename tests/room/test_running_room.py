"""The architecture's invariants 1 to 4, watched from outside a running room: several devices, random commands, real HTTP.

What is shared with the room is only what every desktop shares with it: the fold and the question whether an item is
greenlit. Whether it should be is worked out here a second time, from the events alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.review.sealed import broken
from tests.room.pictures import content, put_picture
from tests.room.serving import Client, Served, new_id, serving
from warroom.review import commands as cmd
from warroom.review import events as ev
from warroom.review.events import Logged
from warroom.review.fold import fold, fold_all
from warroom.review.model import Item, State
from warroom.review.standing import standing
from warroom.wire import Tail

PEOPLE = ("Pia", "Paul", "Will", "Wanda", "Bea", "Cole")
ROLES = ("brand", "legal")
CAPTIONS = ("Mind the boom.", "Man overboard?", "Back on an even keel.")

people = st.sampled_from(PEOPLE)
writers = st.sampled_from(("Will", "Wanda", "Pia"))
roles = st.sampled_from(ROLES)
captions = st.sampled_from(CAPTIONS)
any_item = st.integers(0, 3)  # from the newest


class Followed:
    """The log as a client has it, and what must have been so at each line of it."""

    def __init__(self) -> None:
        self.lines: list[Logged] = []
        self.state: State | None = None
        self._claims: dict[str, str] = {}
        self._posted: set[tuple[str, int]] = set()
        self._commands: set[str] = set()

    def take(self, lines: tuple[Logged, ...]) -> None:
        head = self.lines[-1].hash if self.lines else ""
        assert broken(lines, after=len(self.lines), head=head) is None, "seq is dense and the chain holds"
        for line in lines:
            if line.command and line.command != (self.lines[-1].command if self.lines else ""):
                assert line.command not in self._commands, "a command's events are in one piece"
                self._commands.add(line.command)
            if self.state is not None:
                self._publish(self.state, line)
            self.lines.append(line)
            self.state = fold(self.state, line)
            for item in self.state.items.values():
                assert standing(self.state, item).greenlit == expected_greenlit(self.state, item)

    def _publish(self, before: State, line: Logged) -> None:
        body = line.body
        if isinstance(body, ev.TargetClaimed):
            item = before.items[body.item]
            assert body.digest == item.versions[-1].digest
            assert expected_greenlit(before, item), "handed over what was not greenlit"
            self._claims[body.claim] = body.digest
        if isinstance(body, ev.TargetPosted):
            assert (body.item, body.target) not in self._posted, "published twice"
            self._posted.add((body.item, body.target))
            assert self._claims[body.claim] == before.items[body.item].versions[-1].digest, "other bytes than those claimed"
            reached.add("posted")


reached: set[str] = set()


@dataclass
class House:
    """One server for all examples; each has a moment of its own in it."""

    served: Served
    devices: dict[str, Client]
    blobs: dict[str, str]
    followed: Followed


class RunningRoom(RuleBasedStateMachine):
    house: House

    @initialize()
    def begin(self) -> None:
        self.served, self.devices, self.blobs, self.followed = self.house.served, self.house.devices, self.house.blobs, self.house.followed
        self.sent: dict[str, tuple[str, cmd.Command, int]] = {}
        self.may_die = True
        if self.follow().stood_down is not None:
            self.resume()
        self.say("Pia", cmd.CallMoment("A boat capsized", "The regatta", ()))
        self.moment = self.last_id
        self.say("Pia", cmd.DecideMoment(self.moment, "go"))

    # --- asking

    def say(self, person: str, command: cmd.Command) -> httpx.Response:
        self.last_id = new_id()
        response = self.devices[person].ask(command, self.last_id)
        assert response.status_code in (200, 400, 403, 404, 409, 412, 422), response.text
        if response.status_code == 200:
            self.sent[self.last_id] = (person, command, response.json()["seq"])
        self.follow()
        if response.status_code == 200:
            assert len(self.followed.lines) >= response.json()["seq"], "an answer comes only when its events are there"
        return response

    def follow(self) -> State:
        head = len(self.followed.lines) + 1
        while len(self.followed.lines) < head:
            asked = {"epoch": self.served.run.epoch, "after": len(self.followed.lines), "wait": 0}
            answer = self.devices["Paul"].http.get("events", params=asked)
            assert answer.status_code == 200, answer.text
            tail = msgspec.json.decode(answer.content, type=Tail)
            head = tail.head
            self.followed.take(tail.events)
        assert self.followed.state is not None
        return self.followed.state

    def item(self, which: int) -> Item | None:
        assert self.followed.state is not None
        items = [item for item in self.followed.state.items.values() if item.moment == self.moment]
        return items[-1 - which % len(items)] if items else None

    # --- what people do

    @rule(who=writers, lane=st.sampled_from(("full", "full", "quick")))
    def create(self, who: str, lane: str) -> None:
        self.say(who, cmd.CreateItem(self.moment, "An item", lane))

    @rule(who=writers, which=any_item, caption=captions, behind=st.sampled_from((0, 0, 0, 1)), send=st.booleans())
    def edit(self, who: str, which: int, caption: str, behind: int, send: bool) -> None:
        item = self.item(which)
        if item is None:
            return
        base = max((item.current.number if item.current else 0) - behind, 0)
        made = content(self.blobs[caption], caption)
        response = self.say(who, cmd.SendForApproval(item.id, base, made) if send else cmd.SaveVersion(item.id, base, made))
        if behind and item.current and item.phase in ("draft", "in_review", "changes_requested"):
            assert response.status_code in (409, 412, 403, 200), response.text
            assert response.status_code != 200 or base == len(item.versions), "an edit of what it did not see"

    @rule(who=people, role=roles, which=any_item, older=st.sampled_from((0, 0, 0, 1)))
    def sign(self, who: str, role: str, which: int, older: int) -> None:
        item = self.item(which)
        if item is None or not item.versions:
            return
        version = item.versions[max(len(item.versions) - 1 - older, 0)]
        response = self.say(who, cmd.SignOffItem(item.id, role, version.digest))
        assert response.status_code != 200 or version.digest == item.versions[-1].digest, "signed something else than the current bytes"

    @rule(caption=captions, between=st.sampled_from(("nothing", "nothing", "no legal", "edit", "hold", "stand down", "take back", "die")))
    def whole_way(self, caption: str, between: str) -> None:
        """What random steps find too rarely: an item is signed by all, something comes between or not, and it is handed over."""
        if self.follow().stood_down is not None:
            self.resume()
        self.create("Will", "full")
        item = self.last_id
        self.say("Will", cmd.SendForApproval(item, 0, content(self.blobs[caption], caption)))
        self.sign("Bea", "brand", 0, 0)
        if between != "no legal":
            self.sign("Cole", "legal", 0, 0)
        disturb = {
            "edit": lambda: self.edit("Wanda", 0, CAPTIONS[0], 0, send=True),
            "hold": lambda: self.stop("Pia", 0, "hold"),
            "stand down": lambda: self.stand_down("Bea"),
            "take back": lambda: self.take_back("Cole", "legal", 0, withdraw=True),
            "die": self.die,
        }
        if between in disturb:
            disturb[between]()
        self.hand_over("Will", "Pia", 0)

    @rule(who=people, role=roles, which=any_item, withdraw=st.booleans())
    def take_back(self, who: str, role: str, which: int, withdraw: bool) -> None:
        item = self.item(which)
        if item is None or not item.versions:
            return
        digest = item.versions[-1].digest
        command = cmd.WithdrawSignOff(item.id, role, digest) if withdraw else cmd.RequestChanges(item.id, role, digest, "Not yet.")
        self.say(who, command)

    @rule(who=people, which=any_item, what=st.sampled_from(("hold", "release", "kill", "drop")))
    def stop(self, who: str, which: int, what: str) -> None:
        item = self.item(which)
        if item is None:
            return
        commands: dict[str, cmd.Command] = {
            "hold": cmd.HoldItem(item.id, "Wait."),
            "release": cmd.ReleaseItem(item.id),
            "kill": cmd.KillItem(item.id, "No."),
            "drop": cmd.DropTarget(item.id, 0, "Not there."),
        }
        self.say(who, commands[what])

    @rule(who=people)
    def stand_down(self, who: str) -> None:
        self.say(who, cmd.StandDownRoom("Bad news."))

    @rule()
    def resume(self) -> None:
        self.say("Will", cmd.ResumeRoom())
        self.say("Pia", cmd.ResumeRoom())

    @rule(who=writers, other=writers, which=any_item)
    def hand_over(self, who: str, other: str, which: int) -> None:
        item = self.item(which)
        if item is None or not item.versions:
            return
        claimed = self.say(who, cmd.ClaimTarget(item.id, 0, item.versions[-1].digest))
        claim = self.last_id
        assert self.say(other, cmd.ClaimTarget(item.id, 0, item.versions[-1].digest)).status_code != 200 or claimed.status_code != 200
        if claimed.status_code == 200:
            posted = cmd.ReportPosted(item.id, 0, claim, "https://social.example/1")
            assert self.say(who, posted).status_code == 200
            assert self.say(who, posted).status_code != 200, "published twice"

    @rule(which=st.integers(0, 1_000), changed=st.booleans())
    def send_again(self, which: int, changed: bool) -> None:
        """The reply was lost on its way, or an id is used for something else."""
        if not self.sent:
            return
        id = sorted(self.sent)[which % len(self.sent)]
        person, command, seq = self.sent[id]
        before = len(self.followed.lines)
        response = self.devices[person].ask(cmd.AddComment("x", "Something else") if changed else command, id)
        if changed:
            assert (response.status_code, response.json()["error"]) == (422, "id_reused")
        else:
            assert (response.status_code, response.json()["seq"]) == (200, seq)
        self.follow()
        assert all(line.command != id for line in self.followed.lines[before:]), "obeyed twice"

    @rule()
    def die(self) -> None:
        if not self.may_die:  # once an example: it takes a second
            return
        self.may_die = False
        self.served.kill()
        self.served.start()
        for client in self.devices.values():
            client.http.base_url = f"{self.served.base}/"

    # --- what holds

    @invariant()
    def the_snapshot_is_the_log_folded_from_anywhere(self) -> None:
        if not hasattr(self, "moment"):
            return
        snapshot = self.devices["Pia"].snapshot()
        self.follow()
        upto = self.followed.lines[: snapshot.seq]
        middle = snapshot.seq // 2
        assert fold_all(fold_all(None, upto[:middle]), upto[middle:]) == snapshot.state


def expected_greenlit(state: State, item: Item) -> bool:
    """Invariant 3, said again: distinct entitled people on the current digest for every rule of the lane."""
    if state.stood_down is not None or item.phase != "in_review" or not item.sent or not item.versions:
        return False
    current = item.versions[-1]
    if all(item.versions[sending.version - 1].digest != current.digest for sending in item.sent):
        return False
    makers = {version.author for version in item.versions if version.digest == current.digest}
    valid = [
        (sign_off.role, sign_off.person)
        for sign_off in item.sign_offs
        if sign_off.digest == current.digest and not sign_off.withdrawn_at and sign_off.seq >= state.last_stand_down_seq
    ]
    lane = state.plan.lane(item.lane)
    assert lane is not None
    return can_fill([(rule.role, rule.not_author) for rule in lane.rules for _ in range(rule.count)], valid, makers, frozenset())


def can_fill(seats: list[tuple[str, bool]], signed: list[tuple[str, str]], makers: set[str], used: frozenset[str]) -> bool:
    if not seats:
        return True
    (role, not_author), rest = seats[0], seats[1:]
    return any(
        can_fill(rest, signed, makers, used | {person})
        for its_role, person in signed
        if its_role == role and person not in used and not (not_author and person in makers)
    )


@pytest.mark.slow
def test_a_running_room_keeps_what_it_must(tmp_path: Path) -> None:
    reached.clear()
    with serving(tmp_path) as served:
        devices = {"Pia": served.owner(), **dict(zip(PEOPLE[1:], served.join(*PEOPLE[1:]), strict=True))}
        blobs = {caption: put_picture(devices["Will"], caption) for caption in CAPTIONS}
        RunningRoom.house = House(served, devices, blobs, Followed())
        once = RunningRoom()  # by hand, for chance may never go all the way
        once.begin()
        once.whole_way(CAPTIONS[0], "nothing")
        assert reached == {"posted"}, "no item went the whole way: nothing would be shown of publishing"
        run_state_machine_as_test(RunningRoom, settings=BOUNDED)
        assert "Traceback" not in served.said


BOUNDED = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
