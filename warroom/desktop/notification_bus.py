"""The system's notifications over the session's D-Bus, which most Linux desktops serve whether or not they have a tray.

The protocol is the Desktop Notifications Specification 1.2.
"""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Callable

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, open_dbus_router

log = logging.getLogger(__name__)

SERVICE = "org.freedesktop.Notifications"
ADDRESS = DBusAddress("/org/freedesktop/Notifications", bus_name=SERVICE, interface=SERVICE)
ANSWER_S = 3.0
SHOWN_FOR_MS = 10_000
_ABSENT = (KeyError, OSError, EOFError, RuntimeError, ValueError)  # no bus, not let in, gone


class NotificationBus:
    """On the event loop. `pressed` is called with the tag of a notification that was pressed."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        self._pressed = pressed
        self._router: DBusRouter | None = None
        self._marks_up = False
        self._tags: dict[int, str] = {}

    @property
    def there(self) -> bool:
        """Whether somebody shows notifications; False until `listen` has found out."""
        return self._router is not None

    async def listen(self) -> None:
        """Until cancelled; returns at once where nobody shows notifications."""
        try:
            async with open_dbus_router() as router:
                async with asyncio.timeout(ANSWER_S):
                    able = await router.send_and_get_reply(new_method_call(ADDRESS, "GetCapabilities"))
                    presses = MatchRule(type="signal", interface=SERVICE, member="ActionInvoked", path=ADDRESS.object_path)
                    await router.send_and_get_reply(message_bus.AddMatch(presses))
                if able.header.message_type is not MessageType.method_return:
                    log.info("Nobody shows notifications: %s", able.header.fields.get(HeaderFields.error_name))
                    return
                self._marks_up = "body-markup" in able.body[0]
                self._router = router
                with router.filter(presses, bufsize=16) as queue:
                    while True:
                        self._press(await queue.get())
        except _ABSENT as error:
            log.info("There is no bus for notifications: %r", error)
        finally:
            self._router = None

    async def say(self, title: str, words: str, tag: str) -> bool:
        """Show it; False where it could not be shown."""
        if self._router is None:
            return False
        body = html.escape(words, quote=False) if self._marks_up else words
        hints = {"desktop-entry": ("s", "warroom"), "urgency": ("y", 1)}
        what = ("warroom", 0, "", title, body, ["default", "Open"], hints, SHOWN_FOR_MS)
        try:
            async with asyncio.timeout(ANSWER_S):
                reply = await self._router.send_and_get_reply(new_method_call(ADDRESS, "Notify", "susssasa{sv}i", what))
        except _ABSENT as error:
            log.info("The bus for notifications is gone: %r", error)
            return False
        if reply.header.message_type is not MessageType.method_return:
            return False
        self._tags[reply.body[0]] = tag
        return True

    def _press(self, message: Message) -> None:
        number, action = message.body
        tag = self._tags.get(number)
        if tag is not None and action == "default":
            self._pressed(tag)
