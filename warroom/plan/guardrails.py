"""The plan's guardrails: which checks stop sending, which words may not be used, who may be named, where links may go."""

from __future__ import annotations

import msgspec

from warroom.plan.model import Guardrails, Name, Plan, Word
from warroom.plan.table import Table
from warroom.plan.toml_lines import hint

CHECKS = (
    *("required", "overflow", "clipped", "missing_glyph", "layout", "contrast", "safe_area", "logo_clear", "rights", "upscaled", "emoji"),
    *("target_picture", "alt_text", "caption_length", "placeholder", "word", "names", "handles", "links", "hashtags", "spelling"),
)


def guardrails(table: Table) -> Guardrails:
    table.only("block", "word", "name", "links", "own")
    usual = Guardrails()
    block = table.texts("block", "alt_text") if table.has("block") else usual.block
    for index, check in enumerate(block):
        if check and check not in CHECKS:
            table.wrong(("block", index), f'"{check}" is no check.', hint(check, CHECKS))
    return Guardrails(
        block=block,
        words=tuple(_word(word) for word in table.tables("word")),
        names=tuple(_name(name) for name in table.tables("name")),
        links=_hosts(table),
        own=table.texts("own", "Crumb"),
    )


def told(plan: Plan) -> Plan:
    """With what the rest of the plan says about words: its language, its accounts, and the names in it."""
    rails = plan.guardrails
    named = (
        *(part for name in rails.names for part in (name.name, *name.also)),
        *(person.name for person in plan.people),
        *(part for topic in plan.topics for part in (topic.name, *topic.any, *topic.all)),
        *(cue.what for cue in plan.run_of_show),
        plan.event.name,
    )
    rails = msgspec.structs.replace(
        rails,
        own=tuple(dict.fromkeys((*rails.own, *named))),
        accounts=tuple(dict.fromkeys(target.account for target in plan.targets)),
        language=plan.event.language,
    )
    return msgspec.structs.replace(plan, guardrails=rails)


def _word(table: Table) -> Word:
    table.only("word", "from", "until", "instead")
    since, until = table.date("from"), table.date("until")
    if since and until and since > until:
        table.wrong("until", "is before from.", "Write the later date in until.")
    return Word(table.text("word", "Cup Final"), since, until, table.text("instead", "the final", default=""))


def _name(table: Table) -> Name:
    table.only("name", "also", "handles")
    handles = table.texts("handles", "@quill.example")
    for index, handle in enumerate(handles):
        if handle and "@" not in handle:
            table.wrong(("handles", index), f'"{handle}" is no handle.', 'Write "@quill.example", or "bluesky:@quill.example".')
    return Name(table.text("name", "Jamal Quill"), table.texts("also", "Quill"), handles)


def _hosts(table: Table) -> tuple[str, ...]:
    hosts = table.texts("links", "crumb.example")
    for index, host in enumerate(hosts):
        if host and ("/" in host or "." not in host):
            table.wrong(("links", index), f'"{host}" is no host.', 'Write "crumb.example", without https:// and path.')
    return hosts
