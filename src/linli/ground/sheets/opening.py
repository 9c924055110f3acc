"""Has a workbook opened in a process of its own, which may run away or abort alone.

What somebody sends may make the library ask for more memory than there is; that ends its process,
and in a worker's would end the urgent lane too.
"""

import signal
import subprocess
from typing import Final

import msgspec
import structlog

from linli.ground.apart import run_apart
from linli.ground.sheets.faults import Unreadable
from linli.ground.sheets.opener import Answer
from linli.ground.sheets.workbook import Sheet
from linli.wire.texts import N_

log = structlog.get_logger(__name__)

OPENER: Final = "linli.ground.sheets.opener"
MOST_MEMORY: Final = 1536 * 1024**2
"""200,000 rows of 20 cells take half of it, and 30 s of a core."""
MOST_CPU_SECONDS: Final = 60
MOST_SECONDS: Final = 180
"""For the same on a busy machine."""
STOPPED: Final = (-signal.SIGTERM, -signal.SIGINT)
"""Somebody stops the platform: no fault of the file, which is opened anew when it runs again."""


def open_workbook(content: bytes, most_rows: int) -> Sheet:
    """The first visible sheet. Raises `Unreadable`, or `CalledProcessError` when it was stopped."""
    bounds = (most_rows, MOST_MEMORY, MOST_CPU_SECONDS)
    try:
        told = run_apart(OPENER, *map(str, bounds), given=content, seconds=MOST_SECONDS)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as fault:
        status = getattr(fault, "returncode", "too late")
        if status in STOPPED:
            raise
        # Not what it said: that may quote the cells.
        log.warning("a workbook was not opened", status=status)
        raise Unreadable(
            N_(
                "This file is damaged, or takes more memory or time to open than a list may. "
                "Save it anew as .xlsx or .csv, or split it."
            )
        ) from fault
    answer = msgspec.msgpack.decode(told, type=Answer)
    if answer.sheet is None:
        message, values = answer.refusal or ("", {})
        raise Unreadable(message, values)
    return answer.sheet
