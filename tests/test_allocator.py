"""Large blocks of memory in the process that renders."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing is said to the C library")

GROW = """
import threading
from PIL import Image
from warroom import allocator
allocator.give_back()
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 >> 20
def work():
    for high in (3144, 1048, 2096):  # Pillow takes whole pieces of 16 MB for them
        pictures = [Image.new("RGB", (4000, high), "white") for _ in range(2)]
        pictures.clear()
work()
before = resident()
for _ in range(3):
    threads = [threading.Thread(target=work) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
print(resident() - before)
"""


def test_what_threads_had_at_once_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", GROW], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < 20  # megabytes


TRIM = """
from warroom import allocator
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 >> 20
blocks = [bytearray(64_000) for _ in range(2_000)]
last = bytearray(64_000)
high = resident()
blocks.clear()
allocator.trim()
print(high - resident())
"""


def test_what_is_free_goes_back_when_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", TRIM], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) > 100  # of 128 megabytes
