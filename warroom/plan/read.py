"""Read an event plan: TOML in, a checked `Plan` out, or a `PlanError` that lists every problem at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

import msgspec

from warroom.errors import PlanError, Problem
from warroom.plan import guardrails, look, rules
from warroom.plan.model import (
    AtZero,
    Cue,
    Event,
    Lane,
    Outcome,
    Person,
    Plan,
    Rule,
    Source,
    SourceKind,
    Target,
    Topic,
    Window,
)
from warroom.plan.networks import NETWORKS
from warroom.plan.table import CLOCK, Table
from warroom.plan.toml_lines import parse

FORMAT = 1
_KEYS_OF_SOURCE = {
    "jetstream": ("kind", "name", "server", "servers", "version", "compress", "dictionary", "appview", "directory"),
    "mastodon": ("kind", "name", "server", "hashtags", "token"),
    "feed": ("kind", "name", "url"),
    "wikimedia": ("kind", "name", "pages", "wikis", "server"),
    "rehearsal": ("kind", "name"),
}
_STREAM = ("wss", "ws", "https", "http")
_WIKI = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9-]+)*", re.IGNORECASE)
_SECRET = re.compile(r"keyring:\S+")


def read_plan(path: Path, *, live: bool = False) -> Plan:
    """The plan in this file; `live` for a room that is no rehearsal, which may have nothing made-up in it.

    Raises PlanError naming file, line, key and what would be right, for all problems together.
    """
    file = parse(path)
    problems: list[Problem] = []
    top = Table(file, (), file.values, problems)
    top.only("format", "event", "run_of_show", "topic", "source", "person", "lane", "target", "outcome", "guardrails", "look")
    _format(top)
    plan = Plan(
        event=_event(top),
        run_of_show=tuple(_cue(table) for table in top.tables("run_of_show")),
        topics=tuple(_topic(table) for table in top.tables("topic")),
        sources=_sources(top, path),
        people=tuple(_person(table) for table in top.tables("person")),
        lanes=tuple(_lane(table) for table in top.tables("lane")),
        targets=tuple(_target(table) for table in top.tables("target")),
        guardrails=guardrails.guardrails(top.table("guardrails")),
        brand=_brand(top.table("look"), path),
        publish=look.publish(top.table("look")),
        outcomes=tuple(_outcome(table) for table in top.tables("outcome")),
        library=look.library(top.table("look"), path),
        format=FORMAT,
    )
    plan = guardrails.told(plan)
    rules.check(plan, top)
    if live:
        rules.check_live(plan, top)
    if problems:
        raise PlanError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return plan


def _format(top: Table) -> None:
    if not top.has("format"):
        top.missing("format", str(FORMAT))
    elif top.values["format"] != FORMAT or isinstance(top.values["format"], bool):
        top.wrong("format", "is not a format this version reads.", f"Write format = {FORMAT}.")


def _event(top: Table) -> Event:
    table = top.table("event")
    table.only("name", "starts", "language")
    return Event(table.text("name", "Cup final"), table.moment("starts"), table.language("language", "en"))


def _cue(table: Table) -> Cue:
    table.only("at", "what")
    return Cue(table.clock("at"), table.text("what", "Kick-off"))


def _topic(table: Table) -> Topic:
    table.only("name", "any", "all", "none", "languages")
    return Topic(
        name=table.text("name", "The match"),
        any=table.texts("any", "cup final", required=True),
        all=table.texts("all", "cup final"),
        none=table.texts("none", "giveaway"),
        languages=table.languages("languages"),
    )


def _sources(top: Table, plan: Path) -> tuple[Source, ...]:
    out: list[Source] = []
    for table in top.tables("source"):
        source = _source(table, plan)
        taken = {other.name for other in out}
        if source.name in taken and table.has("name"):
            table.wrong("name", f'is "{source.name}" a second time.', "Give each source a name of its own.")
        number = 2
        name = source.name
        while name in taken:
            name = f"{source.name} ({number})"
            number += 1
        out.append(msgspec.structs.replace(source, name=name))
    return tuple(out)


def _source(table: Table, plan: Path) -> Source:
    kind = cast(SourceKind, table.choice("kind", get_args(SourceKind)))
    if table.values.get("kind") == kind:
        table.only(*_KEYS_OF_SOURCE[kind])
    server = _address(table, "server", _STREAM if kind == "jetstream" else ("https", "http"), kind == "mastodon")
    url = _address(table, "url", ("https", "http"), kind == "feed")
    derived = {"jetstream": "Bluesky", "mastodon": _host(server), "feed": _host(url), "wikimedia": "Wikipedia", "rehearsal": "Rehearsal"}[
        kind
    ]
    if kind == "wikimedia" and not table.values.get("pages") and not table.values.get("wikis"):
        table.wrong(
            "pages",
            "is missing: every edit of every wiki would be read.",
            'Write pages = ["Title of an article"], wikis = ["en"], or both.',
        )
    return Source(
        kind=kind,
        name=table.text("name", derived or "Wire", default=derived),
        server=server,
        hashtags=tuple(tag.removeprefix("#") for tag in table.texts("hashtags", "cupfinal")),
        token=_secret(table),
        url=url,
        pages=table.texts("pages", "Cup final"),
        wikis=_wikis(table),
        servers=_servers(table),
        version=_version(table),
        compress=table.flag("compress", default=True),
        dictionary=_file(table, "dictionary", "legacy_subscribe.zdict", plan),
        appview=_address(table, "appview", ("https", "http"), False),
        directory=_address(table, "directory", ("https", "http"), False),
    )


def _wikis(table: Table) -> tuple[str, ...]:
    wikis = table.texts("wikis", "en")
    for index, wiki in enumerate(wikis):
        if wiki and not _WIKI.fullmatch(wiki):
            table.wrong(("wikis", index), f'"{wiki}" is no wiki.', 'Write a language, as "en", or a domain, as "en.wikipedia.org".')
    return wikis


def _servers(table: Table) -> tuple[str, ...]:
    """Several of a Jetstream, tried in turn."""
    if table.has("server") and table.has("servers"):
        table.wrong("servers", "stands beside server.", "Write all of them into servers, and leave server out.")
    written = table.texts("servers", "wss://host.example")
    checked = [_checked(table, ("servers", index), address, _STREAM) if address else "" for index, address in enumerate(written)]
    return tuple(address.rstrip("/") for address in checked if address)


def _version(table: Table) -> Literal[0, 1, 2]:
    if not table.has("version"):
        return 0
    version = table.values["version"]
    if isinstance(version, bool) or version not in (1, 2):
        table.wrong("version", "is no protocol of Jetstream.", "Write version = 2 or version = 1, or leave it out: the newest that works.")
        return 0
    return cast(Literal[1, 2], version)


def _address(table: Table, key: str, schemes: tuple[str, ...], required: bool) -> str:
    example = f"{schemes[0]}://host.example"
    address = table.text(key, example, default=None if required else "", most=2_000)
    if not isinstance(table.values.get(key), str) or not address:
        return ""
    right = _checked(table, key, address, schemes)
    return right.rstrip("/") if key == "server" else right


def _checked(table: Table, key: str | tuple[str, int], address: str, schemes: tuple[str, ...]) -> str:
    """The address, or nothing where it is wrong, which is told then."""
    try:
        parts = urlsplit(address)
        right = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", address)
    except ValueError:
        right = False
    if not right:
        table.wrong(key, f'"{address}" is not an address that starts with {" or ".join(f"{scheme}://" for scheme in schemes)}.')
        return ""
    if parts.username or parts.password:
        table.wrong(key, "carries a name or a password.", 'Name the secret instead: token = "keyring:NAME".')
        return ""
    return address


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "") if address else ""


def _secret(table: Table) -> str:
    token = table.text("token", "keyring:social.example", default="")
    if token and not _SECRET.fullmatch(token):  # what stands there may be the secret itself: never repeat it
        table.wrong("token", "must name a secret in the system's keyring, never be the secret.", 'Write token = "keyring:NAME".')
        return ""
    return token


def _person(table: Table) -> Person:
    table.only("name", "roles", "on_duty", "deputy", "imitation")
    windows = table.texts("on_duty", "18:30-23:00")
    return Person(
        name=table.text("name", "Brand lead"),
        roles=table.texts("roles", "brand", required=True),
        on_duty=tuple(_window(table, index, window) for index, window in enumerate(windows) if window),
        deputy=table.text("deputy", "Brand lead", default=""),
        imitation=table.flag("imitation"),
    )


def _window(table: Table, index: int, written: str) -> Window:
    start, dash, end = written.replace("–", "-").partition("-")
    start, end = start.strip(), end.strip()
    right = bool(dash) and bool(CLOCK.fullmatch(start)) and bool(CLOCK.fullmatch(end)) and start != end
    if not right:
        table.wrong(
            ("on_duty", index), f'"{written}" is no stretch of time.', 'Write "18:30-23:00"; an end before its start is past midnight.'
        )
    return Window(start, end)


def _lane(table: Table) -> Lane:
    table.only("name", "rule")
    if not table.values.get("rule") and table.values.get("name") != "shell":
        table.wrong("rule", "is missing: an item in this lane would need nobody's yes.", 'Add [[lane.rule]] with role = "brand".')
    return Lane(table.text("name", "full"), tuple(_rule(rule) for rule in table.tables("rule")))


def _rule(table: Table) -> Rule:
    table.only("role", "count", "not_author", "within", "then")
    within = table.duration("within")
    then = cast(AtZero, table.choice("then", get_args(AtZero), default="wait"))
    if then != "wait" and not table.has("within"):
        table.wrong("then", f'"{then}" never happens without a time limit.', 'Add within = "5m", or take then out.')
    return Rule(
        role=table.text("role", "brand"),
        count=table.whole("count", default=1, least=1, most=99),
        not_author=table.flag("not_author"),
        within=within,
        then=then,
    )


def _target(table: Table) -> Target:
    table.only("network", "account", "by")
    by = "hand"
    if table.values.get("by") == "direct":
        table.wrong("by", "publishing directly is not there yet.", 'Write by = "hand".')
    else:
        by = table.choice("by", ("hand", "imitation"), default="hand")
    return Target(table.choice("network", NETWORKS), table.text("account", "crumb.example"), "imitation" if by == "imitation" else "hand")


def _outcome(table: Table) -> Outcome:
    table.only("name", "results")
    results = table.texts("results", "Home", required=True)
    if len(results) == 1:
        table.wrong("results", "has only one result, so there is nothing to wait for.", 'Write at least two, as ["Home", "Away"].')
    for index, result in enumerate(results):
        if result and result in results[:index]:
            table.wrong(("results", index), f'"{result}" is there already.', "Name each result once.")
    return Outcome(table.text("name", "Winner"), results)


def _brand(table: Table, plan: Path) -> str:
    table.only("brand", "publish", "library")
    return _file(table, "brand", "brand/brand.toml", plan)


def _file(table: Table, key: str, example: str, plan: Path) -> str:
    """The absolute path of a file that is there; empty where none is named."""
    written = table.text(key, example, default="", most=4_000)
    if not written or not isinstance(table.values.get(key), str):
        return ""
    file = (plan.resolve().parent / Path(written).expanduser()).resolve()
    if not file.is_file():
        table.wrong(key, f"there is no file {file}.", "Give the file's path, seen from the plan's own folder.")
    return str(file)
