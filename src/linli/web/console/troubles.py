"""Turns what an action refuses into a sentence on the form, with the right HTTP status."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from linli.ground.files.actions import BadPhoto, PhotoMustWait, TooManyPhotos
from linli.ground.rights.asker import Refused
from linli.ground.shortcuts.logic import BadShortcut, UnknownShortcut
from linli.ground.tries.logic import TooManyTries
from linli.organise.shifts.logic import NotSigned
from linli.respond.alerts.logic import AlertIsOver, AlreadyTaken
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.web.shared.guessing import too_often


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong and what to do. With `reload`, the page has to be read anew first."""

    status: int
    title: str
    text: str
    reload: bool = False


EXPECTED = (
    NotFound,
    UnknownShortcut,
    BadShortcut,
    Refused,
    StaleVersion,
    IllegalMove,
    BadText,
    BadPhoto,
    PhotoMustWait,
    TooManyPhotos,
    AlreadyTaken,
    NotSigned,
    AlertIsOver,
    TooManyTries,
)


def attempt(
    act: Callable[[], object], done: str, shown: Callable[[Trouble], HttpResponse]
) -> HttpResponse:
    """Does it and leads to `done`; else shows the page again with what went wrong."""
    try:
        act()
    except EXPECTED as error:
        return shown(trouble_of(error))
    return HttpResponseRedirect(done)


def trouble_of(error: Exception) -> Trouble:
    """Raises `Http404` for what is not within reach, as if it were not there."""
    match error:
        case NotFound() | UnknownShortcut():
            raise Http404 from error
        case Refused():
            text = _("This is for somebody else to decide; nothing was changed.")
            return Trouble(403, _("You are not allowed to do this."), text)
        case BadText() | BadShortcut():
            return Trouble(400, _("Not done yet."), _(error.message) % error.values)
        case BadPhoto():
            return Trouble(400, _("Not done yet."), str(error))
        case PhotoMustWait():
            return Trouble(503, _("Not done yet."), str(error))
        case TooManyPhotos() | TooManyTries():
            text = too_often(error) if isinstance(error, TooManyTries) else str(error)
            return Trouble(429, _("Not done yet."), text)
        case _:
            return _conflict(error)


def _conflict(error: Exception) -> Trouble:
    """Somebody, or something, was faster."""
    match error:
        case AlreadyTaken():
            text = _("%(name)s has already taken it; you do not need to.") % {"name": error.name}
            return Trouble(409, _("Somebody else was faster."), text)
        case NotSigned():
            return Trouble(409, _("Not signed."), _(error.message))
        case AlertIsOver():
            text = _("The reason for it is gone; nobody needs to take it any more.")
            return Trouble(409, _("This alert is over."), text)
        case IllegalMove():
            return Trouble(409, _("This step is not possible now."), _objection(error), reload=True)
        case _:
            text = _(
                "This has changed since you opened it, so nothing was done. Reload the page, "
                "see what is new, and decide again."
            )
            return Trouble(409, _("Somebody else was faster."), text, reload=True)


def _objection(error: IllegalMove) -> str:
    if error.guard:
        return _(error.guard)
    return _("The state has changed in the meantime. Reload the page to see what can be done.")
