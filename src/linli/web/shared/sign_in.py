"""Signing in and out, and choosing a language."""

from typing import Final, cast

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
from linli.ground.tries import actions as tries
from linli.ground.tries.logic import TooManyTries
from linli.web.shared import guessing
from linli.web.shared.access import filled_in, posted, safe_next
from linli.web.shared.request import Request

HANDED_OUT: Final = {"password": "handed_out"}
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600


@filled_in
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and what it leads to. A wrong name and a wrong password look the same."""
    if request.method == "POST":
        return _sent(request)
    if not accounts.is_anybody_known():
        return HttpResponseRedirect(reverse("setup"))
    return _form(request, request.GET.get("next", ""))


def _sent(request: HttpRequest) -> HttpResponse:
    username, back = request.POST.get("username", "").strip(), request.POST.get("next", "")
    if not is_username(username):
        return _form(request, back, username=username)
    try:
        spent = guessing.take_sign_in(request, username)
    except TooManyTries as full:
        return _too_often(request, back, username, full)
    password = request.POST.get("password", "")
    user = auth.authenticate(request, username=username, password=password)
    asker = accounts.asker_of(user.pk) if user else None
    if user is None or not (asker or accounts.must_choose(user.pk)):
        _note_failure(username)
        return _form(request, back, username=username)
    tries.give_back(spent)
    by = asker or Asker(name=str(user), user_id=user.pk)
    with atomic():
        auth.login(request, user)
        audit.record(by, "sign_in", "session", **({} if asker else HANDED_OUT))
    if asker is None:
        return HttpResponseRedirect(reverse("password"))
    return _welcome(request, asker, user.pk, back)


def _welcome(request: HttpRequest, asker: Asker, user_id: int, back: str) -> HttpResponse:
    response = HttpResponseRedirect(safe_next(request, back, _home(asker)))
    guessing.remember(response, request, user_id)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _remember_language(response, accounts.language_of(user_id) or settings.LANGUAGE_CODE)
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


def _too_often(request: HttpRequest, back: str, username: str, full: TooManyTries) -> HttpResponse:
    page = {"next": back, "username": username, "too_often": guessing.too_often(full)}
    answer = render(request, "shared/sign_in.html", page, status=429)
    answer["Retry-After"] = str(full.wait_seconds)
    return answer


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
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_COOKIE_SECONDS,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
