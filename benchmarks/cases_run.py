"""The inside of `benchmarks.cases`: asks the city that the environment names."""

import asyncio
import itertools
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import bars, many_places
from benchmarks import search_run as city  # sets Django up
from benchmarks.search_run import ANYBODY, PAGE, SETUP, TICKS, Timed, got, page, signed_in
from linli.flow import FLOW
from linli.ground import clock
from linli.ground.accounts import actions as accounts
from linli.ground.accounts.queries import user_id_of
from linli.ground.facts.delivery import deliver_all
from linli.ground.rights.asker import Held
from linli.ground.rights.table import Role
from linli.registers.calendars.actions import load_defaults
from linli.registers.places.models import Place
from linli.respond.cases.models import Case
from tools.post import Connection
from tools.system import free_ports

PER_SECOND: Final = 100
CONNECTIONS: Final = 32
WORDS: Final = ("路灯", "垃圾", "噪音", "电梯", "积水", "老人", "消防", "施工", "井盖", "占道")
WHOLE: Final = {"west": 116.9, "south": 31.5, "east": 117.5, "north": 32.1, "zoom": 11}
ESTATES: Final = {"west": 117.19, "south": 31.79, "east": 117.21, "north": 31.81, "zoom": 16}


def main(cases: int, rounds: int, seconds: int) -> None:
    call_command("migrate", verbosity=0)
    if not Case.objects.exists():
        city.build(cases, many_places.invent(city.SEED))
    load_defaults(SETUP)  # a city of before has no calendars
    tokens = dict(programs())
    faults = [fault for name, token in tokens.items() for fault in queries(name, token)]
    asked = [*inside(tokens)]
    for one in asked:
        one.ask(0)  # registers are read into memory once for each process
    for number in range(rounds):
        for one in asked:
            one.once(number)
    faults += [fault for one in asked for fault in one.tell()]
    with web_part() as (port, process_id):
        for name, token in tokens.items():
            faults += outside(name, token, port, process_id, seconds)
    bars.leave([*faults, *taken(tokens["city"], rounds)])


def programs() -> Iterator[tuple[str, str]]:
    """The tokens of a desk of the city, of a street, and of a grid worker."""
    found = Place.objects.filter(level__in=("grid", "street")).order_by("-pk")
    places = dict(found.values_list("level", "pk"))
    people = {
        "city": Held(Role.DUTY_DESK, level="city", place_id=1),
        "street": Held(Role.DUTY_DESK, level="street", place_id=places["street"]),
        "grid": Held(Role.GRID_WORKER, level="grid", place_id=places["grid"]),
    }
    for name, held in people.items():
        user_id = user_id_of(name)
        if user_id is None:
            user_id = accounts.make_user(name, name.title(), "a password of the benchmark", SETUP)
            accounts.give(user_id, held, SETUP)
        yield name, accounts.make_token(user_id, SETUP)


def lists() -> dict[str, dict[str, str]]:
    estate = Place.objects.filter(level="estate").order_by("pk")[300]
    return {
        "all": {},
        "closed": {"state": "closed"},
        "received": {"state": "received"},
        "one item": {"item": "noise"},
        "overdue": {"overdue": "true"},
        "an estate": {"place": estate.code},
    }


def queries(name: str, token: str) -> list[str]:
    """How many each list takes, for pages of 5 rows and of 200."""
    faults = []
    for kind, wanted in lists().items():
        few, many = (_queries(token, {**wanted, "limit": limit}) for limit in (5, 200))
        print(f"{name}, {kind}: {few} and {many} queries for 5 and 200 rows")
        faults += bars.query_faults(f"{name}, {kind}", few, many)
    return faults


def _queries(token: str, wanted: Mapping[str, object]) -> int:
    asked = api("cases", token, wanted)
    asked(0)
    with CaptureQueriesContext(connection) as found:
        asked(0)
    return len(found)


def inside(tokens: dict[str, str]) -> Iterator[Timed]:
    """In this process, one after the other."""
    keys = list(Case.objects.order_by("-id").values_list("pk", flat=True)[:PAGE])
    yield Timed("floor: 50 cases by their keys", lambda _: list(Case.objects.filter(pk__in=keys)))
    for name, token in tokens.items():
        for kind, wanted in lists().items():
            ask = api("cases", token, {**wanted, "limit": PAGE})
            yield Timed(f"{name}, list, {kind}", ask, most_cpu=bars.MOST_LIST_CPU_MS)
        words = itertools.cycle(WORDS)
        yield Timed(
            f"{name}, two characters",
            lambda n, token=token, words=words: api("cases", token, {"q": next(words)})(n),
            bars.SLOWEST_SEARCH_P95_MS,
        )
        for kind, window in (("all of it", WHOLE), ("some estates", ESTATES)):
            ask = api("cases/clusters", token, window)
            yield Timed(f"{name}, map, {kind}", ask, bars.SLOWEST_CLUSTERS_P95_MS)
    lin = signed_in("lin")
    for by in ("place", "item", "party", "month"):
        ask = page(lin, "/console/figures/", by=by)
        yield Timed(f"figures, 30 days, by {by}", ask, bars.SLOWEST_FIGURES_P95_MS)
    year = page(
        lin, "/console/figures/", by="item", since=str(clock.now().date() - timedelta(days=365))
    )
    yield Timed("figures, a year, by item", year, bars.SLOWEST_FIGURES_P95_MS)


def api(path: str, token: str, wanted: Mapping[str, object]) -> Callable[[int], object]:
    address = f"/api/v1/{path}?{urlencode(wanted)}"
    return lambda _: got(ANYBODY, address, {}, HTTP_AUTHORIZATION=f"Bearer {token}")


@contextmanager
def web_part() -> Iterator[tuple[int, int]]:
    """`linli web` in the same city: its port and its process."""
    [port] = free_ports(1)
    own = {**os.environ, "LINLI_HTTP_PORT": str(port), "LINLI_PARTS": "web"}
    process = subprocess.Popen([sys.executable, "-m", "linli", "web"], env=own)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def outside(name: str, token: str, port: int, process_id: int, seconds: int) -> list[str]:
    """The lists in turn, each request at its own time, however long others take."""
    addresses = [f"/api/v1/cases?{urlencode({**one, 'limit': PAGE})}" for one in lists().values()]
    asyncio.run(_paced(addresses, token, port, 1))  # registers are read into memory
    before = _cpu_of(process_id)
    waits = asyncio.run(_paced(addresses, token, port, seconds))
    cpu = 1000 * (_cpu_of(process_id) - before) / len(waits)
    cuts = statistics.quantiles(waits, n=100)
    print(
        f"{name}, lists by HTTP, {PER_SECOND} a second{'':<22} p50 {cuts[49]:6.1f}"
        f"  p95 {cuts[94]:6.1f}  p99 {cuts[98]:6.1f} ms   CPU {cpu:6.1f} ms"
    )
    found = bars.answer_faults(cuts[94], bars.SLOWEST_LIST_P95_MS, cpu, bars.MOST_LIST_CPU_MS)
    return [f"{name}, lists by HTTP: {fault}" for fault in found]


async def _paced(addresses: list[str], token: str, port: int, seconds: int) -> list[float]:
    """How long each was waited for (ms), counted from when it was due."""
    headers, waits = {"Authorization": f"Bearer {token}"}, list[float]()
    due = iter([(number, number / PER_SECOND) for number in range(PER_SECOND * seconds)])
    start = time.perf_counter()

    async def caller() -> None:
        connection = Connection(port)
        for number, at in due:
            await asyncio.sleep(max(0.0, start + at - time.perf_counter()))
            address = addresses[number % len(addresses)]
            answer = await connection.get(address, headers)
            waits.append(1000 * (time.perf_counter() - start - at))
            if answer.status != 200:
                raise RuntimeError(f"{address}: status {answer.status}")
        connection.close()

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    return waits


def _cpu_of(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / TICKS


def taken(token: str, rounds: int) -> list[str]:
    """Reports by the API, and apart from them all that follows until each is a case."""
    places = [one.code for one in Place.objects.filter(level="building").order_by("pk")[:rounds]]
    timed = Timed(
        "a report is taken", lambda n: _report(token, places[n]), most_cpu=bars.MOST_CREATE_CPU_MS
    )
    for number in range(rounds):
        timed.once(number)
    faults = timed.tell()
    before = city.cpu_seconds()
    deliver_all(FLOW)
    after = 1000 * (city.cpu_seconds() - before) / rounds
    print(f"what follows until it is a case, with its document and figures: CPU {after:.1f} ms")
    return faults


def _report(token: str, place: str) -> None:
    answer = ANYBODY.post(
        "/api/v1/reports",
        {"item": "noise", "place": place, "description": "楼上装修太吵，请来看看。"},
        "application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}",
    )
    if answer.status_code != 201:
        raise RuntimeError(f"status {answer.status_code}: {answer.content!r}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
