"""Ends a part when its supervisor is gone, however that died."""

import os
import signal
import threading
from typing import Final

VARIABLE: Final = "LINLI_SUPERVISOR_FD"


def follow_supervisor() -> None:
    """Watches the pipe that the supervisor holds open; at its end the whole process group ends.

    Does nothing for a part that was started by hand.
    """
    descriptor = os.environ.get(VARIABLE)
    if not descriptor:
        return
    reader = int(descriptor)
    threading.Thread(target=_end_with, args=(reader,), name="lifeline", daemon=True).start()


def _end_with(reader: int) -> None:
    while os.read(reader, 1):
        pass
    os.killpg(0, signal.SIGKILL)
