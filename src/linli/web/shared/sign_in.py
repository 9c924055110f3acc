"""Signing in and out, and choosing a language."""

from typing import cast

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from linli.ground.accounts import queries as accounts
from linli.ground.accounts.logic import is_username
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.web.shared.access import filled_in, posted, safe_next
from linli.web.shared.request import Request

LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600


@filled_in
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and what it leads to. A wrong name and a wrong password look the same."""
    if request.method != "POST":
        if not accounts.is_anybody_known():
            return HttpResponseRedirect(reverse("setup"))
        return _form(request, request.GET.get("next", ""))
    username, back = request.POST.get("username", "").strip(), request.POST.get("next", "")
    user, password = None, request.POST.get("password", "")
    if is_username(username):
        user = auth.authenticate(request, username=username, password=password)
    if user is not None and accounts.must_choose(user.pk):
        auth.login(request, user)
        return HttpResponseRedirect(reverse("password"))
    asker = accounts.asker_of(user.pk) if user else None
    if user is None or asker is None:
        _note_failure(username)
        return _form(request, back, username=username)
    with atomic():
        auth.login(request, user)
        audit.record(asker, "sign_in", "session")
    response = HttpResponseRedirect(safe_next(request, back, _home(asker)))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _remember_language(response, accounts.language_of(user.pk) or settings.LANGUAGE_CODE)
    return response


@posted
def sign_out(request: HttpRequest) -> HttpResponse:
    asker = cast(Request, request).asker
    with atomic():
        audit.record(asker, "sign_out", "session")
        auth.logout(request)
    return HttpResponseRedirect(reverse("portal:home"))


@posted
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie and shows the same page again."""
    back = safe_next(request, request.POST.get("next", ""), reverse("portal:home"))
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _remember_language(response, chosen)
    return response


def _form(request: HttpRequest, back: str, username: str | None = None) -> HttpResponse:
    """With a user name it says that the sign-in failed."""
    failed = username is not None
    page = {"next": back, "username": username or "", "failed": failed}
    return render(request, "shared/sign_in.html", page, status=400 if failed else 200)


def _home(asker: Asker) -> str:
    return reverse("console:home" if asker.is_staff else "portal:home")


def _note_failure(username: str) -> None:
    """For known people only: an unknown name may be a password in the wrong field."""
    user_id = accounts.user_id_of(username)
    asker = accounts.asker_of(user_id) if user_id is not None else None
    if asker is not None:
        with atomic():
            audit.record(asker, "sign_in", "session", result="refused")


def _remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=LANGUAGE_COOKIE_SECONDS, samesite="Lax"
    )
