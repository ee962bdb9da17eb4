"""The command line. Nothing heavy is imported before it is known what is wanted, and no error leaves as a traceback."""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import importlib
import importlib.metadata
import os
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, get_args

from warroom import locations, machine
from warroom.designing.arguments import add_template_to
from warroom.errors import FileProblems, MissingPart, StorageError, WarroomError
from warroom.options import Beginning, DesktopOptions, RehearsalOptions, WallOptions

CHILDREN = {  # started by the program itself, with arguments of their own
    "serve": ("warroom.room.serve", "main"),
    "intake": ("warroom.intake.run", "main"),
    "colleagues": ("warroom.intake.colleagues", "main"),
    "admit-picture": ("warroom.compose.admit", "main"),
    "draw-svg": ("warroom.compose.svg_child", "main"),
    "import-design": ("warroom.importing.child", "main"),
    "read-feed": ("warroom.sources.feed_child", "main"),
    "thumbnails": ("warroom.compose.thumbnails", "main"),
    "tour-approver": ("warroom.desktop.tour.approve", "main"),
}
PRINTING = ("publish", "retire", "import", "template", "doctor")  # what they have to say is printed
CONTROLS = "Basic"  # the look of the few ready-made controls; the built folder carries no other
WRONG = 2  # the exit code for what the user can mend
BROKEN = 70  # and for what only we can
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows knows no quota
CUT_SHORT = 141  # as a shell calls a program whose reader went away


def main(args: list[str] | None = None) -> int:
    """Run `warroom ARGS…`; the exit code."""
    given = sys.argv[1:] if args is None else args
    prints = bool(given) and given[0] in PRINTING
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _run(given)
        if prints:
            sys.stdout.flush()  # now, while it can be told whether anybody reads
        return code
    except KeyboardInterrupt:
        return 130
    except WarroomError as wrong:
        return _say(wrong)
    except ImportError as wrong:
        return _say(_missing(wrong))
    except Exception as wrong:
        if prints and isinstance(wrong, BrokenPipeError):  # who reads along has read enough, as `head` does
            _write_no_more()
            return CUT_SHORT
        if prints and isinstance(wrong, OSError) and wrong.errno in FULL and wrong.filename is None:
            _write_no_more()
            hint = "Free some space where it is written to, and ask again; what was made stands."
            return _say(StorageError(f"What there is to say cannot be written: {wrong.strerror}.", hint))
        print(_record(wrong, given), file=sys.stderr)
        return BROKEN


def _write_no_more() -> None:
    """What is still to be written complains no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(given: list[str]) -> int:
    if given and given[0] in CHILDREN:
        module, function = CHILDREN[given[0]]
        return int(getattr(importlib.import_module(module), function)(given[1:]))
    options = _parser().parse_args(given)
    if options.command == "doctor":
        from warroom import doctor

        return doctor.main()
    if options.command == "tour":
        return _tour(options.folder)
    if options.command in ("publish", "retire"):
        from warroom.client import terminal

        if options.command == "retire":
            return terminal.retire(options.key, options.room)
        return terminal.publish(options.path, options.room, over=options.over)
    if options.command == "import":
        from warroom.importing import command

        return command.main(options)
    if options.command == "template" and options.act != "watch":
        from warroom.designing import command as designing

        return designing.main(options)
    return _desktop(_desktop_options(options))


def _tour(folder: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", CONTROLS)
    machine.need_qt(screen=False)
    return int(importlib.import_module("warroom.desktop.tour.play").main(folder))


def _desktop(options: DesktopOptions) -> int:
    if options.plan is not None:
        from warroom.compose.template import planned_templates
        from warroom.plan.read import read_plan

        planned_templates(read_plan(options.plan, live=True))  # mistakes are told here, before a window opens
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", CONTROLS)
    machine.need_qt(screen=True)
    return int(importlib.import_module("warroom.desktop.app").main(options))


def _desktop_options(options: argparse.Namespace) -> DesktopOptions:
    wall = _wall_options(options)
    if options.command == "start":
        return DesktopOptions(plan=options.plan.resolve(), wall=wall)
    if options.command in ("join", "wall"):
        return DesktopOptions(address=options.address, code=options.code, wall=wall)
    if options.command == "rehearse":
        return DesktopOptions(rehearsal=RehearsalOptions(options.beginning, options.speed), wall=wall)
    if options.command == "template":
        return DesktopOptions(bench=options.folder.absolute())
    return DesktopOptions()


def _wall_options(options: argparse.Namespace) -> WallOptions | None:
    if options.command == "wall":
        return WallOptions(options.screen, options.distance, options.inches, alone=True)
    screen = getattr(options, "wall", 0)
    return WallOptions(screen) if screen else None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WarroomError(f"{message[:1].upper()}{message[1:]}.", f"`{self.prog} --help` lists what can be asked.", "arguments")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="warroom",
        description="From something just happened to the right post, signed off. With no command it opens the first screen.",
    )
    parser.add_argument("--version", action="version", version=f"warroom {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    start = commands.add_parser("start", help="start a room from an event plan")
    start.add_argument("plan", type=Path, metavar="EVENT.toml")
    join = commands.add_parser("join", help="join a room on another machine")
    join.add_argument("address", metavar="ADDRESS", help="as shown in the room: a host and a port, or the whole link")
    join.add_argument("code", nargs="?", default="", metavar="CODE", help="the join code; asked for on screen when left out")
    rehearse = commands.add_parser("rehearse", help="play the night of Super Bowl XLVII; needs no network")
    rehearse.add_argument("--from", dest="beginning", choices=get_args(Beginning), default="kick-off", help="where the night begins")
    rehearse.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="times faster than life, 1 to 60")
    for into in (start, join, rehearse):
        into.add_argument("--wall", type=_screen, default=0, metavar="SCREEN", help="open the wall there, as with F9: 1, 2, …")
    wall = commands.add_parser("wall", help="show the wall of a room and nothing else; needs no input")
    wall.add_argument("address", nargs="?", default="", metavar="ADDRESS", help="left out: the room this device was in last")
    wall.add_argument("code", nargs="?", default="", metavar="CODE", help="a join code of the wall's own; once is enough")
    wall.add_argument("--screen", type=_screen, default=0, metavar="SCREEN", help="1, 2, …; left out: as last time")
    wall.add_argument("--distance", type=_between(1, 30), default=0.0, metavar="METRES", help="from how far it is read; 6 at first")
    wall.add_argument("--inches", type=_between(10, 500), default=0.0, metavar="N", help="the screen's diagonal, where it does not say so")
    publish = commands.add_parser("publish", help="publish a template, a brand, a font or a picture of it to a room")
    publish.add_argument("path", type=Path, metavar="FOLDER", help="a template's folder, a brand's, or a file in one of them")
    publish.add_argument("--room", default="", metavar="ROOM", help="left out: the room this device was in last")
    publish.add_argument("--over", action="store_true", help="also over a version that somebody else published meanwhile")
    retire = commands.add_parser("retire", help="offer a published template no more; items made with it keep it")
    retire.add_argument("key", metavar="TEMPLATE", help="its folder's name")
    retire.add_argument("--room", default="", metavar="ROOM", help="left out: the room this device was in last")
    tour = commands.add_parser("tour", help="play a rehearsal by itself and leave its pictures in a folder; needs no screen")
    tour.add_argument("folder", type=Path, metavar="DIR")
    taken = commands.add_parser("import", help="make a template of a layered file: PSD, ORA or SVG")
    taken.add_argument("file", type=Path, metavar="FILE", help="layers named slot:headline, slot:photo … become slots")
    taken.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="the brand's folder; left out: here, or a new one")
    add_template_to(commands)
    commands.add_parser("doctor", help="look at everything the program needs of this machine")
    return parser


def _speed(written: str) -> float:
    try:
        speed = float(written.rstrip("x×"))
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= 60:
        raise argparse.ArgumentTypeError(f"{written!r} is no number from 1 to 60")
    return speed


def _screen(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 64:
        raise argparse.ArgumentTypeError(f"{written!r} is no number of a screen: 1, 2, …")
    return int(written)


def _between(least: float, most: float) -> Callable[[str], float]:
    def number(written: str) -> float:
        try:
            value = float(written)
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{written!r} is no number from {least:g} to {most:g}")
        return value

    return number


def _version() -> str:
    try:
        return importlib.metadata.version("warroom")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


def _say(wrong: WarroomError) -> int:
    if isinstance(wrong, FileProblems):
        count = len(wrong.problems)
        print(f"{wrong.message}\n{count} {'problem' if count == 1 else 'problems'} in {wrong.files}; nothing was started.", file=sys.stderr)
    else:
        print("\n".join(part for part in (wrong.message, wrong.hint) if part), file=sys.stderr)
    return WRONG


def _missing(wrong: ImportError) -> MissingPart:
    what = wrong.name or "a part of the program"
    return MissingPart(
        f"{what} cannot be loaded: {wrong.msg}.", "`warroom doctor` names what is missing; `uv sync` installs Python's part."
    )


def _record(wrong: BaseException, given: list[str]) -> str:
    """Write the traceback to a file of its own and say in one sentence where; never fails."""
    now = dt.datetime.now(tz=dt.UTC)
    text = "".join(traceback.format_exception(wrong))
    head = f"warroom {_version()}, Python {platform.python_version()}, {platform.platform()}, {now.isoformat()}\ncommand: {given[:1]}\n\n"
    try:
        file = locations.logs() / f"crash-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
        file.write_text(head + text, encoding="utf-8")
    except (OSError, WarroomError) as unwritten:
        return f"warroom broke down ({type(wrong).__name__}: {wrong}), and what happened could not be written down ({unwritten})."
    return f"warroom broke down ({type(wrong).__name__}); what happened is written down in {file}."


if __name__ == "__main__":
    sys.exit(main())
