"""One simulator speaks for the devices; a second one hands its scenario over to it."""

import fcntl
import os
from pathlib import Path
from typing import TextIO

LOCK = "speaking.lock"
WISH = "scenario.wish"


def take_turn(folder: Path) -> TextIO | None:
    """The turn, held while this file is open; None while another process has it."""
    turn = (folder / LOCK).open("w")
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        turn.close()
        return None
    return turn


def wish(folder: Path, scenario: str) -> None:
    """Asks the one who speaks to live through this scenario."""
    partial = folder / f"{WISH}.{os.getpid()}"
    partial.write_text(scenario)
    os.replace(partial, folder / WISH)


def wished(folder: Path) -> str | None:
    """The scenario that was asked for since the last look, if any."""
    try:
        scenario = (folder / WISH).read_text()
    except FileNotFoundError:
        return None
    (folder / WISH).unlink()
    return scenario
