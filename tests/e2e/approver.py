"""One approver at a desk of their own, as a process: joins by an invitation and answers what comes for their role.

    python -m tests.e2e.approver FOLDER INVITATION ROLE [--asks-changes]

With `--asks-changes` the first version is sent back with a comment. Prints one JSON line for each answer; ends after the
first approval.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from tests.e2e.people import until
from warroom.client.join import join
from warroom.client.session import Session
from warroom.review.commands import RequestChanges, SignOffItem
from warroom.review.model import Item, State


def waiting_for(state: State, role: str) -> Item | None:
    """An item in review without this role's sign-off on its current version."""
    for item in state.items.values():
        current = item.current
        if item.phase == "in_review" and current is not None:
            given = [one for one in item.sign_offs if one.role == role and one.digest == current.digest]
            if not given:
                return item
    return None


def say(what: str, item: Item, hashed: dict[str, str]) -> None:
    print(json.dumps({"did": what, "item": item.id, "version": len(item.versions), "cuts": hashed}), flush=True)


async def look_at(session: Session, item: Item) -> dict[str, str]:
    """Fetch every cut, as the review screen does; the cache checks each digest."""
    assert item.current is not None
    return {cut.name: (await session.blob(cut.blob)).name for cut in item.current.content.cuts}


async def work(folder: Path, invitation: str, role: str, asks_changes: bool) -> None:
    came = await join(invitation, "", f"{role} desk")
    session = await Session.open(came.address, came.reply.token, fingerprint=came.fingerprint, cache=folder, device_folder=folder)
    try:
        if asks_changes:
            await until(session, lambda: waiting_for(session.state, role) is not None, "something to look at", 60)
            item = waiting_for(session.state, role)
            assert item is not None
            assert item.current is not None
            seen = await look_at(session, item)
            comment = "Shorter, please: people read this in the dark."
            await session.send(RequestChanges(item=item.id, role=role, digest=item.current.digest, comment=comment))
            say("asked", item, seen)
        await until(session, lambda: waiting_for(session.state, role) is not None, "something to approve", 60)
        item = waiting_for(session.state, role)
        assert item is not None
        assert item.current is not None
        seen = await look_at(session, item)
        await session.send(SignOffItem(item=item.id, role=role, digest=item.current.digest))
        say("approved", item, seen)
    finally:
        await session.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("invitation")
    parser.add_argument("role")
    parser.add_argument("--asks-changes", action="store_true")
    options = parser.parse_args()
    asyncio.run(work(options.folder, options.invitation, options.role, options.asks_changes))


if __name__ == "__main__":
    main()
