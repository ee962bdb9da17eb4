"""How people and targets are called in a sentence: oneself is `you`, and accounts of one network are told apart. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable

from warroom.plan.model import Plan
from warroom.plan.networks import network_name
from warroom.wire import Present

Place = tuple[str, str]  # a network and an account of it
WALL = " · wall"  # how the name of a device ends that shows the wall alone


def standing_by(presence: Iterable[Present]) -> frozenset[str]:
    """The people who are there: with a device that somebody sits at, not a wall."""
    return frozenset(present.person for present in presence if not present.name.endswith(WALL))


def called(person: str, me: str, imitations: Container[str] = ()) -> str:
    """Inside a sentence. `imitations` are a rehearsal's stand-ins, said to be that."""
    return "you" if person == me else labelled(person, imitations)


def calling(person: str, me: str, imitations: Container[str] = ()) -> str:
    """At the beginning of a sentence."""
    return "You" if person == me else labelled(person, imitations)


def labelled(person: str, imitations: Container[str]) -> str:
    return f"{person} (imitation)" if person in imitations else person


def imitations(plan: Plan) -> frozenset[str]:
    """The people of the plan whom the program plays, in a rehearsal."""
    return frozenset(person.name for person in plan.people if person.imitation)


def target_name(place: Place, among: Iterable[Place]) -> str:
    """The network; with its account where `among` has several of it; the account alone where `among` has no other network."""
    return target_names((place,), among)


def target_names(places: Iterable[Place], among: Iterable[Place] | None = None) -> str:
    """`Bluesky crumb.example, crumb.photos.example, X`; `among` as in `target_name`, None for the places themselves."""
    these = tuple(dict.fromkeys(places))
    known = set(these if among is None else among)
    accounts = {network: [account for other, account in these if other == network] for network, _ in these}
    several = {network for network in accounts if len([other for other, _ in known if other == network]) > 1}
    alone = len({network for network, _ in known}) == 1
    return ", ".join(_said(network, accounts[network], network in several, alone) for network in accounts)


def _said(network: str, accounts: list[str], several: bool, alone: bool) -> str:
    if not several:
        return network_name(network)
    return ", ".join(accounts) if alone else f"{network_name(network)} {', '.join(accounts)}"
