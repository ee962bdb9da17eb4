"""What a method gave for the same arguments before."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from types import MethodType
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
V = TypeVar("V")


def remembered(most: int, method: Callable[P, V]) -> Callable[P, V]:
    """A bound method that keeps its last `most` results, for an attribute of its own object.

    It holds the object weakly: a cache of the bound method would hold it and be held by it, and fonts and letters of a renderer that
    is gone, megabytes of which Python's collector sees a few objects, would stay until it looks for such rings.
    """
    bound = cast(MethodType, method)
    whole, owner = bound.__func__, weakref.ref(bound.__self__)

    def made(*arguments: P.args, **named: P.kwargs) -> V:
        return cast(V, whole(owner(), *arguments, **named))

    return cast("Callable[P, V]", functools.lru_cache(most)(made))
