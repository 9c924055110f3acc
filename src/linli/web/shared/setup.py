"""The first visitor of an empty installation makes its first accounts: three persons, never one."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from linli.ground.accounts import actions, queries
from linli.ground.accounts.actions import AlreadySetUp, FirstPerson
from linli.ground.accounts.logic import LONGEST_DISPLAY_NAME, is_display_name, is_username
from linli.ground.rights.table import Role
from linli.web.shared.access import filled_in
from linli.web.shared.password import weakness

CONFLICT: Final = 409
DUTIES: Final = {
    Role.SYSTEM_ADMIN: gettext_lazy("Keeps the system running and loads the lists. That is you."),
    Role.SECURITY_ADMIN: gettext_lazy("Makes accounts and says who may do what."),
    Role.AUDITOR: gettext_lazy("Reads who did what. May be named later."),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One of the three as typed, and what is wrong with it."""

    role: str
    duty: Any
    username: str = ""
    display_name: str = ""
    fault: str = ""


@filled_in
@sensitive_post_parameters("code", "password", "again")
def setup(request: HttpRequest) -> HttpResponse:
    """There only while nobody has an account, and only for who knows what the start has told."""
    if queries.is_anybody_known():
        raise Http404
    code = request.POST.get("code", "") or request.GET.get("code", "")
    if request.method != "POST":
        return _form(request, _people(request), {}, code)
    if not queries.is_setup_code(code):
        wrong = {"code": _("This is not the code that the start of Linli has told.")}
        return _form(request, _people(request), wrong, code, 403)
    people = _people(request)
    faults = _password_fault(request)
    if faults or any(one.fault for one in people):
        return _form(request, people, faults, code, 400)
    return _made(request, people, code)


def _made(request: HttpRequest, people: list[Person], code: str) -> HttpResponse:
    first, *_others = wanted = [_wanted(request, one) for one in people if one.username]
    try:
        handed_out = actions.make_first(wanted)
    except AlreadySetUp:
        return render(request, "shared/setup_late.html", status=CONFLICT)
    except ValidationError as weak:
        return _form(request, people, {"password": weakness(weak)}, code, 400)
    user = auth.authenticate(request, username=first.username, password=first.password)
    if user is not None:
        auth.login(request, user)
    told = [
        {"person": one, "password": handed_out[one.username]}
        for one in people
        if one.username in handed_out
    ]
    answer = render(request, "shared/setup_done.html", {"told": told})
    answer["Cache-Control"] = "no-store"
    return answer


def _wanted(request: HttpRequest, person: Person) -> FirstPerson:
    is_first = person.role == Role.SYSTEM_ADMIN
    return FirstPerson(
        role=Role(person.role),
        username=person.username,
        display_name=person.display_name,
        password=request.POST.get("password", "") if is_first else "",
        language=settings.LANGUAGE_CODE,
    )


def _people(request: HttpRequest) -> list[Person]:
    people: list[Person] = []
    for role, duty in DUTIES.items():
        username = request.POST.get(f"{role}_username", "").strip()
        name = request.POST.get(f"{role}_name", "").strip()
        fault = ""
        if request.method == "POST":
            may_wait = role is Role.AUDITOR and not (username or name)
            taken = username in {one.username for one in people}
            fault = "" if may_wait else _person_fault(username, name, taken=taken)
        people.append(Person(role.value, duty, username, name, fault))
    return people


def _person_fault(username: str, name: str, *, taken: bool) -> str:
    if taken:
        return _("Each of the three is another person, with a user name of their own.")
    return username_fault(username) or name_fault(name)


def username_fault(username: str) -> str:
    """What is wrong with it, in words, or nothing."""
    if is_username(username):
        return ""
    return _("“%(name)s” is no user name: use a-z, 0-9, dots and dashes, up to 64.") % {
        "name": username[:64]
    }


def name_fault(name: str) -> str:
    """What is wrong with it, in words, or nothing."""
    if is_display_name(name):
        return ""
    return _("Enter the name that the pages show, up to %(most)d characters.") % {
        "most": LONGEST_DISPLAY_NAME
    }


def _password_fault(request: HttpRequest) -> dict[str, str]:
    if request.POST.get("password", "") != request.POST.get("again", ""):
        return {"password": _("The two passwords differ.")}
    if not request.POST.get("password"):
        return {"password": _("Choose a password for yourself.")}
    return {}


def _form(
    request: HttpRequest,
    people: list[Person],
    faults: dict[str, str],
    code: str,
    status: int = 200,
) -> HttpResponse:
    page = {
        "people": people,
        "faults": faults,
        "code": code,
        "is_told": bool(request.GET.get("code")),
    }
    return render(request, "shared/setup.html", page, status=status)
