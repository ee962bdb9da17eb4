"""The collector in the process that reads the sources."""

from __future__ import annotations

import gc

from warroom import collector


def test_what_is_there_is_left_alone_and_what_is_new_is_still_looked_at() -> None:
    before = gc.get_threshold()
    try:
        collector.ease()
        assert gc.get_freeze_count() > 0
        assert gc.isenabled()
        assert gc.get_threshold()[0] > before[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
