"""Asks for every list, tab and search of the desk in a city of 1,000,000 cases and 50,000 places.

    python -m benchmarks.search [--cases N] [--rounds N] [--server URL] [--only WORD]

The city is built once, into `build/city-N/` or a database of the same name on the server, and kept.
Each page is asked for as a browser would, in turn, so that none finds all of its rows in the cache;
the floor in the same run is a page's 50 rows read by their keys. Ends with status 1 when a bar is
missed.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tools.postgres import create_once

BUILD = Path(__file__).resolve().parents[1] / "build"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--server", default="", metavar="URL", help="of a PostgreSQL server")
    parser.add_argument("--only", default="", metavar="WORD", help="asks only for lists named so")
    options = parser.parse_args()
    name = f"city-{options.cases}"
    folder = BUILD / (f"{name}-postgresql" if options.server else name)
    folder.mkdir(parents=True, exist_ok=True)
    address = ""
    if options.server:
        create_once(options.server, name)
        address = urlunsplit(urlsplit(options.server)._replace(path=f"/{name}"))
    own = {"LINLI_DATA": str(folder), "LINLI_DATABASE_URL": address}
    # A program of its own: Linli reads where its data lies once, when it starts.
    words = [sys.executable, "-m", "benchmarks.search_run"]
    words += [str(options.cases), str(options.rounds), options.only]
    sys.exit(subprocess.run(words, env={**os.environ, **own}, check=False).returncode)


if __name__ == "__main__":
    main()
