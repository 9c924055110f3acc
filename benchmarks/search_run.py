"""The inside of `benchmarks.search`: builds the city that the environment names, and asks it."""

import itertools
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "linli.settings"
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks import bars, many_places  # noqa: E402
from benchmarks.desk import store_places  # noqa: E402
from benchmarks.many_cases import FIRM, ManyCases, keep_house  # noqa: E402
from linli.ground import clock  # noqa: E402
from linli.ground.accounts import actions as accounts  # noqa: E402
from linli.ground.accounts.queries import user_id_of  # noqa: E402
from linli.ground.rights.asker import Asker, Held  # noqa: E402
from linli.ground.rights.table import Role  # noqa: E402
from linli.registers.calendars.actions import load_defaults  # noqa: E402
from linli.registers.catalogue.actions import load_packs  # noqa: E402
from linli.registers.places.models import Place  # noqa: E402
from linli.respond.cases.models import Case  # noqa: E402
from linli.respond.insight.actions import mark_stale, roll_up  # noqa: E402
from linli.respond.insight.models import Counted  # noqa: E402
from linli_simulator.calls.telling import make_calls  # noqa: E402

SETUP: Final = Asker.for_part("benchmark")
SEED: Final = 7
TICKS: Final = os.sysconf("SC_CLK_TCK")
PAGE: Final = 50
ANYBODY: Final = Client()
"""One for all: each that is new looks at every static file."""
QUEUE, TASKS = "/console/cases/", "/console/tasks/"
TABS: Final = ("", "received", "filed", "due", "resolved", "feedback", "unplaced", "handling")
TASK_TABS: Final = ("", "new", "working", "overdue", "done")
WORDS: Final = {
    "a third of all": "垃圾",
    "one character": "水",
    "two words": "电梯 老人",
    "a phrase": "路灯坏了一直",
    "a building": "17栋",
    "one shop": "{number}号铺面",
    "none": "不存在的词",
    "quotes and a picture": "🔥 \"' OR 1=1",
}


@dataclass(slots=True)
class Timed:
    """What one list took in milliseconds, each time it was asked for."""

    name: str
    ask: Callable[[int], object]
    slowest_p95: float = bars.SLOWEST_LIST_P95_MS
    most_cpu: float = math.inf
    waits: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def once(self, number: int) -> None:
        cpu, start = cpu_seconds(), time.perf_counter()
        self.ask(number)
        self.waits.append(1000 * (time.perf_counter() - start))
        self.cpu += 1000 * (cpu_seconds() - cpu)

    def tell(self) -> list[str]:
        """Prints a line; answers what misses the bar."""
        cuts = statistics.quantiles(self.waits, n=100)
        print(
            f"{self.name:<52} p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  p99 {cuts[98]:6.1f} ms"
            f"   CPU {self.cpu / len(self.waits):6.1f} ms"
        )
        cpu = self.cpu / len(self.waits)
        found = bars.answer_faults(cuts[94], self.slowest_p95, cpu, self.most_cpu)
        return [f"{self.name}: {fault}" for fault in found]


def main(cases: int, rounds: int, only: str) -> None:
    call_command("migrate", verbosity=0)
    district = many_places.invent(SEED)
    if not Case.objects.exists():
        build(cases, district)
    calls = [call.typed for call in make_calls(district.addresses, 400, SEED)]
    asked = [one for one in lists(calls) if only in one.name]
    for one in asked:
        one.ask(0)  # registers are read into memory once for each process
    for number in range(rounds):
        for one in asked:
            one.once(number)
    bars.leave([fault for one in asked for fault in one.tell()])


def build(count: int, district: many_places.ManyPlaces) -> None:
    load_packs(None, SETUP)
    load_defaults(SETUP)
    store_places(district.places)
    start = time.monotonic()
    for done in ManyCases(count, clock.now()).fill():
        if done % 50_000 == 0:
            print(f"{done} cases after {time.monotonic() - start:.0f} s", flush=True)
    mark_stale(set(Counted.objects.values_list("day", flat=True).distinct()))
    print(f"{roll_up()} days of figures after {time.monotonic() - start:.0f} s", flush=True)
    keep_house()


def lists(calls: list[str]) -> Iterator[Timed]:
    lin, street, firm, checker, elsewhere = map(signed_in, PEOPLE)
    keys = list(Case.objects.order_by("-id").values_list("pk", flat=True)[:PAGE])
    yield Timed("floor: 50 cases by their keys", lambda _: list(Case.objects.filter(pk__in=keys)))
    for tab in TABS:
        yield Timed(f"queue, district, {tab or 'all open'}", page(lin, QUEUE, tab=tab))
    for name, asked in filters().items():
        yield Timed(f"queue, district, {name}", page(lin, QUEUE, **asked))
    pages = following(lin, 12)
    yield Timed("queue, district, pages 2 to 12", lambda n: got(lin, pages[n % len(pages)], {}))
    for name, who in (("street", street), ("firm", firm), ("checker", checker)):
        for tab in ("", "received", "due", "resolved"):
            yield Timed(f"queue, {name}, {tab or 'all open'}", page(who, QUEUE, tab=tab))
    yield Timed("queue, elsewhere, all open", page(elsewhere, QUEUE))
    for name, who in (("district", lin), ("firm", firm)):
        for tab in TASK_TABS:
            yield Timed(f"work orders, {name}, {tab or 'all open'}", page(who, TASKS, tab=tab))
    for name, who in (("district", lin), ("firm", firm)):
        for kind, words in WORDS.items():
            yield Timed(f"search, {name}, {kind}", page(who, QUEUE, q=words))
    yield from programs()
    yield Timed("intake, place", typed(lin, "/console/places/find", calls))
    yield Timed(
        "intake, matter", typed(lin, "/console/items/find", ["路灯", "jj", "电梯困人", "dl"])
    )


def programs() -> Iterator[Timed]:
    """What `GET /api/v1/cases` is asked for, the newest first."""
    token = accounts.make_token(user_id_of("lin") or 0, SETUP)
    wanted = {
        "all": {},
        "closed": {"state": "closed"},
        "received": {"state": "received"},
        "one item": {"item": "smoke_fire"},
        "overdue": {"overdue": "true"},
        "emergencies": {"severity": "emergency"},
        "an estate": filters()["an estate"],
    }
    for name, query in wanted.items():
        address = f"/api/v1/cases?{urlencode({'limit': PAGE, **query})}"
        yield Timed(
            f"API, newest, {name}",
            lambda _, address=address: got(
                ANYBODY, address, {}, HTTP_AUTHORIZATION=f"Bearer {token}"
            ),
        )


PEOPLE: Final = {
    "lin": Held(Role.DUTY_DESK, level="district", place_id=2),
    "street": Held(Role.DUTY_DESK, level="street", place_id=3),
    "wu": Held(Role.HANDLER, party_id=FIRM),
    "he": Held(Role.CHECKER, level="district", place_id=2),
    "zhao": Held(Role.DUTY_DESK, level="district", place_id=999_999),
}


def signed_in(name: str) -> Client:
    user_id = user_id_of(name)
    if user_id is None:
        user_id = accounts.make_user(name, name.title(), "a password of the benchmark", SETUP)
        accounts.give(user_id, PEOPLE[name], SETUP)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


def filters() -> dict[str, dict[str, str]]:
    """One of each, and a rare one."""
    estate = Place.objects.filter(level="estate").order_by("pk")[300]
    street = Place.objects.filter(level="street").order_by("pk")[5]
    return {
        "garbage": {"item": "garbage"},
        "smoke, to be accepted": {"item": "smoke_fire", "tab": "received"},
        "emergencies": {"severity": "emergency"},
        "low, to be checked": {"severity": "low", "tab": "resolved"},
        "a street": {"place": street.code},
        "a street, due soon, noise": {"place": street.code, "tab": "due", "item": "noise"},
        "an estate": {"place": estate.code},
    }


def page(who: Client, address: str, **query: str) -> Callable[[int], object]:
    def ask(number: int) -> object:
        words = {name: value.format(number=101 + 7 * number) for name, value in query.items()}
        return got(who, address, words)

    return ask


def typed(who: Client, address: str, texts: list[str]) -> Callable[[int], object]:
    endless = itertools.cycle(texts)
    return lambda _: got(who, address, {"q": next(endless)})


def got(who: Client, address: str, query: dict[str, str], **headers: str) -> str:
    answer = who.get(address, query, **headers)  # type: ignore[arg-type]  # headers as WSGI names them
    if answer.status_code != 200:
        raise RuntimeError(f"{address} {query}: status {answer.status_code}")
    return str(answer.content.decode())


def following(who: Client, most: int) -> list[str]:
    """The addresses of the next pages, as the page before links to them."""
    found, address = [], QUEUE
    for _ in range(most):
        html = got(who, address, {})
        _, _, rest = html.partition('<p class="pager"><a class="button" href="')
        address = rest.partition('"')[0].replace("&amp;", "&")
        if not address:
            break
        found.append(address)
    return found


def cpu_seconds() -> float:
    """Of this process, and of the server's process that works for it if it is on this machine."""
    spent = time.process_time()
    if connection.vendor == "postgresql":
        pid = connection.connection.info.backend_pid
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        spent += sum(map(int, fields[11:13])) / TICKS
    return spent


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
