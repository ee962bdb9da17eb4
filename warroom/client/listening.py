"""The socket of a room's server, bound before its process exists so that nobody else gets the port in between."""

from __future__ import annotations

import os
import socket
import time

from warroom.errors import WarroomError


def listen(host: str, port: int) -> socket.socket:
    """Bind the asked port (0: any); one that is being given back by a process just killed is waited for a little.

    Blocks for up to three seconds. Raises WarroomError.
    """
    until = time.monotonic() + 3.0
    while True:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if os.name != "nt":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen(512)
            return listening
        except OSError as error:
            listening.close()
            if time.monotonic() >= until:
                raise WarroomError(f"Port {port} of this machine is in use.", "End the program that holds it.", "port_in_use") from error
            time.sleep(0.05)
