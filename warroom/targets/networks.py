"""What each network takes and where its compose page is, for handing over by hand. Nothing here speaks to a network.

The pages are those that the networks document for share buttons: Bluesky "action intent links", Mastodon's /share, X web
intents, Threads web intents. The others have no page that takes a text, so their own start page is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from warroom.errors import WarroomError
from warroom.plan.networks import network_name


class BadLink(WarroomError):
    code = "bad_link"


@dataclass(frozen=True)
class Network:
    """`cuts`: which suit it, best first. `hosts`: where its posts live; empty: anywhere."""

    name: str
    cuts: tuple[str, ...]
    hosts: tuple[str, ...]
    page: Callable[[str, str], str]  # account, caption -> the compose page's address, or "" where none is known
    takes_text: bool = False


def _fixed(address: str) -> Callable[[str, str], str]:
    return lambda account, caption: address


def _with_text(address: str) -> Callable[[str, str], str]:
    return lambda account, caption: f"{address}?text={quote(caption, safe='')}"


def instance(account: str) -> str:
    """The server in a Mastodon account (`@crumb@social.example`, `crumb@social.example` or a bare host); else empty."""
    host = account.strip().lstrip("@").rpartition("@")[2]
    return host.lower() if "." in host and not any(letter in host for letter in "/?# ") else ""


def _share(account: str, caption: str) -> str:
    return f"https://{instance(account)}/share?text={quote(caption, safe='')}" if instance(account) else ""


_UPRIGHT = ("4x5", "1x1", "9x16", "16x9")
_SQUARE = ("1x1", "4x5", "16x9", "9x16")
_WIDE = ("16x9", "1x1", "4x5", "9x16")

NETWORKS = (
    Network("bluesky", _SQUARE, ("bsky.app",), _with_text("https://bsky.app/intent/compose"), True),
    Network("mastodon", _WIDE, (), _share, True),
    Network("x", _WIDE, ("x.com", "twitter.com"), _with_text("https://x.com/intent/post"), True),
    Network("threads", _UPRIGHT, ("threads.com", "threads.net"), _with_text("https://www.threads.com/intent/post"), True),
    Network("instagram", _UPRIGHT, ("instagram.com",), _fixed("https://www.instagram.com/")),
    Network("facebook", _UPRIGHT, ("facebook.com", "fb.com", "fb.watch"), _fixed("https://www.facebook.com/")),
    Network("linkedin", _SQUARE, ("linkedin.com", "lnkd.in"), _fixed("https://www.linkedin.com/feed/")),
    Network("imitation", _SQUARE, (), _fixed("")),
)


def network(name: str) -> Network:
    """The network of this name as in a plan; one that is not known has no page and takes any link."""
    known = next((one for one in NETWORKS if one.name == name), None)
    return known or Network(name, _SQUARE, (), _fixed(""))


def suits(name: str, cuts: tuple[str, ...]) -> str:
    """Which of these cuts to propose for the network; empty where there is none at all."""
    return next((cut for cut in network(name).cuts if cut in cuts), cuts[0] if cuts else "")


def compose_page(name: str, account: str, caption: str) -> str:
    """The address to open in a browser, the caption filled in where the network lets that be; empty where none is known."""
    return network(name).page(account, caption)


def checked_link(name: str, account: str, pasted: str) -> str:
    """The link as it is kept. Raises BadLink where it cannot be a post of that network."""
    link = pasted.strip()
    parts = urlsplit(link)
    known = network(name)
    if parts.scheme != "https" or not parts.hostname or any(letter.isspace() for letter in link):
        raise BadLink("That is not a link to a post.", "Paste the whole address of the post; it starts with https://.")
    hosts = known.hosts or ((instance(account),) if name == "mastodon" and instance(account) else ())
    if hosts and not any(parts.hostname == host or parts.hostname.endswith(f".{host}") for host in hosts):
        label = network_name(name)
        raise BadLink(f"That link leads to {parts.hostname}, not to {label}.", f"A link of {label} leads to {' or '.join(hosts)}.")
    if not parts.path.strip("/"):
        raise BadLink(f"That is the front page of {parts.hostname}, not a post.", "Open the post, and copy its own address.")
    return link
