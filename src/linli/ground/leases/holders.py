"""Names the processes that hold leases, and knows which of them have died on this machine."""

import contextlib
import os
import socket
from functools import cache
from pathlib import Path
from typing import Final

from linli.ground.keys import short_code

LONGEST_HOST: Final = 20
BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
PROCESSES: Final = Path("/proc/self/ns/pid")

_ours: list[str] = []


def name_holder() -> str:
    """A name for this process that no other has had: machine, start of the machine, process."""
    name = f"{_machine()}:{os.getpid()}:{short_code(4)}"
    _ours.append(name)
    return name


def has_died(holder: str) -> bool:
    """Whether the process that gave itself this name, or one that begins with it, is no more.

    Of other machines nothing is known: what they held is free when its time is over.
    """
    machine, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if machine != _machine() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        # In a container that was started again, the one before had our number.
        return not any(holder.startswith(name) for name in _ours)
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


@cache
def _machine() -> str:
    """Containers may share the start of their machine and its name, but not their processes."""
    boot, processes = "", 0
    with contextlib.suppress(OSError):
        boot = BOOT.read_text(encoding="ascii").strip()[:8]
        processes = PROCESSES.stat().st_ino
    return f"{socket.gethostname()[:LONGEST_HOST]}-{boot}-{processes}"
