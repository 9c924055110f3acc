"""The duty log (值班日志) of a day on paper."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import Column, Sheet, Sign, Signs, Table
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.web.console.prints.wording import footer


def log_sheet(
    desk_id: int, day: date, lines: list[tuple[datetime, str, str]], asker: Asker
) -> Sheet:
    place = places.place(desk_id)
    name = place.label(get_language() or "") if place else ""
    columns = (Column(_("Time"), mm=26), Column(_("Who"), mm=34), Column(_("What")))
    rows = tuple(
        (date_format(timezone.localtime(at), "m-d H:i"), who, text) for at, who, text in lines
    )
    return Sheet(
        title=_("Duty log"),
        number=date_format(day, _("F j, Y")),
        office=_("Duty desk, %(place)s") % {"place": name},
        footer=footer(asker),
        blocks=(
            Table(columns, rows),
            Signs((Sign(_("On duty:")), Sign(_("Leader of the shift:")))),
        ),
    )
