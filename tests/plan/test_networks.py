from __future__ import annotations

from warroom.plan.networks import NETWORKS, network_name
from warroom.targets import networks


def test_every_network_of_a_plan_is_written_as_people_write_it() -> None:
    assert [network_name(name) for name in ("bluesky", "x", "linkedin", "imitation")] == ["Bluesky", "X", "LinkedIn", "Imitation page"]
    assert all(network_name(name)[0].isupper() for name in NETWORKS)
    assert {one.name for one in networks.NETWORKS} == set(NETWORKS)


def test_one_that_no_plan_may_name_begins_with_a_capital() -> None:
    assert (network_name("carrier pigeon"), network_name("")) == ("Carrier pigeon", "")
