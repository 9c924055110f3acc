"""The page of one case, and what can be done on it."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.whistling import Call
from linli.respond.alerts import actions as alert_actions
from linli.respond.cases import actions as case_actions
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import IllegalMove
from linli.web.console.case_page import gather
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of, numbers_of
from linli.web.shared.photos import photo_answer
from linli.web.shared.request import Request


@viewed
@staff
def case(request: Request, case_id: UUID) -> HttpResponse:
    return page(request, case_id)


@posted
@staff
def move(request: Request, case_id: UUID) -> HttpResponse:
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    return _act(
        request,
        case_id,
        lambda: case_actions.move(
            case_id, to, request.asker, number_of(request, "version"), reason
        ),
    )


@posted
@staff
def place(request: Request, case_id: UUID) -> HttpResponse:
    place_id, version = number_of(request, "place_id"), number_of(request, "version")
    return _act(
        request,
        case_id,
        lambda: case_actions.place_case(case_id, place_id, request.asker, version),
    )


@posted
@staff
def note(request: Request, case_id: UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    return _act(request, case_id, lambda: case_actions.note(case_id, text, request.asker))


@posted
@staff
def answer(request: Request, case_id: UUID) -> HttpResponse:
    """Answers its reporters on the spot: nobody is sent."""
    text, is_settled = request.POST.get("answer", ""), request.POST.get("settled") == "yes"
    version = number_of(request, "version")
    return _act(
        request,
        case_id,
        lambda: case_actions.answer_case(
            case_id, text, request.asker, version, is_settled=is_settled
        ),
    )


@posted
@staff
def dispatch(request: Request, case_id: UUID) -> HttpResponse:
    """What the unit was given while somebody looked at the page is as they wanted it."""
    party_id, version = number_of(request, "party_id"), number_of(request, "version")

    def act() -> None:
        try:
            task_actions.dispatch(case_id, party_id, request.asker, version)
        except IllegalMove:
            seen = cases.case(case_id, request.asker)
            if seen is None or party_id not in seen.parties or seen.version <= version:
                raise

    return _act(request, case_id, act)


@posted
@staff
def whistle(request: Request, case_id: UUID) -> HttpResponse:
    """Calls several units at once."""
    version, why = number_of(request, "version"), request.POST.get("why", "")
    call = Call(number_of(request, "lead"), numbers_of(request, "helpers"), why)
    return _act(
        request, case_id, lambda: task_actions.whistle(case_id, call, request.asker, version)
    )


@posted
@staff
def withdraw_dispatch(request: Request, task_id: UUID) -> HttpResponse:
    """It was sent to a wrong unit, and is taken back."""
    row = tasks.task(task_id, request.asker)
    if row is None:
        raise Http404
    version, reason = number_of(request, "version"), request.POST.get("reason", "")
    return _act(
        request,
        row.case_id,
        lambda: task_actions.withdraw(task_id, reason, request.asker, version),
    )


@posted
@staff
def verify(request: Request, case_id: UUID) -> HttpResponse:
    passed, reason = request.POST.get("passed") == "yes", request.POST.get("reason", "")
    version = number_of(request, "version")
    return _act(
        request,
        case_id,
        lambda: task_actions.verify(case_id, passed, reason, request.asker, version),
    )


@posted
@staff
def resume(request: Request, case_id: UUID) -> HttpResponse:
    """The work on a suspended case goes on before the day on which it would by itself."""
    return _act(request, case_id, lambda: task_actions.resume(case_id, request.asker))


@viewed
@staff
def check_photo(request: Request, case_id: UUID, photo_id: UUID) -> HttpResponse:
    """A photo that somebody took when they checked the work on a case that this asker may see."""
    for step in cases.timeline(case_id, request.asker):
        if step.has_check_photos and str(photo_id) in step.detail["photo_ids"]:
            return photo_answer(photo_id)
    raise Http404


@posted
@staff
def acknowledge(request: Request, case_id: UUID, alert_id: UUID) -> HttpResponse:
    """Says that one has taken the alert."""
    return _act(request, case_id, lambda: alert_actions.acknowledge(alert_id, request.asker))


def _act(request: Request, case_id: UUID, act: Callable[[], object]) -> HttpResponse:
    done = reverse("console:case", args=[case_id])
    return attempt(act, done, lambda trouble: page(request, case_id, trouble))


def page(
    request: Request, case_id: UUID, trouble: Trouble | None = None, **more: object
) -> HttpResponse:
    """The page of the case, also with what went wrong on a form of it."""
    row = cases.case(case_id, request.asker)
    if row is None:
        raise Http404
    context = gather(row, request.asker, place_asked=request.GET.get("place", "").strip())
    # What was typed stays, so that nobody has to write a reason twice.
    told = {
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "reload": reverse("console:case", args=[case_id]),
    }
    status = trouble.status if trouble else 200
    return show(request, "console/case.html", {**context, **told, **more}, status=status)
