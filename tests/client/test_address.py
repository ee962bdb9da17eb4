from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.client.address import DEFAULT_PORT, Address, BadAddress, parse_address, plain_code


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("127.0.0.1:80", Address("http", "127.0.0.1", 80)),
        (" localhost ", Address("http", "localhost", DEFAULT_PORT)),
        ("192.168.1.20:7000", Address("https", "192.168.1.20", 7000)),
        ("producer-mac.local", Address("https", "producer-mac.local", DEFAULT_PORT)),
        ("[::1]:7000/cup", Address("http", "::1", 7000, "cup")),
        ("https://10.0.0.1:1/cup%20final", Address("https", "10.0.0.1", 1, "cup final")),
        ("warroom://127.0.0.1:9/cup?code=ab12cd34", Address("http", "127.0.0.1", 9, "cup", "AB12-CD34")),
        ("warroom://10.0.0.1:9/cup?code=AB12-CD34&fp=AA:BB", Address("https", "10.0.0.1", 9, "cup", "AB12-CD34", "aabb")),
    ],
)
def test_what_people_type_and_scan_is_understood(written: str, address: Address) -> None:
    assert parse_address(written) == address


@pytest.mark.parametrize("written", ["", "  ", "ftp://host", "http://", "host:notaport", "user@host", "warroom:///room", "host:99999"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(written)


@given(
    st.sampled_from(("http", "https")),
    st.sampled_from(("127.0.0.1", "::1", "10.1.2.3", "room.example")),
    st.integers(1, 65535),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
)
def test_the_kept_form_is_read_back_the_same(scheme: str, host: str, port: int, room: str) -> None:
    address = Address(scheme, host, port, room)
    if room and room.strip("/") == room and "/" not in room:
        assert parse_address(str(address)) == address
    assert parse_address(address.base) == Address(scheme, host, port)


def test_codes_are_taken_as_they_are_typed() -> None:
    assert plain_code(" ab12 cd34 ") == "AB12-CD34"
    assert plain_code("too long a code") == "TOOLONGACODE"
    assert plain_code("") == ""
