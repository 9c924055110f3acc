"""The code on a printed work order: the desk enters its result; others learn whom to call."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from linli.organise.tasks import queries as tasks
from linli.web.shared.access import anybody, viewed
from linli.web.shared.request import Request


@viewed
@anybody
def order(request: Request, task_id: UUID) -> HttpResponse:
    """Whoever has no such order within reach gets the same answer, whether there is one or not."""
    asker = request.asker
    row = tasks.task(task_id, asker) if asker.may("see", "task") else None
    if row is None:
        return render(request, "portal/order.html", {"is_staff": asker.is_staff})
    page = "enter-result" if asker.may("enter", "task") else "task"
    return HttpResponseRedirect(reverse(f"console:{page}", args=[task_id]))
