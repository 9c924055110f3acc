"""A hand-over sheet (交接班记录) on paper, as it was signed."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Sheet,
    Sign,
    Signs,
    Table,
    Words,
)
from linli.ground.rights.asker import Asker
from linli.organise.shifts.logic import NoteText, Row
from linli.organise.shifts.queries import SheetRow
from linli.registers.places import queries as places
from linli.web.console.prints.wording import footer, stamp


def hand_over_sheet(sheet: SheetRow, asker: Asker) -> Sheet:
    place = places.place(sheet.desk_id)
    name = place.label(get_language() or "") if place else ""
    in_all = sheet.content.in_all
    return Sheet(
        title=_("Hand-over of the shift"),
        number=_("No. %(number)s") % {"number": _number(sheet)},
        office=_("Duty desk, %(place)s") % {"place": name},
        footer=footer(asker),
        blocks=(
            *_replaced(sheet),
            _facts(sheet),
            *_list(_("Open emergencies"), sheet.content.emergencies, in_all.emergencies),
            *_list(_("Late or due soon"), sheet.content.due, in_all.due),
            *_list(_("To be called back"), sheet.content.callbacks, in_all.callbacks),
            *_cut(sheet),
            Heading(_("Watch notes")),
            _notes(sheet.content.notes),
            *_remark(sheet),
            *_since(sheet),
            _signs(sheet),
        ),
    )


def _number(sheet: SheetRow) -> str:
    return f"{stamp(sheet.outgoing_at)[:10].replace('-', '')}-{sheet.sequence}"


def _replaced(sheet: SheetRow) -> tuple[Block, ...]:
    if sheet.replaced_at is None:
        return ()
    told = _("Replaced by a newer sheet on %(at)s; not valid.") % {"at": stamp(sheet.replaced_at)}
    return (Words(told),)


def _facts(sheet: SheetRow) -> Facts:
    numbers = sheet.content.numbers
    return Facts(
        (
            Fact(_("On duty"), sheet.shift.began_by_name),
            Fact(_("Since"), stamp(sheet.shift.began_at)),
            Fact(_("Cases opened"), str(numbers.taken)),
            Fact(_("Cases filed"), str(numbers.filed)),
            Fact(_("Cases closed"), str(numbers.closed)),
            Fact(_("Cases still open"), str(numbers.open)),
        )
    )


def _list(title: str, rows: tuple[Row, ...], in_all: int) -> tuple[Block, ...]:
    """With how many there are, and how many of them fit on the sheet."""
    heading = _("%(title)s: %(count)d") % {"title": title, "count": in_all}
    if in_all <= len(rows):
        return (Heading(heading), _cases(rows))
    told = _("The %(shown)d most urgent of %(count)d are listed.")
    return (
        Heading(heading),
        Words(told % {"shown": len(rows), "count": in_all}, is_soft=True),
        _cases(rows),
    )


def _cut(sheet: SheetRow) -> tuple[Block, ...]:
    if not sheet.content.is_cut:
        return ()
    return (Words(_("Only the most urgent of each list are shown; the queue holds them all.")),)


def _cases(rows: tuple[Row, ...]) -> Table:
    columns = (
        Column(_("No."), mm=25),
        Column(_("Matter"), share=1.1),
        Column(_("Place"), share=1.6),
        Column(_("State"), mm=27),
        Column(_("Due"), mm=26),
    )
    return Table(
        columns, tuple((row.number, row.what, row.where, row.state, row.due) for row in rows)
    )


def _notes(notes: tuple[NoteText, ...]) -> Table:
    columns = (Column(_("What to watch")), Column(_("Noted by"), mm=34), Column(_("When"), mm=26))
    return Table(columns, tuple((note.text, note.by, note.at) for note in notes))


def _remark(sheet: SheetRow) -> tuple[Block, ...]:
    return (Heading(_("Remarks")), Words(sheet.remark)) if sheet.remark else ()


def _since(sheet: SheetRow) -> tuple[Block, ...]:
    """What came in between the two signatures."""
    since = sheet.since
    if since is None or since.is_empty:
        return ()
    notes = (_notes(since.notes),) if since.notes else ()
    cases = (_cases(since.rows),) if since.rows else ()
    return (Heading(_("Come in between the two signatures")), *cases, *notes)


def _signs(sheet: SheetRow) -> Signs:
    return Signs(
        (
            Sign(_("Handed over by:"), sheet.outgoing_name, _at(sheet.outgoing_at)),
            Sign(_("Taken over by:"), sheet.incoming_name, _at(sheet.incoming_at)),
            Sign(_("Leader of the shift:"), sheet.leader_name, _at(sheet.leader_at)),
        )
    )


def _at(signed: datetime | None) -> str:
    return stamp(signed) if signed else ""
