from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from warroom.plan.read import NETWORKS as PLANNED
from warroom.targets.networks import NETWORKS, BadLink, checked_link, compose_page, network, suits


def test_every_network_that_a_plan_may_name_is_known() -> None:
    assert {one.name for one in NETWORKS} == set(PLANNED)


@pytest.mark.parametrize("name", [one.name for one in NETWORKS if one.takes_text])
def test_the_caption_reaches_the_compose_page_whole(name: str) -> None:
    caption = "You & we: 100% dark? #lights\nYes + no é 🍪"
    page = urlsplit(compose_page(name, "@crumb@social.example", caption))
    assert page.scheme == "https"
    assert parse_qs(page.query)["text"] == [caption]


def test_mastodon_shares_on_the_accounts_own_server_and_nowhere_without_one() -> None:
    assert compose_page("mastodon", "@crumb@social.example", "x").startswith("https://social.example/share?")
    assert compose_page("mastodon", "crumb", "x") == ""
    assert compose_page("mastodon", "crumb@bad/../host.example", "x") == ""


@pytest.mark.parametrize(
    ("name", "account", "link"),
    [
        ("bluesky", "crumb.example", "https://bsky.app/profile/crumb.example/post/3k1"),
        ("x", "crumb", " https://x.com/crumb/status/1 "),
        ("threads", "crumb", "https://www.threads.net/@crumb/post/1"),
        ("instagram", "crumb", "https://www.instagram.com/p/1/"),
        ("mastodon", "@crumb@social.example", "https://social.example/@crumb/1"),
        ("mastodon", "crumb", "https://any.example/@crumb/1"),
        ("carrier pigeon", "crumb", "https://anywhere.example/1"),
    ],
)
def test_a_link_of_the_network_is_kept(name: str, account: str, link: str) -> None:
    assert checked_link(name, account, link) == link.strip()


@pytest.mark.parametrize(
    ("name", "account", "link"),
    [
        ("bluesky", "crumb.example", "http://bsky.app/profile/crumb.example/post/3k1"),
        ("bluesky", "crumb.example", "https://notbsky.app/profile/crumb.example/post/3k1"),
        ("bluesky", "crumb.example", "https://bsky.app/"),
        ("bluesky", "crumb.example", "bsky.app/profile/x"),
        ("x", "crumb", "https://x.com.evil.example/crumb/1"),
        ("mastodon", "@crumb@social.example", "https://other.example/@crumb/1"),
        ("carrier pigeon", "crumb", "javascript:alert(1)"),
        ("carrier pigeon", "crumb", "https://a.example/one two"),
        ("carrier pigeon", "crumb", ""),
    ],
)
def test_what_is_no_link_of_the_network_is_refused(name: str, account: str, link: str) -> None:
    with pytest.raises(BadLink):
        checked_link(name, account, link)


def test_each_network_gets_the_cut_that_suits_it() -> None:
    assert suits("instagram", ("1x1", "4x5", "16x9")) == "4x5"
    assert suits("x", ("1x1", "4x5", "16x9")) == "16x9"
    assert suits("x", ("9x16",)) == "9x16"
    assert suits("x", ("poster",)) == "poster"
    assert suits("x", ()) == ""
    assert network("carrier pigeon").cuts == network("bluesky").cuts
