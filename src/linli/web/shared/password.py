"""Choosing a password of one's own: any time, and before anything else where one was handed out."""

from typing import Final, cast

from django.contrib import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from linli.ground.accounts import actions, queries
from linli.ground.rights.asker import Asker
from linli.ground.tries.logic import TooManyTries
from linli.web.shared.access import filled_in, to_sign_in
from linli.web.shared.guessing import is_own_password, too_often
from linli.web.shared.request import Request

WEAKNESSES: Final[dict[str, Promise]] = {
    "password_too_short": gettext_lazy("The password is too short: use at least 10 characters."),
    "password_too_common": gettext_lazy("Too many people use this password; choose another."),
    "password_too_similar": gettext_lazy("The password is too much like the name; choose another."),
}
"""By the codes of Django's validators, whose own Chinese texts are behind."""


@filled_in
@sensitive_post_parameters("old", "password", "again")
def password(request: HttpRequest) -> HttpResponse:
    """The form; afterwards the first page, with all rights that the person has."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    user_id, asker = request.user.pk, cast(Request, request).asker
    must_choose = queries.must_choose(user_id)
    if asker.user_id is None and not must_choose:
        return to_sign_in(request)
    if request.method != "POST":
        return _form(request, must_choose)
    try:
        fault = _fault(cast(Request, request), must_choose)
    except TooManyTries as full:
        return _form(request, must_choose, too_often(full), status=429)
    if not fault:
        fault = _changed(request, user_id)
    if fault:
        return _form(request, must_choose, fault, status=400)
    known = queries.asker_of(user_id)
    is_staff = known is not None and known.is_staff
    return HttpResponseRedirect(reverse("console:home" if is_staff else "portal:home"))


def _fault(request: Request, must_choose: bool) -> str:
    """What is wrong before the new password is looked at. Raises `TooManyTries`."""
    if request.POST.get("password", "") != request.POST.get("again", ""):
        return _("The two new passwords differ.")
    old = request.POST.get("old", "")
    if not must_choose and not is_own_password(request, old, "set_password", "user"):
        return _("The password that you have now is not right.")
    assert request.user.is_authenticated
    if request.user.check_password(request.POST.get("password", "")):
        return _("This is the password that you have now; choose another.")
    return ""


def _changed(request: HttpRequest, user_id: int) -> str:
    """What is wrong with the new password, or nothing; other browsers are signed out."""
    asker = Asker(name=str(request.user), user_id=user_id)
    try:
        actions.set_password(user_id, request.POST.get("password", ""), asker)
    except ValidationError as weak:
        return weakness(weak)
    user = request.user
    assert user.is_authenticated
    user.refresh_from_db()
    auth.update_session_auth_hash(request, user)
    return ""


def weakness(weak: ValidationError) -> str:
    """What Django finds wrong with a password or a name, in our words."""
    return " ".join(str(WEAKNESSES.get(one.code or "", one.messages[0])) for one in weak.error_list)


def _form(
    request: HttpRequest, must_choose: bool, fault: str = "", status: int = 200
) -> HttpResponse:
    page = {"must_choose": must_choose, "fault": fault}
    return render(request, "shared/password.html", page, status=status)
