"""Where the city of a timed run is kept: in `build/city-N/`, or on a server."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from tools.postgres import create_once

BUILD: Final = Path(__file__).resolve().parents[1] / "build"


def in_city(cases: int, server: str, program: str, words: Sequence[str]) -> int:
    """Runs a program of its own in a city of so many cases; returns how it ended.

    Linli reads where its data lies once, when it starts.
    """
    name = f"city-{cases}"
    folder = BUILD / (f"{name}-postgresql" if server else name)
    folder.mkdir(parents=True, exist_ok=True)
    address = ""
    if server:
        create_once(server, name)
        address = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    own = {"LINLI_DATA": str(folder), "LINLI_DATABASE_URL": address}
    ran = subprocess.run(
        [sys.executable, "-m", program, *words], env={**os.environ, **own}, check=False
    )
    return ran.returncode
