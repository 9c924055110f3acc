"""The bars that a timed run must pass; one that is missed is told in a sentence."""

import sys
from collections.abc import Mapping, Sequence
from typing import Final

SLOWEST_P95_MS: Final = 1000.0
"""From a reading over its limit to its row in an open page."""
FEWEST_PER_SECOND: Final = 100.0
"""Requests through Open311 on SQLite."""
FEWEST_RIGHT: Final = 0.985
"""Of the real requests, in the council that the city chose."""

LONGEST_LOADING_SECONDS: Final = 30.0
"""From a spreadsheet of 591 estates and 5,000 buildings to its good rows in the register."""
SLOWEST_FINDING_P95_MS: Final = 100.0
"""From a text to the places that may be meant, with 50,000 places."""
SLOWEST_LIST_P95_MS: Final = 100.0
"""One page of a list, tab or search, whatever is asked for and whoever asks."""
SLOWEST_SEARCH_P95_MS: Final = 150.0
"""Two Chinese characters."""
SLOWEST_CLUSTERS_P95_MS: Final = 150.0
"""100,000 open cases on a map."""
SLOWEST_FIGURES_P95_MS: Final = 500.0
"""A page of figures."""
MOST_LIST_CPU_MS: Final = 3.0
"""A list of 50 by the API."""
MOST_CREATE_CPU_MS: Final = 5.0
"""A report that is taken."""
MOST_QUERIES: Final = 10
"""A list by the API, whatever the size of its page."""
FEWEST_FOUND: Final = 0.9
"""Of invented calls, the place that is meant among the first three."""


def page_faults(p95_ms: float) -> list[str]:
    if p95_ms <= SLOWEST_P95_MS:
        return []
    return [f"p95 is {p95_ms:.0f} ms; {SLOWEST_P95_MS:.0f} ms is the most."]


def speed_faults(per_second: float, *, on_sqlite: bool) -> list[str]:
    """PostgreSQL has no bar of its own: it is measured beside."""
    if not on_sqlite or per_second >= FEWEST_PER_SECOND:
        return []
    return [f"{per_second:.0f} requests a second; {FEWEST_PER_SECOND:.0f} are the least."]


def loading_faults(
    seconds: float, planted: Mapping[int, str], named: Mapping[int, str]
) -> list[str]:
    """`planted` and `named`: the row → its column."""
    faults = [
        f"row {row}: a fault of {planted.get(row, 'no column')} was planted,"
        f" and one of {named.get(row, 'no column')} was named."
        for row in sorted({*planted, *named})
        if planted.get(row) != named.get(row)
    ]
    if seconds > LONGEST_LOADING_SECONDS:
        faults.append(f"{seconds:.1f} s; {LONGEST_LOADING_SECONDS:.0f} s are the most.")
    return faults


def council_faults(right: int, asked: int) -> list[str]:
    if right >= FEWEST_RIGHT * asked:
        return []
    return [
        f"{right} of {asked} requests ({right / asked:.2%}) are in the council that the city"
        f" chose; {FEWEST_RIGHT:.1%} are the least."
    ]


def finding_faults(p95_ms: float, right: int, asked: int) -> list[str]:
    faults = []
    if p95_ms > SLOWEST_FINDING_P95_MS:
        faults.append(f"p95 is {p95_ms:.0f} ms; {SLOWEST_FINDING_P95_MS:.0f} ms is the most.")
    if right < FEWEST_FOUND * asked:
        faults.append(f"{right} of {asked} calls were placed; {FEWEST_FOUND:.0%} are the least.")
    return faults


def answer_faults(p95_ms: float, slowest: float, cpu_ms: float, most: float) -> list[str]:
    faults = []
    if p95_ms > slowest:
        faults.append(f"p95 is {p95_ms:.0f} ms; {slowest:.0f} ms is the most.")
    if cpu_ms > most:
        faults.append(f"CPU is {cpu_ms:.1f} ms; {most:.0f} ms is the most.")
    return faults


def query_faults(name: str, few: int, many: int) -> list[str]:
    """`few` and `many`: how many queries a page of few and of many rows takes."""
    if few == many <= MOST_QUERIES:
        return []
    return [f"{name}: {few} and {many} queries; as many for each, {MOST_QUERIES} at most."]


def refusal_faults(refused: int) -> list[str]:
    return [f"{refused} requests were refused; none may be."] if refused else []


def leave(faults: Sequence[str]) -> None:
    """Ends the program: with status 1 and the sentences when a bar was missed."""
    sys.exit("\n".join(f"Missed: {fault}" for fault in faults) or 0)
