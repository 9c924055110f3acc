"""Taking down what somebody says by telephone, at the window, or by another channel."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY
from linli.registers.parties import queries as parties
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import NAMINGS, NUMBERED, STAFF_CHANNELS, URGENCIES
from linli.sense.reports.queries import ReportRow
from linli.web.console.call_form import LATER, CallForm
from linli.web.console.pages import show
from linli.web.shared.access import filled_in, staff, viewed
from linli.web.shared.deadlines import moment_text
from linli.web.shared.receipts import spaced
from linli.web.shared.request import Request


@dataclass(frozen=True, slots=True)
class Promise:
    """What the caller is told: who sees to it, and by when as far as it is known."""

    names: str
    due_at: datetime | None = None
    limit: Mapping[str, object] | None = None

    @property
    def due_words(self) -> str:
        return moment_text(self.due_at) if self.due_at else ""


@filled_in
@staff
def take(request: Request) -> HttpResponse:
    """The form; what was taken leads to what is to be read out to whoever called."""
    request.asker.require("take", "report")
    if request.method != "POST":
        return _form(request, CallForm())
    form = CallForm.sent(request)
    try:
        receipt = form.take(request.asker)
    except Refused:
        form.faults["place_code"] = _("This place is not within your reach.")
        return _form(request, form, status=403)
    if not receipt:
        return _form(request, form, status=form.status)
    return HttpResponseRedirect(reverse("console:taken", args=[receipt]))


@filled_in
@staff
def take_near(request: Request) -> HttpResponse:
    """The open cases that the call may be about, as soon as its item, place or words are known.

    What somebody says is sent, not asked for: it stands in no address.
    """
    request.asker.require("join", "case")
    form = CallForm.sent(request)
    context = {"form": form, "near": form.near(request.asker)}
    return show(request, "console/take_near.html", context)


@viewed
@staff
def taken(request: Request, receipt: str) -> HttpResponse:
    """The receipt and what the caller may expect, to be read out."""
    request.asker.require("take", "report")
    report = reports.of_receipt(receipt, request.asker)
    if report is None:
        raise Http404
    case = cases.case_of_signal(report.signal_id, request.asker)
    context = {
        "report": report,
        "spaced": spaced(report.receipt),
        "case": case,
        "promise": _promise(report, case),
    }
    return show(request, "console/taken.html", context)


def _promise(report: ReportRow, case: CaseRow | None) -> Promise:
    """A unit at work is named with its time; else the one whose duty it will be."""
    item, language = catalogue.item(report.item), get_language() or "zh-hans"
    clock = item.clocks.get(Clock.HANDLE) if item else None
    limit = asdict(clock) if clock else None
    if case and case.parties:
        at_work = parties.parties(case.parties)
        return Promise("、".join(one.label(language) for one in at_work), case.work_due_at, limit)
    place_id = case.place_id if case else report.place_id
    holder = parties.duty_holder(report.item, place_id) if place_id is not None else None
    return Promise(holder.label(language) if holder else "", None, limit)


def _form(request: Request, form: CallForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "near": form.near(request.asker),
        "later": LATER,
        "channels": STAFF_CHANNELS,
        "numbered": NUMBERED,
        "namings": NAMINGS,
        "urgencies": URGENCIES,
        "items": [item for item in catalogue.items() if item.list == DUTY],
        "focus": _own_places(request.asker),
        "may_find_callers": request.asker.may("see", "reporter"),
        "draft_key": _draft_key(request.asker),
    }
    return show(request, "console/take.html", context, status=status)


def _draft_key(asker: Asker) -> str:
    """What this person's browser seals a half-typed call with (decision 0015); 256 bits."""
    sealed = salted_hmac("linli.web.console.call_draft", str(asker.user_id), algorithm="sha256")
    return b64encode(sealed.digest()).decode()


def _own_places(asker: Asker) -> list[int]:
    return sorted({place_id for _, place_id in asker.scope("take", "report").places})
