"""A supervision letter (督办单): to whom, about what, what is demanded by when, and who signs."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import Column, Fact, Facts, Letter, Sheet, Sign, Signs, Table
from linli.ground.rights.asker import Asker
from linli.organise.supervision.queries import LetterRow
from linli.organise.tasks.queries import TaskRow
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.web.console.prints.wording import day, footer, full_place, stamp
from linli.web.shared.templatetags.linli import party_name

EMPTY_LINES = "\n" * 6


def letter_sheet(letter: LetterRow, task: TaskRow, number: str, asker: Asker) -> Sheet:
    """As it was sent; the unit writes its answer below."""
    desk = _desk(letter)
    item = catalogue.item_name(task.item, get_language() or "")
    about = {
        "item": item,
        "place": full_place(task.place_id),
        "number": task.case_number,
        "sent": stamp(task.dispatched_at),
        "due": stamp(letter.was_due_at),
    }
    said = _(
        "The case “%(item)s” (No. %(number)s, %(place)s) was sent to you on %(sent)s and was due "
        "on %(due)s. It has not been settled in time."
    )
    term = _("Please settle it, and answer in writing by %(by)s.") % {"by": stamp(letter.answer_by)}
    demand = _("You are asked: %(demand)s") % {"demand": letter.demand}
    issued = Sign(_("Issued by:"), letter.made_by_name, stamp(letter.made_at))
    return Sheet(
        title=_("Supervision letter"),
        number=number,
        office=desk,
        footer=footer(asker),
        blocks=(
            Letter(
                to=_("%(unit)s:") % {"unit": party_name(letter.party_id)},
                paragraphs=(said % about, demand, term),
                closing=(desk, day(letter.made_at)),
            ),
            Signs((issued, Sign(_("Stamp:")))),
            Facts((Fact(_("Received by"), ""), Fact(_("Received on"), ""))),
            Table((Column(_("Answer of the unit")),), ((EMPTY_LINES,),)),
            Signs((Sign(_("Head of the unit:")), Sign(_("Date:")))),
        ),
    )


def _desk(letter: LetterRow) -> str:
    place = places.place(letter.desk_id)
    name = place.label(get_language() or "") if place else ""
    return _("Duty desk, %(place)s") % {"place": name}
