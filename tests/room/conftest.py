from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.room.serving import Served, serving


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for a whole module: its tests share a log and must not mind."""
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served
