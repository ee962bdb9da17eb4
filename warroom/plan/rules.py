"""What the parts of a plan say of each other: names that must be unique, roles and people that must exist."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warroom.plan.model import Plan, Rule
from warroom.plan.table import Table
from warroom.plan.toml_lines import hint


def check(plan: Plan, top: Table) -> None:
    """Note every problem between the parts; line and key come from `top`, the whole file.

    A part that has problems in itself is not compared: what follows from one mistake would only hide it.
    """
    broken = {re.split(r"[.\[]", problem.key)[0] for problem in top.problems}
    if "topic" not in broken:
        if not plan.topics:
            top.wrong("topic", "is missing, so there would be no feed.", 'Add [[topic]] with a name and any = ["cup final"].')
        _names(top, "topic", (topic.name for topic in plan.topics))
    if "target" not in broken:
        if not plan.targets:
            top.wrong("target", "is missing, so nothing could be published.", "Add [[target]] with a network and an account.")
        _targets(plan, top)
    if "person" not in broken:
        _names(top, "person", (person.name for person in plan.people))
        _people(plan, top)
    if "outcome" not in broken:
        _names(top, "outcome", (outcome.name for outcome in plan.outcomes))
    if "lane" not in broken:
        _names(top, "lane", (lane.name for lane in plan.lanes))
        if plan.lane("full") is None:
            top.wrong("lane", 'the lane "full" is missing; every item without a faster one takes it.', 'Add [[lane]] with name = "full".')
    if broken.isdisjoint(("person", "lane")):
        _lanes(plan, top)
    if broken.isdisjoint(("person", "look")):
        _publishers(plan, top)


def check_live(plan: Plan, top: Table) -> None:
    """Note what only a rehearsal can have: posts of our own writing, approvers nobody is, pages that are not there."""
    broken = {re.split(r"[.\[]", problem.key)[0] for problem in top.problems}
    for index, source in enumerate(plan.sources if "source" not in broken else ()):
        if source.kind == "rehearsal":
            top.wrong(("source", index, "kind"), "a live room shows no made-up posts.", "Take this source out; a rehearsal has it.")
    for index, person in enumerate(plan.people if "person" not in broken else ()):
        if person.imitation:
            top.wrong(
                ("person", index, "imitation"),
                "in a live room nobody answers for an imitation.",
                "Take it out; whoever this is joins with a code.",
            )
    for index, target in enumerate(plan.targets if "target" not in broken else ()):
        if "imitation" in (target.by, target.network):
            key, mend = ("network", "Name a network.") if target.network == "imitation" else ("by", 'Write by = "hand".')
            top.wrong(("target", index, key), "a live room has no imitation page to post on.", mend)


def _names(top: Table, table: str, names: Iterable[str]) -> None:
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        first = seen.setdefault(name.casefold(), index)
        if first != index:
            line = top.file.lines.of(table, first, "name")
            top.wrong((table, index, "name"), f'is "{name}", as in line {line} already.', f"Give each {table} a name of its own.")


def _targets(plan: Plan, top: Table) -> None:
    seen: dict[tuple[str, str], int] = {}
    for index, target in enumerate(plan.targets):
        first = seen.setdefault((target.network, target.account), index)
        if first != index:
            line = top.file.lines.of("target", first, "account")
            top.wrong(("target", index, "account"), f"is in line {line} already, for the same network.", "Name each account once.")


def _people(plan: Plan, top: Table) -> None:
    names = [person.name for person in plan.people]
    for index, person in enumerate(plan.people):
        if person.deputy and person.deputy not in names:
            others = [name for name in names if name != person.name]
            top.wrong(("person", index, "deputy"), f'"{person.deputy}" is nobody of this plan.', hint(person.deputy, others))
        elif person.deputy == person.name:
            top.wrong(("person", index, "deputy"), "is the same person.", "Name somebody else, or take deputy out.")
    if not any("producer" in person.roles for person in plan.people):
        top.wrong("person", "nobody has the role producer, so nobody could run the room.", 'Add roles = ["producer"] to a person.')


def _lanes(plan: Plan, top: Table) -> None:
    roles = sorted({role for person in plan.people for role in person.roles})
    for at, lane in enumerate(plan.lanes):
        for index, rule in enumerate(lane.rules):
            if rule.role not in roles:
                top.wrong(("lane", at, "rule", index, "role"), f'nobody has the role "{rule.role}".', hint(rule.role, roles))
            elif rule.count > len(able := _able(plan, rule)):
                only = f"only {len(able)} {'person' if len(able) == 1 else 'people'} can sign as {rule.role}, deputies included."
                top.wrong(("lane", at, "rule", index, "count"), f"asks for {rule.count} people, but {only}", f"Write count = {len(able)}.")


def _publishers(plan: Plan, top: Table) -> None:
    """Roles that `[look] publish` names must be somebody's; the usual ones need not be, where none is named."""
    written = top.values.get("look", {}).get("publish", ())
    roles = sorted({role for person in plan.people for role in person.roles})
    for index, role in enumerate(written):
        if role.strip() not in roles:
            top.wrong(("look", "publish", index), f'nobody has the role "{role}".', hint(role, roles))


def _able(plan: Plan, rule: Rule) -> set[str]:
    holders = {person.name for person in plan.people if rule.role in person.roles}
    return holders | {person.deputy for person in plan.people if person.name in holders and person.deputy}
