"""Letters to units whose work is late: writing one, and printing it."""

from datetime import date, datetime, time
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from linli.organise.supervision import actions
from linli.organise.supervision import queries as supervision
from linli.organise.tasks import queries as tasks
from linli.web.console.printing import answer
from linli.web.console.prints.letter import letter_sheet
from linli.web.console.tasks import act_on_task
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.request import Request
from linli.web.shared.templatetags.linli import letter_number

OFFICE_CLOSES = time(18)


@posted
@staff
def supervise(request: Request, task_id: UUID) -> HttpResponse:
    demand, answer_by = request.POST.get("demand", ""), _day(request.POST.get("answer_by", ""))
    seen = number_of(request, "letters_seen")
    return act_on_task(
        request,
        task_id,
        lambda: actions.supervise(task_id, demand, answer_by, request.asker, seen),
    )


@viewed
@staff
def letter_print(request: Request, letter_id: UUID) -> HttpResponse:
    letter = supervision.letter(letter_id, request.asker)
    task = tasks.task(letter.task_id, request.asker) if letter else None
    if letter is None or task is None:
        raise Http404
    name = f"{letter.year}-{letter.sequence}"
    return answer(request, letter_sheet(letter, task, letter_number(letter), request.asker), name)


def _day(typed: str) -> datetime | None:
    """The end of that day's office hours; None for what is no day."""
    try:
        day = date.fromisoformat(typed)
        return timezone.make_aware(datetime.combine(day, OFFICE_CLOSES))
    except (ValueError, OverflowError):
        return None
