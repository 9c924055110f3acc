"""Work orders: what a unit owes and by when, and the page of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.ground import clock
from linli.ground.files.actions import store_photo
from linli.ground.paging import BadPage
from linli.organise.batches.logic import Kind
from linli.organise.batches.queries import acts_of
from linli.organise.supervision import queries as supervision
from linli.organise.tasks import actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.results import MOST_PHOTOS, Brought, require_photos
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.queries import TaskFilter, TaskRow, hands
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import clocks
from linli.web.console.case_page import public_words, words_added
from linli.web.console.delay_page import time_of
from linli.web.console.outside_page import outside_of
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.named import Named
from linli.web.shared.photos import marked_answer, photo_answer, read_upload
from linli.web.shared.request import Request, wants_part
from linli.web.shared.taken import marks_of, taken_of
from linli.web.shared.templatetags.linli import point_of

ROWS: Final = 50
USUAL_TERM: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Part:
    """One tab of the list."""

    code: str
    label: Promise
    filter: TaskFilter


PARTS: Final = (
    Part("", _("All open"), TaskFilter(open_only=True)),
    Part("new", _("To be signed for"), TaskFilter(states=(State.DISPATCHED,))),
    Part("working", _("In progress"), TaskFilter(states=(State.IN_PROGRESS,))),
    Part("planned", _("Scheduled"), TaskFilter(states=(State.SCHEDULED,))),
    Part("outside", _("With an outside body"), TaskFilter(states=(State.REFERRED,))),
    Part("overdue", _("Late"), TaskFilter(overdue=True)),
    Part("done", _("Done"), TaskFilter(states=(State.DONE,), order="newest")),
)


@viewed
@staff
def task_list(request: Request) -> HttpResponse:
    """The gravest first, then what is due first."""
    part = part_of(request)
    wanted = TaskFilter(
        states=part.filter.states,
        open_only=part.filter.open_only,
        overdue=part.filter.overdue,
        order=part.filter.order,
        cursor=request.GET.get("cursor", ""),
        limit=ROWS,
    )
    try:
        page = tasks.tasks(wanted, request.asker)
    except BadPage:
        return HttpResponseRedirect(reverse("console:tasks"))
    context = {"parts": PARTS, "part": part, "rows": page.items, "next": page.next}
    context["may_do_many"] = bool(acts_of(Kind.TASKS, request.asker))
    context["may_hand_over"] = hands.may_somewhere(request.asker)
    context["timed"] = clocks.timed_tasks(row.id for row in page.items)
    context["named"] = Named(row.place_id for row in page.items)
    template = "tasks_list" if wants_part(request) else "tasks"
    return show(request, f"console/{template}.html", context)


def part_of(request: Request) -> Part:
    """The tab of the list that the address asks for."""
    return next((one for one in PARTS if one.code == request.GET.get("tab", "")), PARTS[0])


@viewed
@staff
def task(request: Request, task_id: UUID) -> HttpResponse:
    return task_page(request, task_id)


@posted
@staff
def sign(request: Request, task_id: UUID) -> HttpResponse:
    version = number_of(request, "version")

    def act() -> None:
        brought = Brought(before_ids=_before(task_id, request, "sign"))
        actions.sign(task_id, request.asker, version, brought=brought)

    return act_on_task(request, task_id, act)


@posted
@staff
def give_back(request: Request, task_id: UUID) -> HttpResponse:
    version, reason = number_of(request, "version"), request.POST.get("reason", "")
    return act_on_task(
        request, task_id, lambda: actions.return_(task_id, reason, request.asker, version)
    )


@posted
@staff
def cancel(request: Request, task_id: UUID) -> HttpResponse:
    version, reason = number_of(request, "version"), request.POST.get("reason", "")
    return act_on_task(
        request, task_id, lambda: actions.cancel(task_id, reason, request.asker, version)
    )


@posted
@staff
def finish(request: Request, task_id: UUID) -> HttpResponse:
    """Takes the result; photos are stored first, and only of those who may finish this task."""
    version, text = number_of(request, "version"), request.POST.get("text", "")
    uploads = request.FILES.getlist("photos")

    def act() -> None:
        row = _require_finish(task_id, request)
        require_photos(len(uploads), is_needed=tasks.needs_photo(row))
        photos = [_stored(upload, request) for upload in uploads]
        brought = Brought(before_ids=_before(task_id, request, "finish"))
        actions.finish(task_id, text, photos, request.asker, version, brought=brought)

    return act_on_task(request, task_id, act)


@viewed
@staff
def photo(request: Request, task_id: UUID, photo_id: UUID) -> HttpResponse:
    """A photo of a result that this asker may see: marked, or as it is kept."""
    row = _seen(request, task_id)
    if photo_id not in (*row.photo_ids, *row.before_ids):
        raise Http404
    if request.GET.get("plain") == "yes":
        return photo_answer(photo_id)
    return marked_answer(photo_id, marks_of(row, photo_id))


def act_on_task(request: Request, task_id: UUID, act: Callable[[], object]) -> HttpResponse:
    """Does it and shows the task again, with what went wrong if something did."""
    done = reverse("console:task", args=[task_id])
    return attempt(act, done, lambda trouble: task_page(request, task_id, trouble))


def task_page(request: Request, task_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    row = _seen(request, task_id)
    case = cases.case(row.case_id, request.asker) if request.asker.may("see", "case") else None
    context = {
        "task": row,
        "timed": clocks.timed_tasks([row.id]),
        "case": case,
        "taken": taken_of([row], point_of(case) if case else None),
        "words": public_words(row.case_id, request.asker) if case else [],
        "added": words_added(row.case_id, request.asker) if case else [],
        "moves": {move.act: move for move in tasks.moves(row, request.asker)},
        "link": tasks.link_of(row, request.asker),
        "may_enter": tasks.may_enter(row, request.asker),
        "may_send_link": tasks.may_send_link(row, request.asker),
        "letters": supervision.of_task(task_id, request.asker),
        "can_supervise": supervision.may_supervise(row, request.asker),
        "answer_by": timezone.localdate(clock.now() + USUAL_TERM),
        "most_photos": MOST_PHOTOS,
        **time_of(row, request.asker),
        **outside_of(row, request.asker),
        "trouble": trouble,
        "reload": reverse("console:task", args=[task_id]),
        "typed": request.POST if trouble else {},
    }
    status = trouble.status if trouble else 200
    return show(request, "console/task.html", context, status=status)


def _seen(request: Request, task_id: UUID) -> TaskRow:
    """The task. Raises `Http404` when it is not within reach."""
    row = tasks.task(task_id, request.asker)
    if row is None:
        raise Http404
    return row


def _require_finish(task_id: UUID, request: Request) -> TaskRow:
    """Raises `Refused`, so that nobody fills the disk with photos of tasks that are not theirs."""
    request.asker.require("finish", "task")
    return _seen(request, task_id)


def _before(task_id: UUID, request: Request, act: str) -> list[UUID]:
    """Photos from before the work, of those who may do this to the task now."""
    uploads = request.FILES.getlist("before")
    if not uploads or not any(
        one.act == act for one in tasks.moves(_seen(request, task_id), request.asker)
    ):
        return []
    require_photos(len(uploads), is_needed=False)
    return [_stored(upload, request) for upload in uploads]


def _stored(upload: "UploadedFile[bytes]", request: Request) -> UUID:
    return store_photo(read_upload(upload), request.asker).id
