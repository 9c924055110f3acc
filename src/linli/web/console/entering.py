"""The result of a printed work order, entered by the desk for somebody without an account."""

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from linli.ground import clock
from linli.ground.files.actions import store_photo
from linli.organise.tasks import actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.entering import OVER, OnPaper
from linli.organise.tasks.logic.results import MOST_PHOTOS, require_photos
from linli.organise.tasks.queries import TaskRow
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import filled_in, staff
from linli.web.shared.forms import number_of
from linli.web.shared.photos import read_upload
from linli.web.shared.request import Request


@filled_in
@staff
def enter(request: Request, task_id: UUID) -> HttpResponse:
    """The short page to which the code on the paper leads; then back to the work order."""
    request.asker.require("enter", "task")
    row = tasks.task(task_id, request.asker)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row)
    return attempt(
        lambda: _enter(request, row),
        reverse("console:task", args=[task_id]),
        lambda trouble: _page(request, row, trouble),
    )


def _enter(request: Request, row: TaskRow) -> None:
    """Photos are stored first, and only where they can become a result."""
    form, photos = request.POST, _stored(request, row, "photos")
    paper = OnPaper(
        text=form.get("text", ""),
        done_at=_moment(form.get("done_at", "")),
        name=form.get("name", ""),
        phone=form.get("phone", ""),
        photo_ids=photos,
        before_ids=_stored(request, row, "before"),
    )
    actions.enter_result(row.id, paper, request.asker, number_of(request, "version"))


def _stored(request: Request, row: TaskRow, field: str) -> list[UUID]:
    uploads: list[UploadedFile[bytes]] = request.FILES.getlist(field)
    if not uploads or not tasks.may_enter(row, request.asker):
        return []
    require_photos(len(uploads), is_needed=False)
    return [store_photo(read_upload(upload), request.asker).id for upload in uploads]


def _moment(typed: str) -> datetime | None:
    """As browsers send it, without an offset; None for what is no time."""
    try:
        told = datetime.fromisoformat(typed)
        return told if told.tzinfo else timezone.make_aware(told)
    except (ValueError, OverflowError):
        return None


def _page(request: Request, row: TaskRow, trouble: Trouble | None = None) -> HttpResponse:
    context = {
        "task": row,
        "may_enter": tasks.may_enter(row, request.asker),
        "over": OVER.get(row.state, ""),
        "needs_photo": tasks.needs_photo(row),
        "most_photos": MOST_PHOTOS,
        "now": timezone.localtime(clock.now()),
        "trouble": trouble,
        "reload": request.path,
        "typed": request.POST if trouble else {},
    }
    status = trouble.status if trouble else 200
    return show(request, "console/task_enter.html", context, status=status)
