"""Asks for lists, searches, the map and figures of 1,000,000 cases, and takes reports.

    python -m benchmarks.cases [--cases N] [--rounds N] [--seconds N] [--server URL]

The city is that of `benchmarks.search`. Lists are asked for by programs of a city, a street and a
grid: in this process for queries and CPU, and 100 times a second of `linli web` for what a caller
waits, from the moment at which a request was due. The floor in the same run is a page's 50 rows
read by their keys. Ends with status 1 when a bar is missed.
"""

import argparse
import sys

from benchmarks.city import in_city


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--server", default="", metavar="URL", help="of a PostgreSQL server")
    options = parser.parse_args()
    words = [str(options.cases), str(options.rounds), str(options.seconds)]
    sys.exit(in_city(options.cases, options.server, "benchmarks.cases_run", words))


if __name__ == "__main__":
    main()
