"""What goes over the session's bus and what comes back, with a bus of the test's own in its place."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

if sys.platform != "linux":
    pytest.skip("a bus of Linux desktops", allow_module_level=True)

from jeepney import Message, MessageType, new_error, new_method_return, new_signal

from tests.waiting import soon
from warroom.desktop import notification_bus
from warroom.desktop.notification_bus import ADDRESS, NotificationBus


class Router:
    """Answers as a notification service does; `queue` takes the signals that it sends."""

    def __init__(self, capabilities: list[str], *, served: bool = True) -> None:
        self.capabilities, self.served = capabilities, served
        self.queue: asyncio.Queue[Message] = asyncio.Queue()
        self.shown: list[tuple[object, ...]] = []

    async def __aenter__(self) -> Router:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def send_and_get_reply(self, message: Message) -> Message:
        message.header.serial = 1
        name = next(value for field, value in message.header.fields.items() if field.name == "member")
        if not self.served and name != "AddMatch":
            return new_error(message, "org.freedesktop.DBus.Error.ServiceUnknown")
        if name == "GetCapabilities":
            return new_method_return(message, "as", (self.capabilities,))
        if name == "Notify":
            self.shown.append(message.body)
            return new_method_return(message, "u", (7,))
        return new_method_return(message)

    @contextmanager
    def filter(self, _rule: object, *, bufsize: int) -> Iterator[asyncio.Queue[Message]]:
        assert bufsize > 1
        yield self.queue

    def press(self, number: int, action: str) -> None:
        signal = new_signal(ADDRESS, "ActionInvoked", "us", (number, action))
        assert signal.header.message_type is MessageType.signal
        self.queue.put_nowait(signal)


async def serving(monkeypatch: pytest.MonkeyPatch, router: Router, pressed: list[str]) -> tuple[NotificationBus, asyncio.Task[None]]:
    monkeypatch.setattr(notification_bus, "open_dbus_router", lambda: router)
    bus = NotificationBus(pressed.append)
    listening = asyncio.get_running_loop().create_task(bus.listen())
    await soon(lambda: bus.there or listening.done())
    return bus, listening


@pytest.mark.parametrize(("able", "body"), [(["body"], "A & B wait"), (["body", "body-markup"], "A &amp; B wait")])
def test_a_notification_says_what_waits_and_leads_to_it_when_pressed(monkeypatch: pytest.MonkeyPatch, able: list[str], body: str) -> None:
    async def play() -> None:
        router, pressed = Router(able), []
        bus, listening = await serving(monkeypatch, router, pressed)
        assert await bus.say("Lights out.", "A & B wait", "item-1")
        assert router.shown[0][3:6] == ("Lights out.", body, ["default", "Open"])
        router.press(8, "default")
        router.press(7, "closed")
        router.press(7, "default")
        await soon(lambda: pressed)
        assert pressed == ["item-1"]
        listening.cancel()
        await asyncio.wait((listening,))
        assert not await bus.say("Lights out.", "Again", "item-1")

    asyncio.run(asyncio.wait_for(play(), 90))


def test_where_nobody_serves_it_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        bus, listening = await serving(monkeypatch, Router([], served=False), [])
        await listening
        assert not bus.there
        assert not await bus.say("Lights out.", "Waits for you", "item-1")

    asyncio.run(asyncio.wait_for(play(), 90))


def test_where_there_is_no_bus_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    bus = NotificationBus(lambda _: None)
    asyncio.run(asyncio.wait_for(bus.listen(), 90))
    assert not bus.there
