"""How prints say times, places and who printed: in full, for paper is read elsewhere and later."""

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.rights.asker import Asker, Where
from linli.registers.places import queries as places

NOBODY: Final = "—"


def stamp(at: datetime | None) -> str:
    """Day and time; a dash when there is none."""
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else NOBODY


def day(at: datetime) -> str:
    """As letters are dated: 2026年11月28日."""
    return date_format(timezone.localtime(at), _("F j, Y"))


def full_place(place_id: int | None) -> str:
    """From the district down."""
    path = places.path(place_id) if place_id is not None else ()
    language = get_language() or ""
    near = [one for one in path if one.level != "city"] or list(path)
    return " ".join(one.label(language) for one in near)


def office(asker: Asker, where: Where) -> str:
    """The desk in whose name it is printed: the asker's own, or else that of the street."""
    own = sorted(place_id for _level, place_id in asker.scope("dispatch", "task").places)
    place_id = own[0] if own else where.street_id or where.district_id
    place = places.place(place_id) if place_id is not None else None
    name = place.label(get_language() or "") if place else ""
    return _("Duty desk, %(place)s") % {"place": name} if name else _("Duty desk")


def footer(asker: Asker) -> str:
    """Whoever finds the paper knows who is answerable for it."""
    printed = {"name": asker.name, "at": stamp(clock.now())}
    return _("Printed by %(name)s, %(at)s. Not to be passed on.") % printed
