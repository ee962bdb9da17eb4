"""The sources of a room in full, as their sheet shows them. Pure; times in milliseconds of the server's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from warroom.desktop import clock
from warroom.intake.secret import Where
from warroom.plan import model as plan
from warroom.sources.health import SourceHealth
from warroom.watch.tame import tame_line

KINDS = {
    "jetstream": "Bluesky's Jetstream",
    "mastodon": "Mastodon",
    "feed": "News feed",
    "wikimedia": "Wikimedia's edits",
    "rehearsal": "Rehearsal",
}
STATES = {
    "connecting": ("second", "Connecting"),
    "live": ("green", "Read"),
    "silent": ("amber", "Silent"),
    "waiting": ("amber", "Told to wait"),
    "ended": ("third", "Over"),
    "failed": ("red", "Not read"),
}
PUBLIC = {"jetstream": "Bluesky's public servers", "wikimedia": "stream.wikimedia.org"}
KEPT: dict[Where, str] = {
    "keyring": "Token: in this computer's keyring.",
    "passphrase": "Token: in a file encrypted with your passphrase.",
    "file": "Token: in an encrypted file.",
    "": "No token yet: read without one, as far as the server lets us.",
}


@dataclass(frozen=True)
class SourceLine:
    """One source. `why` is a sentence; `secret` is the name of its token, empty where it needs none."""

    name: str
    kind: str
    tone: str
    doing: str
    why: str
    since: str
    last: str
    host: str
    secret: str
    token: str
    chosen: bool


@dataclass(frozen=True)
class Look:
    """Who looks, and when. `now` is when the room was last heard where it is not live; `heard_at` says it then, and is empty else.

    `speed`: of the event's clock, as which rates are told.
    """

    chosen: str
    now: int
    clock_at: Callable[[int], str]
    speed: float = 1.0
    heard_at: str = ""


def source_lines(
    sources: Iterable[plan.Source], health: Mapping[str, SourceHealth], kept: Mapping[str, Where], look: Look
) -> list[SourceLine]:
    """In the plan's order; then what is read besides, as a rehearsal's made-up networks. `kept` lacks what nobody looked for."""
    lines = []
    told = set()
    for source in sources:
        if source.kind == "rehearsal" and any(said.kind == "rehearsal" for said in health.values()):
            continue  # it tells of each network by itself
        told.add(source.name)
        lines.append(_line(source, health.get(source.name), kept, look))
    for said in health.values():
        if said.name not in told:
            kind = said.kind if said.kind in KINDS else "rehearsal"
            lines.append(_line(plan.Source(kind, said.name), said, kept, look))
    return lines


def secret_of(source: plan.Source) -> str:
    return source.token.removeprefix("keyring:")


def _line(
    source: plan.Source,
    said: SourceHealth | None,
    kept: Mapping[str, Where],
    look: Look,
) -> SourceLine:
    secret = secret_of(source)
    token = "" if not secret else KEPT[kept[secret]] if secret in kept else "Token: kept on the computer that hosts."
    where = tuple(filter(None, (host_of(address) for address in (source.server or source.url, *source.servers))))
    host = ", ".join(where) or PUBLIC.get(source.kind, "this computer" if source.kind == "rehearsal" else "")
    name = tame_line(source.name, 80)
    here, now = look.chosen == source.name, look.now
    if said is None:
        return SourceLine(source.name, KINDS[source.kind], "second", "Not heard of yet", "", "", "", host, secret, token, here)
    tone, state = STATES[said.state]
    if said.state == "live" and said.why:
        tone = "amber"
    pace = said.rate / look.speed
    rate = f", {pace:.1f} posts a second" if said.state == "live" and pace >= 0.05 else ""
    if look.heard_at:
        tone, rate = "second", f"{rate}, at {look.heard_at}"
    why = _sentence(name, tame_line(said.why, 300))
    last = f"last post {look.clock_at(said.last_post)}, {clock.span(now - said.last_post)} ago" if said.last_post else "no post yet"
    since = f"since {look.clock_at(said.since)}, for {clock.span(now - said.since)}"
    return SourceLine(source.name, KINDS[source.kind], tone, state + rate, why, since, last, host, secret, token, here)


def _sentence(name: str, why: str) -> str:
    if not why:
        return ""
    return f"{why[:1].upper()}{why[1:]}." if why.startswith("no ") else f"{name} {why}."


def host_of(address: str) -> str:
    return urlsplit(address).netloc if address else ""
