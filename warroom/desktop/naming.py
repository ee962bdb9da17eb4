"""How people are called in a sentence: oneself is `you`. Pure."""

from __future__ import annotations


def called(person: str, me: str) -> str:
    """Inside a sentence."""
    return "you" if person == me else person


def calling(person: str, me: str) -> str:
    """At the beginning of a sentence."""
    return "You" if person == me else person
