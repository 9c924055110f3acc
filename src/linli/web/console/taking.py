"""Taking down what somebody says by telephone, at the window, or through the hotline."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.ground.rights.asker import Refused
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.sense.reports.logic import STAFF_CHANNELS
from linli.web.console.pages import show
from linli.web.console.places import place_typed, places_of
from linli.web.shared.access import filled_in, staff
from linli.web.shared.receipts import spaced
from linli.web.shared.report_form import ReportForm
from linli.web.shared.request import Request


@filled_in
@staff
def take(request: Request) -> HttpResponse:
    """The form; afterwards the receipt, to be read out to whoever called."""
    request.asker.require("take", "report")
    if request.method != "POST":
        return _form(request, ReportForm(), STAFF_CHANNELS[0])
    form, channel = _sent(request), request.POST.get("channel", "")
    if channel not in STAFF_CHANNELS:
        channel = STAFF_CHANNELS[0]
    try:
        receipt = form.take(channel, request.asker)
    except Refused:
        form.faults["place_code"] = _("This place is not within your reach.")
        return _form(request, form, channel, status=403)
    if not receipt:
        return _form(request, form, channel, status=400)
    return show(request, "console/taken.html", {"spaced": spaced(receipt), "receipt": receipt})


def _sent(request: Request) -> ReportForm:
    """The form with the code of the place that was chosen from what was suggested, or in words."""
    form = ReportForm.sent(request)
    suggested = places.by_code(request.POST.get("place_chosen", ""))
    offered = places_of(request.asker, "take", "report")
    chosen = suggested or place_typed(form.values["place_code"], offered)
    if chosen:
        form.values["place_code"] = chosen.code
    return form


def _form(request: Request, form: ReportForm, channel: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "place_typed": request.POST.get("place_code", ""),
        "place_chosen": request.POST.get("place_chosen", ""),
        "channel": channel,
        "channels": STAFF_CHANNELS,
        "items": [item for item in catalogue.items() if item.list == "duty"],
        "places": places_of(request.asker, "take", "report"),
    }
    return show(request, "console/take.html", context, status=status)
