"""Types 2,000 invented calls about a district of 50,000 places, and prints how fast each is placed.

    python -m benchmarks.finding [--calls N] [--seed N]

Three ways in the same run: an exact look-up in a dictionary (the floor), the search by itself, and
the page that the desk's field asks, with its database (SQLite). Ends with status 1 when a bar is
missed.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import bars
from benchmarks.many_places import ManyPlaces, invent
from linli.registers.places.logic.finder import PlaceFinder
from linli.registers.places.logic.finding import Wanted, find
from linli_simulator.calls.telling import Call, make_calls

FIRST = 3
MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Timed:
    """What each call took in seconds, CPU in all, and how many were placed rightly."""

    seconds: list[float]
    cpu: float
    right: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    made = invent(options.seed)
    calls = make_calls(made.addresses, options.calls, options.seed)
    print(f"{len(made.places)} places, {len(calls)} calls")
    print_timed("exact dictionary (floor)", timed(calls, exactly(made)))
    search = print_timed("search by itself", timed(calls, by_search(made)))
    with tempfile.TemporaryDirectory(prefix="linli-finding-") as folder:
        page = print_timed("page of the field", timed(calls, by_page(made, folder)))
    cuts = statistics.quantiles(page.seconds, n=100)
    bars.leave(bars.finding_faults(1000 * cuts[94], min(search.right, page.right), len(calls)))


Answer = Callable[[str], Sequence[str]]
"""Ids of places for a text, the likeliest first."""


def exactly(made: ManyPlaces) -> Answer:
    known = {f"{one.estate}{one.number}栋": one.code for one in made.addresses}
    known |= {one.estate: one.estate_code for one in made.addresses}
    return lambda text: [known[text]] if text in known else []


def by_search(made: ManyPlaces) -> Answer:
    find(PlaceFinder.build(made.places[:2]), Wanted("月"))  # the readings of characters are loaded
    before, began = memory_mb(), time.process_time()
    finder = PlaceFinder.build(made.places)
    print(
        f"index: {time.process_time() - began:.2f} s of CPU, {memory_mb() - before:.0f} MB,"
        f" {len(finder.spelled)} names"
    )
    return lambda text: [str(one.place_id) for one in find(finder, Wanted(text, limit=8))]


def by_page(made: ManyPlaces, folder: str) -> Answer:
    """What `GET /console/places/find` offers Lin, whose desk is that of the whole district."""
    os.environ |= {"LINLI_DATA": folder, "DJANGO_SETTINGS_MODULE": "linli.settings"}
    from benchmarks.desk import Desk  # noqa: PLC0415 - the data folder is chosen first

    desk = Desk(made.places)
    began = time.process_time()
    desk.offered("月影苑3栋")
    print(f"first page after a change: {time.process_time() - began:.2f} s of CPU")
    return desk.offered


def timed(calls: Sequence[Call], answer: Answer) -> Timed:
    seconds, right, cpu = [], 0, time.process_time()
    for call in calls:
        began = time.perf_counter()
        found = answer(call.typed)
        seconds.append(time.perf_counter() - began)
        right += call.place in found[:FIRST]
    return Timed(seconds, time.process_time() - cpu, right)


def print_timed(name: str, result: Timed) -> Timed:
    count = len(result.seconds)
    cuts = statistics.quantiles(result.seconds, n=100)
    print(
        f"{name:<25} p50 {1000 * cuts[49]:.4g}, p95 {1000 * cuts[94]:.4g},"
        f" p99 {1000 * cuts[98]:.4g} ms, CPU {1000 * result.cpu / count:.3g} ms a call,"
        f" right among the first {FIRST}: {result.right} of {count} = {result.right / count:.1%}"
    )
    return result


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    main()
