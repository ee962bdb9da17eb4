"""What the review screen shows of one item, as plain values: captions, checks, who signed what, comments, the stages so far. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

from warroom.compose.limits import base_cut
from warroom.desktop.board.rows import last_request
from warroom.desktop.clock import stopwatch
from warroom.desktop.composer.edit import cut_name
from warroom.desktop.naming import called, calling, target_names
from warroom.review import lanes
from warroom.review.model import Item, Moment, SignOff, TargetText, Version
from warroom.review.standing import RuleStanding, Standing

When = Callable[[int], str]  # a server time, as a clock on the wall


@dataclass(frozen=True)
class CutRow:
    name: str
    label: str
    source: str
    aspect: float
    chosen: bool
    seen: bool


@dataclass(frozen=True)
class CaptionRow:
    key: str
    cuts: str
    caption: str
    alt: str


@dataclass(frozen=True)
class CheckRow:
    key: str
    words: str
    tone: str


@dataclass(frozen=True)
class SigningRow:
    role: str
    pill: str
    tone: str
    words: str
    mine: bool  # my own sign-off stands: it can be withdrawn


@dataclass(frozen=True)
class CommentRow:
    key: str
    who: str
    words: str
    when: str
    tone: str
    number: str


@dataclass(frozen=True)
class StageRow:
    """One stretch of the stopwatch; `share` is its part of the whole, 0 to 1."""

    key: str
    label: str
    tone: str
    share: float
    clock: str


def cut_rows(version: Version, chosen: str, seen: frozenset[str]) -> tuple[CutRow, ...]:
    return tuple(
        CutRow(
            cut.name, cut_name(cut.name), f"image://blob/{cut.blob}", cut.width / max(1, cut.height), cut.name == chosen, cut.name in seen
        )
        for cut in version.content.cuts
    )


def caption_rows(version: Version) -> tuple[CaptionRow, ...]:
    """One row for all targets that say the same words."""
    targets = version.content.targets
    known = tuple((target.network, target.account) for target in targets)
    said = dict.fromkeys((target.caption, target.alt) for target in targets)
    return tuple(
        CaptionRow(
            key=str(place),
            cuts=_where([target for target in targets if (target.caption, target.alt) == (caption, alt)], known),
            caption=caption,
            alt=alt,
        )
        for place, (caption, alt) in enumerate(said)
    )


def _where(targets: list[TargetText], known: tuple[tuple[str, str], ...]) -> str:
    """`X 16:9 · Bluesky, Instagram 1:1`: the targets by the cut they get, which no line parts from them."""
    cuts = dict.fromkeys(target.cut for target in targets)
    names = {cut: target_names([(one.network, one.account) for one in targets if one.cut == cut], known) for cut in cuts}
    return " · ".join(f"{name}\u00a0{cut_name(base_cut(cut))}" for cut, name in names.items())


def check_rows(version: Version, news: str = "") -> tuple[CheckRow, ...]:
    """What did not pass first; last `news` of its template: `Made with version 7 of Quote, now 9`."""
    found = sorted(version.content.findings, key=lambda finding: finding.ok)
    rows = {
        finding.text: CheckRow(finding.text, finding.text, "green" if finding.ok else "red" if finding.blocking else "amber")
        for finding in found
    }
    return (*rows.values(), *((CheckRow("template", news, "second"),) if news else ()))


def signing_rows(
    item: Item, stands: Standing, mine: tuple[str, ...], me: str, when: When, played: Container[str] = ()
) -> tuple[SigningRow, ...]:
    """`played` are the people whom the program itself plays."""
    asked = last_request(item) if stands.stage == "changes_requested" else None
    rows = []
    for rule in stands.rules:
        you = " — you" if rule.role in mine else ""
        tone = "red" if asked is not None and asked.role == rule.role else "green" if rule.satisfied else "amber"
        rows.append(
            SigningRow(
                role=rule.role,
                pill=rule.label + you,
                tone=tone if stands.stage != "draft" else "second",
                words=_signing_words(rule, asked is not None and asked.role == rule.role, lambda name: called(name, me, played), when),
                mine=any(given.person == me for given in rule.given)
                and stands.stage in ("in_review", "greenlit", "locked")
                and not stands.going_out,
            )
        )
    return tuple(rows)


def _signing_words(rule: RuleStanding, asked: bool, name: Callable[[str], str], when: When) -> str:
    parts = [_given_words(given, given in rule.valid_again, name, when) for given in rule.given]
    if asked:
        parts.append("asked for changes")
    parts.extend(_lower_first(lost.text) for lost in rule.lost)
    if not rule.satisfied and not asked and not parts:
        names = ", ".join(
            (*(name(person) for person in rule.people), *(f"{name(person)} as deputy" for person in rule.deputies if rule.escalated))
        )
        parts.append(f"waits for {names}" if names else "nobody is left who may sign")
    elif rule.count > 1 and not rule.satisfied:
        parts.append(f"{len(rule.given)} of {rule.count}")
    return " · ".join(parts)


def _given_words(given: SignOff, again: bool, name: Callable[[str], str], when: When) -> str:
    how = " as deputy" if given.as_deputy else ""
    valid = ", valid again" if again else ""
    words = name(given.person)
    return f"{'You' if words == 'you' else words}{how} approved version {given.version}{valid} · {when(given.at)}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith("Version") else text


def comment_rows(item: Item, me: str, when: When) -> tuple[CommentRow, ...]:
    """Oldest first. A change request is amber until a newer version was sent, then green."""
    newest_sent = max((sending.version for sending in item.sent), default=0)
    rows = []
    for number, comment in enumerate(item.comments, 1):
        answered = comment.asks_changes and newest_sent > comment.version
        who = lanes.label(comment.role) if comment.role else calling(comment.person, me)
        done = f" Answered by version {newest_sent}." if answered else ""
        rows.append(
            CommentRow(
                key=comment.id,
                who=who,
                words=f"{who}: {comment.text}{done}",
                when=f"version {comment.version} · {when(comment.at)}",
                tone="green" if answered else "amber" if comment.asks_changes else "second",
                number=str(number),
            )
        )
    return tuple(rows)


def stage_rows(item: Item, moment: Moment | None, stands: Standing, now: int) -> tuple[StageRow, ...]:
    """The way so far: spotted, composed, each role, publishing. Roles work side by side, so each runs from the sign-off before it."""
    end = item.ended_at or now
    begun = moment.called_at if moment is not None else item.created_at
    marks = [("spotted", "Spotted", "violet", max(begun, moment.decided_at if moment is not None else begun))]
    if item.sent:
        marks.append(("composed", "Composed", "blue", item.sent[-1].at))
        given = sorted((sign_off.at, rule) for rule in stands.rules for sign_off in rule.given[-1:])
        marks.extend((rule.role, rule.label, "green", at) for at, rule in given)
        waiting = next((rule for rule in stands.rules if not rule.satisfied), None)
        if stands.stage in ("in_review", "changes_requested") and waiting is not None:
            marks.append((f"{waiting.role} waits", waiting.label, "amber", end))
        elif stands.stage == "locked":
            marks.append(("locked", "Result", "amber", end))
        elif stands.stage in ("greenlit", "published"):
            marks.append(("publishing", "Publishing", "amber" if stands.stage == "greenlit" else "green", end))
    else:
        marks.append(("composing", "Composing", "blue", end))
    whole = max(1, marks[-1][3] - begun)
    rows, at = [], begun
    for key, label, tone, until in marks:
        span = max(0, until - at)
        rows.append(StageRow(key, label, tone, span / whole, stopwatch(span)))
        at = max(at, until)
    return tuple(rows)


def short_digest(digest: str) -> str:
    """`7f3a 91bc … 04c2`"""
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}" if len(digest) == 64 else digest
