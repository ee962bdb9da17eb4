"""Join codes, and the certificate behind an invitation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.people import at_the_host, joined, until
from tests.e2e.plans import live_plan
from warroom.client.host import Host
from warroom.client.join import join
from warroom.client.pinned import WrongCertificate
from warroom.client.session import Session
from warroom.errors import RoomError, Unreachable
from warroom.review.commands import CallMoment


async def codes(tmp_path: Path) -> list[str]:
    """What a wrong code and a used one are answered, and a used one once the room was closed and opened again."""
    host = await Host.start(live_plan(tmp_path), "live")
    try:
        async with at_the_host(host, tmp_path) as producer:
            with pytest.raises(RoomError) as wrong:
                await join(host.address, "AAAA-AAAA", "A laptop")

            issued = await producer.issue_code("Counsel")
            came = await join(host.address, issued.code.lower().replace("-", " "), "Counsel's phone")
            assert came.reply.person == "Counsel"
            assert came.reply.roles == ("legal",)
            with pytest.raises(RoomError) as used:
                await join(issued.invitation, "", "Another laptop")
            with pytest.raises(RoomError) as unknown:
                await producer.issue_code("Nobody")
            assert unknown.value.status == 404

            async with joined(producer, "Writer", tmp_path) as writer:
                with pytest.raises(RoomError) as refused:
                    await writer.issue_code("Writer")
                assert refused.value.status == 403
                assert writer.roles == ("writer",)
            unused = await producer.issue_code("Brand lead")
        await host.stop()

        host = await Host.adopt(host.folder)
        with pytest.raises(RoomError) as used_still:
            await join(host.address, issued.code, "A late laptop")
        later = await join(host.address, unused.code, "A laptop of the brand's")
        assert later.reply.person == "Brand lead"
        with pytest.raises(RoomError) as stranger:
            await Session.open(host.address, "not-a-token", cache=tmp_path, device_folder=tmp_path)
        assert stranger.value.status == 401
        return [refused.value.code for refused in (wrong, used, used_still)]
    finally:
        await host.stop()


def test_a_code_lets_one_device_of_one_person_in_once(tmp_path: Path) -> None:
    assert asyncio.run(codes(tmp_path)) == ["code_wrong", "code_used", "code_used"]


def on_this_machine(invitation: str) -> str:
    """The same invitation by loopback: tests reach nothing else."""
    parts = urlsplit(invitation)
    return parts._replace(netloc=f"127.0.0.1:{parts.port}").geturl()


async def shared(tmp_path: Path) -> tuple[str, list[str]]:
    """The certificate's fingerprint, and those that three who joined in three ways remember."""
    host = await Host.start(live_plan(tmp_path), "live", share=True)
    try:
        async with at_the_host(host, tmp_path) as producer:
            issued = await producer.issue_code("Writer")
            invitation = on_this_machine(issued.invitation)
            assert parse_qs(urlsplit(invitation).query)["fp"] == [host.fingerprint]

            forged = invitation.replace(host.fingerprint, "ab" * 32)
            with pytest.raises(WrongCertificate):
                await join(forged, "", "Laptop")
            came = await join(invitation, "", "Laptop")
            assert came.address.startswith("https://")

            typed = await producer.issue_code("Counsel")
            trusted = await join(f"https://127.0.0.1:{urlsplit(invitation).port}", typed.code, "Phone")

            bare = await producer.issue_code("Brand lead")
            found = await join(f"127.0.0.1:{urlsplit(invitation).port}", bare.code, "Tablet")
            assert found.address.startswith("https://")

            with pytest.raises(WrongCertificate):
                await Session.open(came.address, came.reply.token, fingerprint="cd" * 32, cache=tmp_path, device_folder=tmp_path)
            own = tmp_path / "writer"
            writer = await Session.open(came.address, came.reply.token, fingerprint=came.fingerprint, cache=own, device_folder=own)
            sent = await producer.send(CallMoment(title="Lights", topic="The match", evidence=()))
            await until(writer, lambda: sent.id in writer.state.moments, "over TLS")
            await writer.close()
            with pytest.raises(Unreachable):
                await join(invitation.replace("&fp=", "&no="), "", "Laptop")  # an invitation without a fingerprint is for plain HTTP
            return host.fingerprint, [came.fingerprint, trusted.fingerprint, found.fingerprint]
    finally:
        await host.stop()


def test_a_shared_room_is_known_by_its_certificate(tmp_path: Path) -> None:
    own, remembered = asyncio.run(shared(tmp_path))
    assert len(own) == 64
    assert remembered == [own] * 3  # by invitation, by address, and by an address without a scheme
