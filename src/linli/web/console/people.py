"""Making accounts, giving and taking roles, handing out passwords: the security administrator's."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.accounts import actions
from linli.ground.accounts import queries as accounts
from linli.ground.accounts.actions import UnknownUser
from linli.ground.accounts.logic import BadGrant, needs_of
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Held
from linli.ground.rights.table import LEVELS, Role
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.console.pages import show
from linli.web.console.places import by_level, place_typed
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.request import Request
from linli.web.shared.setup import name_fault, username_fault

THROWN_AWAY: Final = 24
"""Bytes of the password that an account has until another is handed out, in the same act."""


class BadForm(ValueError):
    """What cannot be given, in words, and the field that holds it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@viewed
@staff
def people(request: Request) -> HttpResponse:
    return _page(request)


@viewed
@staff
def person(request: Request, user_id: int) -> HttpResponse:
    """One person: roles, and what can be done about the account."""
    return _person(request, user_id)


@posted
@staff
def make(request: Request) -> HttpResponse:
    """A new account with its first role; the page then tells its one-time password, this once."""
    request.asker.require("make", "user")
    username = request.POST.get("username", "").strip()
    name = request.POST.get("display_name", "").strip()
    try:
        _check_names(username, name)
        held = _held(request)
        user_id, password = _made(username, name, held, request.asker)
    except BadForm as bad:
        return _page(request, {bad.field: bad.reason}, status=400)
    except BadGrant as bad:
        return _page(request, {"role": _grant_words(bad)}, status=400)
    return _person(request, user_id, password=password)


@posted
@staff
def give(request: Request, user_id: int) -> HttpResponse:
    """One role more for somebody."""
    request.asker.require("give", "grant")
    try:
        actions.give(user_id, _held(request), request.asker)
    except BadForm as bad:
        return _person(request, user_id, {bad.field: bad.reason}, status=400)
    except BadGrant as bad:
        return _person(request, user_id, {"role": _grant_words(bad)}, status=400)
    except UnknownUser as unknown:
        raise Http404 from unknown
    return HttpResponseRedirect(reverse("console:person", args=[user_id]))


@posted
@staff
def take(request: Request, grant_id: int) -> HttpResponse:
    """A role back; what is taken already stays so."""
    user_id = accounts.user_id_of_grant(grant_id, request.asker)
    actions.take(grant_id, request.asker)
    there = reverse("console:person", args=[user_id]) if user_id else reverse("console:people")
    return HttpResponseRedirect(there)


@posted
@staff
def hand_out(request: Request, user_id: int) -> HttpResponse:
    """A one-time password for who has lost theirs, told this once."""
    try:
        password = actions.hand_out_password(user_id, request.asker)
    except UnknownUser as unknown:
        raise Http404 from unknown
    return _person(request, user_id, password=password)


@posted
@staff
def close(request: Request, user_id: int) -> HttpResponse:
    """Lets somebody in no more, or again with `open`."""
    try:
        actions.close(user_id, request.asker, is_active="open" in request.POST)
    except UnknownUser as unknown:
        raise Http404 from unknown
    return HttpResponseRedirect(reverse("console:person", args=[user_id]))


def _check_names(username: str, name: str) -> None:
    """Raises `BadForm`."""
    if fault := username_fault(username):
        raise BadForm("username", fault)
    if fault := name_fault(name):
        raise BadForm("display_name", fault)


def _made(username: str, name: str, held: Held, asker: Asker) -> tuple[int, str]:
    """The id and the one-time password. Raises `BadForm`, `BadGrant`."""
    try:
        with atomic():
            thrown_away = secrets.token_urlsafe(THROWN_AWAY)
            user_id = actions.make_user(username, name, thrown_away, asker, settings.LANGUAGE_CODE)
            actions.give(user_id, held, asker)
            return user_id, actions.hand_out_password(user_id, asker)
    except ValidationError as taken:
        said = _("The user name “%(name)s” is taken; choose another.") % {"name": username}
        raise BadForm("username", said) from taken


def _held(request: Request) -> Held:
    """The role with the place or the party that goes with it. Raises `BadForm`."""
    code = request.POST.get("role", "")
    if code not in list(Role):
        raise BadForm("role", _("Choose a role."))
    role = Role(code)
    needs_place, needs_party = needs_of(role)
    place = _place(request) if needs_place else None
    return Held(
        role,
        level=place.level if place else "",
        place_id=place.id if place else None,
        party_id=_party_id(request) if needs_party else None,
    )


def _place(request: Request) -> PlaceRow:
    typed = request.POST.get("place", "").strip()
    place = place_typed(typed, _offered()) if typed else None
    if place is None or place.level not in LEVELS:
        raise BadForm("place", _("Name a city, district, street, community or grid of the list."))
    return place


def _party_id(request: Request) -> int:
    party = parties.by_code(request.POST.get("party", ""))
    if party is None or party.is_retired:
        raise BadForm("party", _("Choose a unit that is in use."))
    return party.id


def _offered() -> list[PlaceRow]:
    return by_level(places.down_to_estates(), LEVELS)


def _grant_words(_bad: BadGrant) -> str:
    """All else that can be wrong with a role was asked for by its own field."""
    return _("System administrator, security administrator and auditor are three persons.")


def _page(
    request: Request, faults: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "people": accounts.users(request.asker),
        **_choices(),
        "faults": faults or {},
        "typed": request.POST,
    }
    return show(request, "console/people.html", context, status=status)


def _person(
    request: Request,
    user_id: int,
    faults: Mapping[str, str] | None = None,
    *,
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    """With a password it is told, this once. Raises `Http404`."""
    row = next((one for one in accounts.users(request.asker) if one.id == user_id), None)
    if row is None:
        raise Http404
    context = {
        "person": row,
        "is_me": user_id == request.asker.user_id,
        **_choices(),
        "faults": faults or {},
        "typed": request.POST if faults else {},
        "password": password,
    }
    return show(request, "console/person.html", context, status=status)


def _choices() -> dict[str, Any]:
    """What a role can be given for."""
    return {
        "roles": [role.value for role in Role],
        "places": _offered(),
        "parties": parties.in_use(),
    }
