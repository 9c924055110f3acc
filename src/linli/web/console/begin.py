"""The first day of an installation: what is loaded, what is missing, and in which order."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from linli.ground.accounts import queries as accounts
from linli.ground.rights.asker import Asker
from linli.ground.rights.table import Role
from linli.ground.sheets import rows
from linli.lists import LOADERS
from linli.registers.calendars import queries as calendars
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.parties.logic import EVERY_ITEM
from linli.registers.places import actions as place_actions
from linli.registers.places import queries as places
from linli.registers.places.logic.details import BadPlace, NewPlace
from linli.sense.devices import bulk
from linli.web.console.begin_settings import emergency_numbers, reached_by_telephone
from linli.web.console.begin_step import Step
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.request import Request
from linli.web.shared.words import LEVELS, ROLES

NAMED_FIRST: Final = ("city", "district", "street")
FIELDS: Final = {"code": gettext_lazy("Its code"), "name": gettext_lazy("Name")}
ELSEWHERE: Final = "LINLI_DATA=/var/lib/linli linli run --empty"
AT_WORK: Final = (Role.DUTY_DESK, Role.HANDLER, Role.CHECKER, Role.GRID_WORKER)
"""Without one of each, a case does not go its whole way."""
BY_SECURITY_ADMIN: Final = gettext_lazy(
    "The security administrator makes accounts, under “People and rights”."
)


@viewed
@staff
def begin(request: Request) -> HttpResponse:
    """The checklist; before there is any place, the form that names the street."""
    return _page(request)


@posted
@staff
def name_street(request: Request) -> HttpResponse:
    """City, district and street, each within the one before; again changes the names."""
    typed = {
        f"{level}_{part}": request.POST.get(f"{level}_{part}", "").strip()
        for level in NAMED_FIRST
        for part in ("code", "name")
    }
    request.asker.require("save", "place")
    empty = [name for name, text in typed.items() if not text]
    if empty:
        return _page(request, typed, _("Fill in all six fields; only the names can change later."))
    try:
        place_actions.save_places(_named(typed), request.asker)
    except BadPlace as bad:
        return _page(request, typed, _fault(bad))
    return HttpResponseRedirect(reverse("console:begin"))


def _named(typed: Mapping[str, str]) -> Iterator[NewPlace]:
    above = ""
    for level in NAMED_FIRST:
        code, name = typed[f"{level}_code"], typed[f"{level}_name"]
        yield NewPlace(code=code, name=name, level=level, parent_code=above)
        above = code


def _fault(bad: BadPlace) -> str:
    """In words, also the levels that it names."""
    values = {name: LEVELS.get(value, value) for name, value in bad.values.items()}
    said = _(bad.message) % values if values else _(bad.message)
    named = {"field": FIELDS.get(bad.field, bad.field), "fault": said}
    return _("%(field)s: %(fault)s") % named


def _page(
    request: Request, typed: Mapping[str, str] | None = None, fault: str = ""
) -> HttpResponse:
    request.asker.require("load", "place")
    steps = steps_of(request.asker)
    context = {
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "levels": [
            {
                "level": level,
                "code": (typed or {}).get(f"{level}_code", ""),
                "name": (typed or {}).get(f"{level}_name", ""),
            }
            for level in NAMED_FIRST
        ],
        "fault": fault,
        "is_unnamed": not places.children(None),
        "is_demo": settings.ENVIRONMENT.holds_demo,
        "command": ELSEWHERE,
    }
    return show(request, "console/begin.html", context, status=400 if fault else 200)


def steps_of(asker: Asker) -> list[Step]:
    """In the order in which an empty installation is filled."""
    language = get_language() or ""
    labels = {kind: loader.schema.label(language) for kind, loader in LOADERS.items()}
    looks: dict[str, Callable[[Asker], tuple[list[str], list[str]]]] = {
        "place": _places,
        "party": _parties,
        "post": _posts,
        "staff": _staff,
        "device": _devices,
        "duty": _duties,
        "calendar": _days,
    }
    mended_at = {
        "post": reverse("console:rows", args=["post"]),
        "device": f"{reverse('console:rows', args=['device'])}#tokens",
        "duty": reverse("console:duties"),
    }
    steps = [
        Step(kind, label, *looks[kind](asker), mended_at=mended_at.get(kind, ""))
        for kind, label in labels.items()
    ]
    people = Step("people", _("People with roles"), *_people(asker), hint=BY_SECURITY_ADMIN)
    return [*steps, people, emergency_numbers(), reached_by_telephone()]


def _places(_asker: Asker) -> tuple[list[str], list[str]]:
    counts = places.count_by_level()
    has = [f"{LEVELS[level]} {counts[level]}" for level in LEVELS if level in counts]
    wanted = [level for level in ("street", "community", "estate") if level not in counts]
    missing = [_("no %(level)s yet") % {"level": LEVELS[level]} for level in wanted]
    return has, missing


def _parties(_asker: Asker) -> tuple[list[str], list[str]]:
    count = len(parties.in_use())
    if not count:
        return [], [_("none yet: nobody can be given work")]
    return [ngettext("%(count)d in use", "%(count)d in use", count) % {"count": count}], []


def _posts(_asker: Asker) -> tuple[list[str], list[str]]:
    posts = [post for party in parties.in_use() for post in parties.posts(party.id)]
    vacant = sum(post.user_id is None for post in posts)
    has = [_count(len(posts))] if posts else []
    missing = [] if posts else [_("none yet: alerts find nobody on call")]
    if vacant:
        said = ngettext("%(count)d post is vacant", "%(count)d posts are vacant", vacant)
        missing.append(said % {"count": vacant})
    return has, missing


def _staff(asker: Asker) -> tuple[list[str], list[str]]:
    count = rows.count(LOADERS["staff"], asker)
    return ([_count(count)], []) if count else ([], [_("none yet: nobody has a number to call")])


def _devices(asker: Asker) -> tuple[list[str], list[str]]:
    count, without = rows.count(LOADERS["device"], asker), bulk.count_without_token(asker)
    missing = []
    if without:
        said = ngettext(
            "%(count)d device has no token yet", "%(count)d devices have no token yet", without
        )
        missing = [said % {"count": without}]
    return [_count(count)] if count else [], missing


def _duties(_asker: Asker) -> tuple[list[str], list[str]]:
    duties, items = parties.all_duties(), catalogue.items()
    held = {duty.item for duty in duties}
    open_items = 0 if EVERY_ITEM in held else sum(item.code not in held for item in items)
    missing = []
    if open_items:
        said = ngettext(
            "nobody anywhere answers for %(count)d of %(all)d matters",
            "nobody anywhere answers for %(count)d of %(all)d matters",
            open_items,
        )
        missing = [said % {"count": open_items, "all": len(items)}]
    return [_count(len(duties))] if duties else [], missing


def _days(_asker: Asker) -> tuple[list[str], list[str]]:
    office = next((row for row in calendars.calendars() if row.code == "office"), None)
    if office is None:
        return [], [_("no working calendar")]
    until = office.official_until
    return [_("official holidays are known until %(day)s") % {"day": until.isoformat()}], []


def _people(asker: Asker) -> tuple[list[str], list[str]]:
    held = accounts.people_by_role(asker)
    has = [f"{ROLES[role]} {held[role]}" for role in Role if role in held]
    missing = [_("no %(role)s yet") % {"role": ROLES[role]} for role in AT_WORK if role not in held]
    if Role.AUDITOR not in held:
        missing.append(_("no %(role)s yet") % {"role": ROLES[Role.AUDITOR]})
    return has, missing


def _count(number: int) -> str:
    return ngettext("%(count)d entry", "%(count)d entries", number) % {"count": number}
