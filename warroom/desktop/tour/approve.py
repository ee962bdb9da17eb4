"""`warroom tour-approver`: the tour's second desktop. A whole one, in a process and a home of its own, let in by a join code.

It waits until an item waits for its person, opens the review as an approver does and asks for a change; what comes back it
takes a picture of, and approves. Then it stays, as people do, until the item is out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from warroom.client.session import Session
from warroom.desktop.tour.design import arrives
from warroom.desktop.tour.hands import Hands
from warroom.desktop.tour.stage import SIZES, perform
from warroom.desktop.window.shell import Shell
from warroom.options import DesktopOptions
from warroom.review.model import State
from warroom.review.standing import standing

LONGEST_S = 600.0  # for what others do meanwhile: whoever began the tour ends this desktop where it comes to nothing
CHANGE = "Not tonight alone: without the last word."


def main(args: list[str]) -> int:
    """Send the first item that waits for this person back, approve what becomes of it; 0. Raises WarroomError where it is not to be."""
    parser = argparse.ArgumentParser(prog="warroom tour-approver", description="The tour's second desktop.")
    parser.add_argument("--invitation", required=True)
    parser.add_argument("--role", required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    options = parser.parse_args(args)
    return perform(
        DesktopOptions(address=options.invitation),
        lambda desktop: _approve(Hands(desktop.window), desktop.shell, options.role, options.pictures),
        options.pictures / "stuck-approver.png",
    )


async def _approve(hands: Hands, shell: Shell, role: str, pictures: Path) -> None:
    await hands.until("the room", lambda: shell.desk is not None)
    session = shell.desk.live.session
    await _open(hands, shell, role)
    await _send_back(hands, session)
    await _open(hands, shell, role)
    for name, width, height in SIZES:
        await hands.picture(pictures / f"review{name}.png", width, height)
    await hands.until("all cuts on the screen again", lambda: shell.desk.review.decision.canApprove)
    await hands.key("A")
    await hands.until("its own sign-off", lambda: not _waits(session.state, role))
    await arrives(hands, session, pictures, LONGEST_S)
    await hands.until("a published item", lambda: any(item.phase == "published" for item in session.state.items.values()), LONGEST_S)


async def _open(hands: Hands, shell: Shell, role: str) -> None:
    """The review of the item that waits for this role, as soon as there is one."""
    await hands.until(f"an item that waits for {role}", lambda: _waits(shell.desk.live.session.state, role), LONGEST_S)
    await hands.key("Alt+3", "A")  # what waits for oneself is chosen already
    await hands.find("review.approve")
    await hands.away()
    await hands.until("all cuts on the screen", lambda: shell.desk.review.decision.canApprove)


async def _send_back(hands: Hands, session: Session) -> None:
    await hands.key("R")
    await hands.write("review.request.reason.input", CHANGE)
    await hands.key("Enter")
    await hands.until("its own change request", lambda: any(item.phase == "changes_requested" for item in session.state.items.values()))
    await hands.key("Esc")


def _waits(state: State, role: str) -> bool:
    """Something waits for this role alone: the others have signed."""
    for item in state.items.values():
        if item.phase == "in_review":
            rules = standing(state, item).rules
            if {rule.role for rule in rules if not rule.satisfied} == {role}:
                return True
    return False
