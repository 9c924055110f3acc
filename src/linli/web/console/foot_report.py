"""A grid worker reports what they see on their round."""

from http import HTTPStatus
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from linli.ground.rights.asker import Refused
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY
from linli.sense.reports.logic import MOST_PHOTOS
from linli.web.console.foot import FOOT, shown_on_foot
from linli.web.console.foot_sending import of_another, told_done, wants_json
from linli.web.console.places import places_of
from linli.web.console.troubles import Trouble
from linli.web.shared.access import filled_in, staff
from linli.web.shared.report_form import ReportForm
from linli.web.shared.request import Request

PATROL: Final = "patrol"


@filled_in
@staff
def report(request: Request) -> HttpResponse:
    """The form, and what is sent from it; the point is the one that was shown and sent along."""
    request.asker.require(*FOOT)
    request.asker.require("take", "report")
    if request.method != "POST":
        return _form(request, ReportForm())
    if trouble := of_another(request):
        return _told(request, ReportForm.sent(request), trouble)
    form = ReportForm.sent(request)
    try:
        receipt = form.taken_before(PATROL) or _taken(form, request)
    except Refused:
        form.faults["place_code"], form.status = _("This place is not within your reach."), 403
        receipt = ""
    return told_done(request) if receipt else _told(request, form)


def _taken(form: ReportForm, request: Request) -> str:
    form.add_photos(request)
    return "" if form.faults else form.take(PATROL, request.asker)


def _told(request: Request, form: ReportForm, trouble: Trouble | None = None) -> HttpResponse:
    if not wants_json(request):
        return _form(request, form, trouble)
    told = trouble or Trouble(int(form.status), _("Not done yet."), " ".join(form.faults.values()))
    return JsonResponse({"title": told.title, "text": told.text}, status=told.status)


def _form(request: Request, form: ReportForm, trouble: Trouble | None = None) -> HttpResponse:
    context = {
        "form": form,
        "trouble": trouble,
        "items": [item for item in catalogue.items() if item.list == DUTY],
        "places": places_of(request.asker, "take", "report"),
        "most_photos": MOST_PHOTOS,
    }
    is_bad = form.faults or trouble
    status = (trouble.status if trouble else form.status) if is_bad else HTTPStatus.OK
    return shown_on_foot(request, "console/foot_report.html", context, int(status))
