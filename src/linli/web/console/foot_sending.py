"""Takes what was done on foot: each form once by its key, whether it came plainly or as a draft."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.database import atomic
from linli.ground.files.actions import store_photo
from linli.ground.idempotency.actions import Answer, KeyReused, once
from linli.ground.idempotency.queries import answered
from linli.organise.delays import actions as delays
from linli.organise.tasks import actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.results import Brought, Looked, Spot, require_photos
from linli.organise.tasks.logic.states import State
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import note
from linli.respond.cases.logic.states import State as CaseState
from linli.web.console import outside
from linli.web.console.troubles import EXPECTED, Trouble, trouble_of
from linli.web.shared.forms import moment_typed, number_of
from linli.web.shared.photo_form import came_with, sent_key
from linli.web.shared.photos import read_upload
from linli.web.shared.request import Request

LEFT_OUT: Final = frozenset({"csrfmiddlewaretoken", "key", "person"})
"""What does not make another form of it."""
DONE: Final[Answer] = (200, {})

Photos = list[UUID]
Act = Callable[[Request, UUID, Photos], None]


def wants_json(request: Request) -> bool:
    """Whether a draft is sent, whose script shows what became of it."""
    return request.headers.get("Accept", "") == "application/json"


def sent(
    request: Request, thing_id: UUID, shown: Callable[[Trouble], HttpResponse]
) -> HttpResponse:
    """Does it once, and leads back to the list; else the page again with what went wrong."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    trouble = of_another(request)
    if trouble is None:
        try:
            _once(request, thing_id, act)
        except (*EXPECTED, KeyReused) as error:
            trouble = _trouble(error, request)
    if trouble is None:
        return told_done(request)
    return told_trouble(request, trouble, shown)


def told_done(request: Request) -> HttpResponse:
    after = reverse("console:foot")
    return JsonResponse({"next": after}) if wants_json(request) else HttpResponseRedirect(after)


def told_trouble(
    request: Request, trouble: Trouble, shown: Callable[[Trouble], HttpResponse]
) -> HttpResponse:
    if not wants_json(request):
        return shown(trouble)
    told = {"title": trouble.title, "text": trouble.text}
    return JsonResponse(told, status=trouble.status)


def of_another(request: Request) -> Trouble | None:
    """What somebody else began on this telephone is not done in the name of this person."""
    person = request.POST.get("person", "")
    if not person or person == str(request.asker.user_id):
        return None
    text = _("Somebody else wrote this; it waits until they sign in here again.")
    return Trouble(401, _("Not done yet."), text)


def sent_before() -> Trouble:
    text = _("This was sent before with other words or photos, and counts as it came first.")
    return Trouble(409, _("Sent already."), text)


def _once(request: Request, thing_id: UUID, act: Act) -> None:
    scope, key = f"foot {request.asker.user_id}", sent_key(request)
    fields = sorted((name, value) for name, value in request.POST.items() if name not in LEFT_OUT)
    content = repr((str(thing_id), fields, came_with(request, [])))
    fingerprint = content.encode("utf-8", "surrogatepass")
    if answered(scope, key, fingerprint):
        return
    photos = _stored(request, thing_id)

    def done() -> Answer:
        act(request, thing_id, photos)
        return DONE

    once(scope, key, fingerprint, done)


def _stored(request: Request, thing_id: UUID) -> Photos:
    """Of those who may act here now: nobody fills the disk with photos of others' work."""
    uploads = request.FILES.getlist("photos")
    if not uploads or not _may_add_photos(request, thing_id):
        return []
    require_photos(len(uploads), is_needed=False)
    return [store_photo(read_upload(upload), request.asker).id for upload in uploads]


def _may_add_photos(request: Request, thing_id: UUID) -> bool:
    asker = request.asker
    if request.POST.get("act") in {"sign", "finish"}:
        row = tasks.task(thing_id, asker)
        return row is not None and row.is_open and bool(tasks.moves(row, asker))
    case = cases.case(thing_id, asker)
    if case is None:
        return False
    is_looked_into = case.state == CaseState.VERIFYING and asker.may("note", "case")
    return is_looked_into or tasks.may_verify(case, asker)


def _sign(request: Request, task_id: UUID, photos: Photos) -> None:
    """Its photos show how it was before."""
    brought = Brought(before_ids=photos)
    actions.sign(task_id, request.asker, number_of(request, "version"), brought=brought)


def _plan(request: Request, task_id: UUID, _photos: Photos) -> None:
    at, why = moment_typed(request.POST.get("planned_at", "")), request.POST.get("reason", "")
    delays.plan(task_id, at, why, request.asker, number_of(request, "version"))


def _begin(request: Request, task_id: UUID, _photos: Photos) -> None:
    actions.begin_planned(task_id, request.asker, number_of(request, "version"))


def _outside(request: Request, task_id: UUID, _photos: Photos) -> None:
    outside.take(request, task_id)


def _return(request: Request, task_id: UUID, _photos: Photos) -> None:
    reason, version = request.POST.get("reason", ""), number_of(request, "version")
    actions.return_(task_id, reason, request.asker, version)


def _finish(request: Request, task_id: UUID, photos: Photos) -> None:
    """Work that was not signed for yet is signed for with its result: there was no line before."""
    asker, version = request.asker, number_of(request, "version")
    with atomic():
        row = tasks.task(task_id, asker)
        if row is not None and row.state == State.DISPATCHED:
            actions.sign(task_id, asker, version)
            version += 1
        text, spot = request.POST.get("text", ""), Spot.read(request.POST)
        actions.finish(task_id, text, photos, asker, version, spot=spot)


def _note(request: Request, case_id: UUID, _photos: Photos) -> None:
    note(case_id, request.POST.get("text", ""), request.asker)


def _look(request: Request, case_id: UUID, photos: Photos) -> None:
    looked = Looked(photos, Spot.read(request.POST))
    actions.look(case_id, request.POST.get("text", ""), looked, request.asker)


def _verify(request: Request, case_id: UUID, photos: Photos) -> None:
    actions.verify(
        case_id,
        request.POST.get("passed") == "yes",
        request.POST.get("reason", ""),
        request.asker,
        number_of(request, "version"),
        looked=Looked(photos, Spot.read(request.POST)),
    )


ACTS: Final[dict[str, Act]] = {
    "sign": _sign,
    "plan": _plan,
    "begin": _begin,
    "refer": _outside,
    "follow-up": _outside,
    "return": _return,
    "finish": _finish,
    "note": _note,
    "look": _look,
    "verify": _verify,
}


def _trouble(error: Exception, request: Request) -> Trouble:
    if isinstance(error, KeyReused):
        return sent_before()
    try:
        return trouble_of(error)
    except Http404:
        if not wants_json(request):
            raise
    text = _("It was taken back, or given to somebody else. What you wrote is still here.")
    return Trouble(404, _("This is no longer yours."), text)
