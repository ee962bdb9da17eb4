from __future__ import annotations

from warroom.desktop.feeds.sources_sheet_rows import Look, source_lines
from warroom.plan.model import Source
from warroom.sources.health import SourceHealth

NOW = 1_000_000
PLAN = (
    Source("jetstream", "Bluesky"),
    Source("mastodon", "social.example", server="https://social.example", token="keyring:social"),
    Source("feed", "Wire", url="https://wire.example/a.xml"),
)
HEALTH = {
    "Bluesky": SourceHealth("Bluesky", "jetstream", "live", 31.0, NOW - 60_000, "", NOW - 1_000),
    "social.example": SourceHealth("social.example", "mastodon", "failed", 0.0, NOW - 200_000, "does not accept our token (401)\u202e"),
    "Extra": SourceHealth("Extra", "rehearsal", "silent", 0.0, NOW - 200_000, "no post for 3 min"),
}


def test_every_source_says_what_since_when_why_and_where() -> None:
    lines = source_lines(PLAN, HEALTH, {"social": ""}, Look("Wire", NOW, lambda at: f"T{at // 1000}"))
    assert [(line.name, line.tone, line.chosen) for line in lines] == [
        ("Bluesky", "green", False),
        ("social.example", "red", False),
        ("Wire", "second", True),
        ("Extra", "amber", False),
    ]
    bluesky, social, wire, extra = lines
    assert (bluesky.doing, bluesky.since, bluesky.last) == (
        "Read, 31.0 posts a second",
        "since T940, for 60 s",
        "last post T999, 1 s ago",
    )
    assert (bluesky.host, social.host, wire.host) == ("Bluesky's public servers", "social.example", "wire.example")
    assert social.why == "social.example does not accept our token (401)."
    assert extra.why == "No post for 3 min."
    assert social.token.startswith("No token yet")
    assert (bluesky.token, wire.doing, extra.last) == ("", "Not heard of yet", "no post yet")


def test_elsewhere_tokens_are_with_the_host() -> None:
    (_, social, *_) = source_lines(PLAN, HEALTH, {}, Look("", NOW, str))
    assert social.token == "Token: kept on the computer that hosts."
    (_, kept, *_) = source_lines(PLAN, HEALTH, {"social": "keyring"}, Look("", NOW, str))
    assert kept.token == "Token: in this computer's keyring."


def test_a_rehearsal_tells_of_its_networks_by_themselves() -> None:
    lines = source_lines((Source("rehearsal", "Rehearsal"),), {"Extra": HEALTH["Extra"]}, {}, Look("", NOW, str))
    assert [line.name for line in lines] == ["Extra"]
    assert [line.name for line in source_lines((Source("rehearsal", "Rehearsal"),), {}, {}, Look("", NOW, str))] == ["Rehearsal"]


def test_rates_are_those_of_the_event_s_clock_and_of_when_the_room_was_last_heard() -> None:
    ten = source_lines(PLAN, HEALTH, {}, Look("", NOW, str, 10.0))[0]
    assert (ten.doing, ten.tone) == ("Read, 3.1 posts a second", "green")
    lost = source_lines(PLAN, HEALTH, {}, Look("", NOW, str, 10.0, "20:41:07"))
    assert (lost[0].doing, lost[1].doing) == ("Read, 3.1 posts a second, at 20:41:07", "Not read, at 20:41:07")
    assert {line.tone for line in lost} == {"second"}
