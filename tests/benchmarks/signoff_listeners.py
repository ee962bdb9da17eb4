"""Desktops that only listen, as a process of their own: `python -m tests.benchmarks.signoff_listeners FOLDER COUNT`.

Reads an invitation for every ten of them (the room limits how often an address may try a code), prints "ready", and at the
end of its input prints, for every sign-off folded, the command's id and the system's monotonic clock at each desktop, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from warroom.client.change import Change
from warroom.client.join import join
from warroom.client.session import Session
from warroom.review.events import SignedOff

try:
    import uvloop
except ImportError:
    uvloop = None

EACH = 10


async def listen(folder: Path, invitations: list[str], count: int) -> dict[str, list[float]]:
    folded: dict[str, list[float]] = defaultdict(list)

    def heard(change: Change) -> None:
        now = time.monotonic()
        for event in change.events:
            if isinstance(event.body, SignedOff):
                folded[event.command].append(now)

    sessions = []
    came = [await join(invitation, "", f"desk {number}") for number, invitation in enumerate(invitations)]
    for number in range(count):
        own = folder / str(number)
        one = came[number // EACH]
        session = await Session.open(one.address, one.reply.token, fingerprint=one.fingerprint, cache=own, device_folder=own)
        session.listen(heard)
        sessions.append(session)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await asyncio.gather(*(session.close() for session in sessions))
    return folded


def main() -> None:
    count = int(sys.argv[2])
    invitations = [sys.stdin.readline().strip() for _ in range(0, count, EACH)]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop if uvloop else None) as runner:  # fifty desktops have more than one core
        print(json.dumps(runner.run(listen(Path(sys.argv[1]), invitations, count))), flush=True)


if __name__ == "__main__":
    main()
