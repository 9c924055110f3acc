"""A program for tests: one of several workers that hear of many floods at once.

`make FLOODS` fills the database. `work` says "ready", waits for a line, delivers facts until there
are none left for it, and tells how many. `look` finishes what is left, and tells what came of it.
"""

import json
import os
import sys
from datetime import timedelta

import django

django.setup()

from cast import SETUP, make_district  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from linli.flow import FLOW  # noqa: E402
from linli.ground import clock  # noqa: E402
from linli.ground.facts import delivery  # noqa: E402
from linli.ground.facts.delivery import Deliverer, Relay, deliver_all  # noqa: E402
from linli.ground.facts.models import Delivery  # noqa: E402
from linli.organise.tasks.models import Task  # noqa: E402
from linli.registers.calendars.actions import load_defaults  # noqa: E402
from linli.registers.catalogue.actions import load_packs  # noqa: E402
from linli.respond.alerts.models import Alert  # noqa: E402
from linli.respond.cases.models import Case  # noqa: E402
from linli.sense.signals.actions import raise_signal  # noqa: E402
from linli.sense.signals.logic import NewSignal  # noqa: E402

SIGNALS_OF_A_FLOOD = 11
METRE = 1 / 111_195


def make(floods: int) -> None:
    """One flood after the other, so that all workers hear of the same one at the same time."""
    call_command("migrate", verbosity=0)
    make_district()
    load_packs(None, SETUP)
    load_defaults(SETUP)
    for flood in range(floods):
        for number in range(SIGNALS_OF_A_FLOOD):
            raise_signal(signal_of(flood, number), SETUP)
    Relay(FLOW).run()


def signal_of(flood: int, number: int) -> NewSignal:
    """Floods lie 450 m apart on the border of two communities, at 117.230° E: 40 m across it."""
    return NewSignal(
        item="waterlogging",
        source_kind="reading",
        source_key=f"flood/{flood}/{number}",
        device_id=f"d{flood}-{number}",
        happened_at=clock.now() + timedelta(seconds=number),
        lat=31.8005 + flood * 450 * METRE,
        lon=117.23 + (20 if number % 2 else -20) * METRE,
    )


def work() -> int:
    """Fact by fact, until there is nothing that no other worker has taken."""
    delivery.MOST_AT_ONCE = 1
    deliverer, done = Deliverer(FLOW, f"worker {os.getpid()}"), 0
    while found := deliverer.run(urgent=False) + deliverer.run(urgent=True):
        done += found
    return done


def look() -> dict[str, list[object]]:
    deliver_all(FLOW)
    return {
        "cases": list(Case.objects.values_list("signal_count", "state")),
        "alerts": list(Alert.objects.values_list("state", flat=True)),
        "tasks": list(Task.objects.values_list("state", flat=True)),
        "faults": list(Delivery.objects.exclude(error="").values_list("handler", "error")),
    }


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", floods]:
            make(int(floods))
        case ["work"]:
            connection.ensure_connection()
            tell("ready")
            sys.stdin.readline()
            tell(str(work()))
        case ["look"]:
            tell("ready")
            sys.stdin.readline()
            tell(json.dumps(look()))
