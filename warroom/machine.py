"""What Qt needs of this machine, looked at before Qt is loaded: Qt itself ends the process when one of these is missing."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from warroom.errors import MissingPart


@dataclass(frozen=True)
class Library:
    """A system library by the name the loader knows, and the packages that bring it."""

    file: str
    apt: str
    dnf: str


BASE = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs"),
)
X11 = (
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
)
WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)


def need_qt(*, screen: bool) -> None:
    """Raise MissingPart, naming everything at once, when Qt could not start here; with `screen`, a screen is needed too."""
    kind = screen_kind() if screen else "offscreen"
    missing = missing_libraries(kind)
    if missing:
        names = ", ".join(library.file for library in missing)
        raise MissingPart(f"This machine lacks {names}, which the window is drawn with.", install_line(missing))
    if not screen:
        return
    wrong = screen_problem(kind)
    if wrong:
        raise MissingPart(
            wrong, "Start it in a desktop session (DISPLAY or WAYLAND_DISPLAY is set there). `warroom tour DIR` needs no screen."
        )


def screen_kind() -> str:
    """`x11`, `wayland`, `offscreen`, `none`, or `native` where the system always has one (macOS, Windows)."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if chosen in {"offscreen", "minimal", "vnc"}:
        return "offscreen"
    if sys.platform != "linux":
        return "native"
    if chosen == "xcb" or (chosen == "" and os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY")):
        return "x11"
    if chosen.startswith("wayland") or os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "offscreen" if chosen else "none"


def missing_libraries(kind: str) -> tuple[Library, ...]:
    """The libraries Qt needs for this kind of screen and cannot load; empty outside Linux."""
    if sys.platform != "linux":
        return ()
    wanted = BASE + {"x11": X11, "wayland": WAYLAND}.get(kind, ())
    return tuple(library for library in wanted if not _loads(library.file))


def install_line(libraries: tuple[Library, ...]) -> str:
    """The line that installs them, for this machine's package manager; both lines where neither is found."""
    apt = "sudo apt install " + " ".join(dict.fromkeys(library.apt for library in libraries))
    dnf = "sudo dnf install " + " ".join(dict.fromkeys(library.dnf for library in libraries))
    if shutil.which("apt-get"):
        return f"Install: {apt}"
    if shutil.which("dnf"):
        return f"Install: {dnf}"
    return f"Install, on Debian or Ubuntu: {apt}; on Fedora: {dnf}"


def screen_problem(kind: str) -> str:
    """Why no window can be shown, as a sentence; empty when one can."""
    if kind == "none":
        return "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set."
    if kind == "x11" and not _x_answers():
        return f"The X screen {os.environ.get('DISPLAY', '')!r} does not answer or does not let this user in."
    if kind == "wayland" and not _wayland_socket().is_socket():
        return f"There is no Wayland screen at {_wayland_socket()}."
    return ""


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _x_answers() -> bool:
    """Connect as Qt will, with the same authority file."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    error = int(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return error == 0


def _wayland_socket() -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / os.environ.get("WAYLAND_DISPLAY", "wayland-0")
