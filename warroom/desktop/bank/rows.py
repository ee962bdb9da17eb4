"""The bank as rows: each shell, how it stands, and its blanks as they are being filled. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from warroom.desktop.naming import called
from warroom.review import blanks
from warroom.review.blanks import count
from warroom.review.duty import event_time
from warroom.review.lanes import SHELL, label
from warroom.review.model import Blank, Content, Moment, Mould, Shell, State
from warroom.review.shells import clearance

_NEW = re.compile(r"\{([a-z][a-z0-9_]{0,30})=([^{}]*)\}")
_PICTURE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ShellRow:
    key: str
    title: str
    stands: str
    tone: str
    names: str
    thumb: str
    usable: bool
    chosen: bool


@dataclass(frozen=True)
class BlankRow:
    key: str
    label: str
    value: str
    note: str
    problem: str


@dataclass(frozen=True)
class ResultRow:
    """A result that the item may wait for; `key` is empty for none."""

    key: str
    label: str
    chosen: bool
    open: bool


@dataclass(frozen=True)
class NamedBlank:
    """A blank as it is being named: `limit` is what stands in the field."""

    key: str
    sample: str
    limit: str
    pattern: str
    problem: str


@dataclass(frozen=True)
class TextRow:
    """A text of what goes into the bank, with its blanks marked."""

    key: str
    label: str
    text: str
    problem: str


def clock_at(state: State, at: int) -> str:
    """`23:00` on the event's clock, with the day where it is another one."""
    zone = state.plan.event.starts.tzinfo
    then = dt.datetime.fromtimestamp(event_time(state, at) / 1000, zone)
    day = "" if then.date() == state.plan.event.starts.date() else f"{then.day} {then:%b} "
    return f"{day}{then:%H:%M}"


def shell_rows(state: State, me: str, chosen: str) -> tuple[ShellRow, ...]:
    """Those that can be used first, the newest of them on top; those that ended last."""
    rows = [(_order(state, shell), _row(state, shell, me, chosen)) for shell in state.shells.values()]
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _order(state: State, shell: Shell) -> tuple[int, int]:
    return (0 if clearance(state, shell).stands else 2 if shell.ended_at else 1, -shell.at)


def _row(state: State, shell: Shell, me: str, chosen: str) -> ShellRow:
    stands = clearance(state, shell)
    cuts = shell.content.cuts
    tone = "green" if stands.stands else "third" if shell.ended_at else "amber"
    return ShellRow(
        key=shell.id,
        title=shell.title,
        stands=_state_words(state, shell, me) if stands.stands else stands.why,
        tone=tone,
        names=" · ".join(_blank_words(blank) for blank in shell.blanks),
        thumb=cuts[0].blob if cuts else "",
        usable=stands.stands,
        chosen=shell.id == chosen,
    )


def _state_words(state: State, shell: Shell, me: str) -> str:
    signed = clearance(state, shell).signed
    by = ", ".join(dict.fromkeys(f"{called(one.person, me)} ({label(one.role)})" for one in signed)) or shell.by
    return f"Cleared by {by} until {clock_at(state, shell.until)}"


def _blank_words(blank: Blank) -> str:
    held = f", {blanks.PATTERNS[blank.pattern][0]}" if blank.pattern in blanks.PATTERNS else ""
    return f"{_words(blank.name)} (at most {blank.most}{held})"


def _words(name: str) -> str:
    spaced = name.replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def blank_rows(shell: Shell, values: Mapping[str, str]) -> tuple[BlankRow, ...]:
    rows = []
    for blank in shell.blanks:
        value = values.get(blank.name, "")
        why = blanks.wrong(blank, value) if value else ""
        rows.append(
            BlankRow(
                key=blank.name,
                label=_words(blank.name),
                value=value,
                note=f"{count(value)} of {blank.most}",
                problem=f"{_words(blank.name)} {why}." if why else "",
            )
        )
    return tuple(rows)


def open_blanks(shell: Shell, values: Mapping[str, str]) -> str:
    """What still has to be filled or put right, as one sentence; empty when nothing."""
    for blank in shell.blanks:
        why = blanks.wrong(blank, values.get(blank.name, ""))
        if why:
            return f"{_words(blank.name)} {why}."
    return ""


def result_rows(state: State, chosen: tuple[str, str]) -> tuple[ResultRow, ...]:
    """`Goes when it is greenlit`, and every result of the plan; those that did not come are closed."""
    if not state.plan.outcomes:
        return ()
    rows = [ResultRow("", "Waits for no result", chosen == ("", ""), True)]
    for outcome in state.plan.outcomes:
        marked = state.outcomes.get(outcome.name)
        for result in outcome.results:
            here = marked is None or marked.result == result
            rows.append(ResultRow(f"{outcome.name}\n{result}", f"{outcome.name}: {result}", chosen == (outcome.name, result), here))
    return tuple(rows)


def go_moments(state: State) -> tuple[Moment, ...]:
    """Those on which an item can be made, the newest first."""
    return tuple(sorted((one for one in state.moments.values() if one.decision == "go"), key=lambda one: -one.called_at))


# --- putting something into the bank


def text_rows(content: Content, written: Mapping[str, str], blanks_named: Mapping[str, str]) -> tuple[TextRow, ...]:
    """Every text of it that a blank may stand in: the slots that hold words, the caption, the alt text."""
    rows = []
    for key, label_, text in texts_of(content):
        marked = written.get(key, text)
        rows.append(TextRow(key, label_, marked, _text_problem(text, marked, blanks_named)))
    return tuple(rows)


def texts_of(content: Content) -> tuple[tuple[str, str, str], ...]:
    """(key, label, text). The composer writes one caption and one alt text for all targets."""
    slots = [(f"slot/{one.slot}", _words(one.slot), one.value) for one in content.slots if _may_hold_words(one.value)]
    first = content.targets[0] if content.targets else None
    words = [("caption", "Caption", first.caption), ("alt", "Alt text", first.alt)] if first else []
    return (*slots, *(one for one in words if one[2]))


def _may_hold_words(value: str) -> bool:
    return bool(value) and not _PICTURE.fullmatch(value) and value not in ("on", "off")


def named_in(texts: Iterable[str]) -> dict[str, str]:
    """The blanks that `{name=sample}` names, the first sample of each."""
    found: dict[str, str] = {}
    for text in texts:
        for name, sample in _NEW.findall(text):
            found.setdefault(name, sample)
    return found


def mould_text(marked: str) -> str:
    """`{score=2–1}!` as a mould: `{score}!`."""
    return _NEW.sub(lambda place: "{" + place[1] + "}", marked)


def whole_blank(label_: str, text: str) -> str:
    """All of a text as one blank, named after its place."""
    name = re.sub(r"[^a-z0-9]+", "_", label_.lower()).strip("_")
    return "{" + (name if name[:1].isalpha() else f"blank_{name}") + "=" + text + "}"


def _text_problem(text: str, marked: str, samples: Mapping[str, str]) -> str:
    if blanks.pour(mould_text(marked), samples) != text:
        return "With its samples this is not what was approved: only mark what is there, as {name=words}."
    return ""


def moulds_of(content: Content, written: Mapping[str, str], names: Iterable[str]) -> tuple[Mould, ...]:
    """A mould for each text in which one of these blanks stands; captions and alt texts for every target."""
    known = set(names)
    moulds = []
    for key, _, text in texts_of(content):
        marked = mould_text(written.get(key, text))
        if not any("{" + name + "}" in marked for name in known):
            continue
        if key.startswith("slot/"):
            moulds.append(Mould("slot", key.removeprefix("slot/"), marked))
        elif key == "caption":
            moulds += [Mould("caption", f"{one.network}/{one.account}", marked) for one in content.targets]
        else:
            moulds += [Mould("alt", f"{one.network}/{one.account}", marked) for one in content.targets]
    return tuple(moulds)


def may_bank(state: State, lane: str) -> bool:
    return lane != SHELL and state.plan.lane(SHELL) is not None
