"""The running of the platform: parts, backlog, faults, parked facts, refused readings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.ground.facts import actions as fact_actions
from linli.ground.facts import queries as facts
from linli.ground.rights.asker import Asker
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseFilter
from linli.sense.telemetry import queries as telemetry
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.parts import health
from linli.web.shared.request import Request

MOST_REFUSED = 50
FAULTS: Final = CaseFilter(list="administrator", open_only=True, order="queue", limit=MOST_REFUSED)
PLATFORM: Final = Asker.for_part("platform page")


@dataclass(frozen=True, slots=True)
class Fault:
    """What an administrator needs of a case: no address, no words, nobody's name."""

    item: str
    severity: str
    number: str
    since: datetime
    last_at: datetime
    count: int


@viewed
@staff
def platform(request: Request) -> HttpResponse:
    """What works, what waits, and what stopped and needs a decision."""
    asker = request.asker
    asker.require("see", "part")
    context = {
        "parts": _parts(),
        "backlog": facts.backlog(),
        "parked": facts.parked(asker),
        "platform_faults": _faults(asker),
        "unraised": telemetry.unraised(asker, MOST_REFUSED),
        "refused": telemetry.refused(asker, MOST_REFUSED),
    }
    return show(request, "console/platform.html", context)


def _faults(asker: Asker) -> list[Fault]:
    """What is open on the administrator's list; cases as such are not theirs to see."""
    asker.require("see", "platform_fault")
    return [
        Fault(
            item=row.item,
            severity=row.severity,
            number=row.number,
            since=row.opened_at,
            last_at=row.last_signal_at,
            count=row.signal_count,
        )
        for row in cases.cases(FAULTS, PLATFORM).items
    ]


def _parts() -> list[dict[str, Any]]:
    """Each part with the time of its last sign of life, for the page."""
    return [
        {**found, "name": name, "at": datetime.fromisoformat(found["beat_at"])}
        if found["beat_at"]
        else {**found, "name": name, "at": None}
        for name, found in health().items()
    ]


@posted
@staff
def retry(request: Request, delivery_id: int) -> HttpResponse:
    """Lets a parked fact go to its handler once more."""
    fact_actions.retry_parked(delivery_id, request.asker)
    return HttpResponseRedirect(reverse("console:platform"))
