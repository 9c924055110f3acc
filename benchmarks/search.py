"""Asks for every list, tab and search of the desk in a city of 1,000,000 cases, 3,000,000
signals and 50,000 places.

    python -m benchmarks.search [--cases N] [--rounds N] [--server URL] [--only WORD]

The city is built once, into `build/city-N/` or a database of the same name on the server, and kept.
Each page is asked for as a browser would, in turn, so that none finds all of its rows in the cache;
the floor in the same run is a page's 50 rows read by their keys. Ends with status 1 when a bar is
missed.
"""

import argparse
import sys

from benchmarks.city import in_city


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--server", default="", metavar="URL", help="of a PostgreSQL server")
    parser.add_argument("--only", default="", metavar="WORD", help="asks only for lists named so")
    options = parser.parse_args()
    words = [str(options.cases), str(options.rounds), options.only]
    sys.exit(in_city(options.cases, options.server, "benchmarks.search_run", words))


if __name__ == "__main__":
    main()
