"""The running of the platform: parts, backlog, parked facts, refused readings."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.ground.facts import actions as fact_actions
from linli.ground.facts import queries as facts
from linli.sense.telemetry import queries as telemetry
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.parts import health
from linli.web.shared.request import Request

MOST_REFUSED = 50


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
        "unraised": telemetry.unraised(asker, MOST_REFUSED),
        "refused": telemetry.refused(asker, MOST_REFUSED),
    }
    return show(request, "console/platform.html", context)


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
