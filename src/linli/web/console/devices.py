"""Devices: the list, and the page of one with its readings and rules."""

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from linli.ground import clock
from linli.sense.devices import queries as devices
from linli.sense.devices.logic import DeviceType
from linli.sense.devices.queries import DeviceRow
from linli.sense.signals import queries as signals
from linli.sense.telemetry import queries as telemetry
from linli.sense.telemetry.queries import ReadingRow
from linli.web.console.chart import Chart, chart_of
from linli.web.console.pages import show
from linli.web.console.printing import no_code
from linli.web.console.troubles import Trouble
from linli.web.shared.access import staff, viewed
from linli.web.shared.measured import quantity_words, rule_words, silence_words, value_words
from linli.web.shared.named import Named
from linli.web.shared.qr import qr_picture
from linli.web.shared.reached import LeadsNowhere, public_address, why_nowhere
from linli.web.shared.request import Request

ROWS: Final = 50
MOST_READINGS: Final = 400
MOST_SIGNALS: Final = 10
CHART_SPAN: Final = timedelta(hours=24)


@viewed
@staff
def device_list(request: Request) -> HttpResponse:
    """Devices by id, with the youngest reading of each."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "type", "after")}
    page = devices.devices(
        request.asker, asked["type"], None, asked["after"], ROWS, text=asked["q"]
    )
    latest = telemetry.latest([row.id for row in page.items], request.asker)
    onward = urlencode({**asked, "after": page.next}) if page.next else ""
    context = {
        "asked": asked,
        "count": devices.count(request.asker),
        "named": Named(row.place_id for row in page.items),
        "rows": [seen(row, latest.get(row.id, [])) for row in page.items],
        "next": f"{reverse('console:devices')}?{onward}" if onward else "",
        "types": sorted_types(),
        "can_register": request.asker.may("register", "device"),
    }
    return show(request, "console/devices.html", context)


@viewed
@staff
def device(request: Request, device_id: str) -> HttpResponse:
    return device_page(request, device_id)


@viewed
@staff
def label(request: Request, device_id: str) -> HttpResponse:
    """The device's sticker as a QR code: it leads to the report form of this device."""
    row = reached(request, device_id)
    try:
        address = public_address(request, f"{reverse('portal:report')}?device={row.label}")
    except LeadsNowhere as nowhere:
        return no_code(request, nowhere)
    return HttpResponse(qr_picture(address), content_type="image/svg+xml")


def device_page(
    request: Request, device_id: str, trouble: Trouble | None = None, token: str = ""
) -> HttpResponse:
    """The page, with what went wrong, or with a token that is told this once."""
    row, asker = reached(request, device_id), request.asker
    latest = telemetry.latest([row.id], asker).get(row.id, [])
    scope = asker.scope("register", "device"), asker.scope("revoke", "device")
    context = {
        "device": seen(row, latest),
        "charts": _charts(row, request),
        "no_sticker": why_nowhere(request),
        "rules": _rules(row),
        "noticed": _noticed(row, request),
        "can_register": scope[0].covers(row.where) and row.revoked_at is None,
        "can_revoke": scope[1].covers(row.where) and row.revoked_at is None,
        "token": token,
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/device.html", context, status=status)


def reached(request: Request, device_id: str) -> DeviceRow:
    """The device. Raises `Http404` when it is not within reach."""
    row = devices.device(device_id, request.asker)
    if row is None:
        raise Http404
    return row


def seen(row: DeviceRow, latest: list[ReadingRow]) -> dict[str, Any]:
    """A device with its type in words, its youngest readings, and whether it is heard."""
    kind = devices.types().get(row.type)
    at = max((one.at for one in latest), default=None)
    readings = [
        {
            "name": quantity_words(kind, one.quantity),
            "value": value_words(one.value, one.unit),
            "at": one.at,
        }
        for one in latest
    ]
    return {
        "row": row,
        "kind": kind.label(_language()) if kind else row.type,
        "icon": kind.icon if kind else "circle-dot",
        "readings": readings,
        "at": at,
        "heard": _heard(kind, row, at),
    }


def sorted_types() -> list[dict[str, str]]:
    """Codes and names, for choices."""
    named = [
        {"code": kind.code, "name": kind.label(_language())} for kind in devices.types().values()
    ]
    return sorted(named, key=lambda one: one["name"])


def _heard(kind: DeviceType | None, row: DeviceRow, at: datetime | None) -> str:
    """revoked, never, silent or online: what the silence rule of its type says."""
    if row.revoked_at is not None:
        return "revoked"
    if at is None:
        return "never"
    limit = timedelta(seconds=kind.silence.after_seconds) if kind else CHART_SPAN
    return "online" if clock.now() - at <= limit else "silent"


def _charts(row: DeviceRow, request: Request) -> list[Chart]:
    """One small line for each number it measures, over the last day."""
    kind = devices.types().get(row.type)
    since = clock.now() - CHART_SPAN
    charts = []
    for name in kind.quantities if kind else ():
        kept = telemetry.readings(row.id, name, since, MOST_READINGS, asker=request.asker)
        if kind and kept:
            charts.append(chart_of(kind, name, kept))
    return charts


def _rules(row: DeviceRow) -> list[str]:
    kind = devices.types().get(row.type)
    return [*(rule_words(kind, rule) for rule in kind.rules), silence_words(kind)] if kind else []


def _noticed(row: DeviceRow, request: Request) -> list[Any]:
    if not request.asker.may("see", "signal"):
        return []
    return signals.of_device(row.id, request.asker, limit=MOST_SIGNALS)


def _language() -> str:
    return get_language() or "zh-hans"
