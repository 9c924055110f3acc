"""Sends a work order to somebody without an account: a link, in words that can be copied."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.organise.tasks import actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.actions import SentLink
from linli.organise.tasks.queries import TaskRow
from linli.registers.catalogue import queries as catalogue
from linli.web.console.pages import show
from linli.web.console.tasks import act_on_task, task_page
from linli.web.console.troubles import EXPECTED, trouble_of
from linli.web.shared.access import posted, staff
from linli.web.shared.reached import address_of, why_nowhere
from linli.web.shared.request import Request
from linli.web.shared.templatetags.linli import place_name


@posted
@staff
def send_link(request: Request, task_id: UUID) -> HttpResponse:
    """Shows the message this once: the secret of the link is kept nowhere."""
    name, phone = request.POST.get("name", ""), request.POST.get("phone", "")
    try:
        sent = actions.send_link(task_id, name, phone, request.asker)
    except EXPECTED as error:
        return task_page(request, task_id, trouble_of(error))
    row = tasks.task(task_id, request.asker)
    if row is None:
        raise Http404
    message = _message(row, sent, request)
    context = {
        "task": row,
        "sent": sent,
        "message": message,
        "sms": f"sms:{sent.worker_phone}?body={quote(message)}",
        "nowhere": why_nowhere(request),
    }
    return show(request, "console/task_link_sent.html", context)


@posted
@staff
def revoke_link(request: Request, task_id: UUID) -> HttpResponse:
    return act_on_task(request, task_id, lambda: actions.revoke_link(task_id, request.asker))


def _message(row: TaskRow, sent: SentLink, request: Request) -> str:
    """In the language of whoever sends it."""
    until = date_format(timezone.localtime(sent.expires_at), "m-d H:i")
    told = _(
        "%(name)s: work order %(number)s, %(item)s, %(place)s. Open it, sign for it and report the"
        " result here, until %(until)s and on this telephone only: %(address)s"
    )
    return told % {
        "name": sent.worker_name,
        "number": row.case_number,
        "item": catalogue.item_name(row.item, get_language() or ""),
        "place": place_name(row.place_id) or _("place not known yet"),
        "until": until,
        "address": address_of(request, reverse("portal:hands", args=[sent.secret])),
    }
