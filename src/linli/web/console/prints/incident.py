"""An incident (突发事件) on paper: what and where, its units, its resources, its whole log."""

from collections.abc import Iterable, Iterator

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
from linli.organise.incidents import queries
from linli.organise.incidents.queries import IncidentRow
from linli.web.console.incident_page import Line
from linli.web.console.prints.wording import NOBODY, footer, full_place, office, stamp
from linli.web.shared import words
from linli.web.shared.templatetags.linli import item_name, party_name


def incident_sheet(row: IncidentRow, lines: list[Line], asker: Asker) -> Sheet:
    """`lines`: the whole log, newest first, as its page has it; on paper time runs downwards."""
    return Sheet(
        title=_("Incident"),
        number=row.name,
        office=office(asker, row.where),
        footer=footer(asker),
        blocks=(
            _facts(row),
            *_summary(row),
            Heading(_("Units")),
            _units(row),
            Heading(_("Resources")),
            _resources(row),
            Heading(_("Cases")),
            *_cases(row, asker),
            Heading(_("Log")),
            _log(reversed(lines)),
            Signs((Sign(_("Commander:"), row.commander_name), Sign(_("Leader:")))),
        ),
    )


def _facts(row: IncidentRow) -> Facts:
    return Facts(
        (
            Fact(_("Level"), str(words.sign_of("incident", row.level).label)),
            Fact(_("Commander"), row.commander_name),
            Fact(_("Opened"), f"{stamp(row.opened_at)} {row.opened_by_name}"),
            Fact(_("Stood down"), stamp(row.stood_down_at)),
            Fact(_("Place"), full_place(row.place_id) or NOBODY, is_wide=True),
            Fact(_("Where exactly"), row.spot or NOBODY, is_wide=True),
        )
    )


def _summary(row: IncidentRow) -> Iterator[Block]:
    if row.summary:
        yield Heading(_("Summary"))
        yield Words(row.summary)


def _units(row: IncidentRow) -> Table:
    columns = (
        Column(_("Unit")),
        Column(_("Called in"), mm=30),
        Column(_("Arrived"), mm=30),
        Column(_("Released"), mm=30),
    )
    return _table(
        columns,
        (
            (
                party_name(one.party_id) + (f"\n{one.order}" if one.order else ""),
                stamp(one.called_at),
                stamp(one.arrived_at),
                stamp(one.released_at),
            )
            for one in queries.units(row.id)
        ),
    )


def _resources(row: IncidentRow) -> Table:
    columns = (
        Column(_("Resource")),
        Column(_("How many"), mm=18),
        Column(_("From whom")),
        Column(_("Where, with whom")),
        Column(_("Back"), mm=38),
    )
    return _table(
        columns,
        (
            (
                one.what,
                str(one.count),
                one.source,
                one.holder or NOBODY,
                one.why or stamp(one.ended_at),
            )
            for one in queries.resources(row.id)
        ),
    )


def _cases(row: IncidentRow, asker: Asker) -> Iterator[Block]:
    found = queries.cases_of(row.id, asker)
    columns = (
        Column(_("Number"), mm=30),
        Column(_("Matter")),
        Column(_("Place")),
        Column(_("State"), mm=22),
    )
    yield _table(
        columns,
        (
            (
                one.number,
                item_name(one.item),
                full_place(one.place_id) or one.address or NOBODY,
                str(words.sign_of("case", one.state).label),
            )
            for one in found.rows
        ),
    )
    if found.unseen:
        told = _("And %(count)d cases outside your area.") % {"count": found.unseen}
        yield Words(told, is_soft=True)


def _log(lines: Iterable[Line]) -> Table:
    columns = (Column(_("Time"), mm=34), Column(_("Who"), mm=30), Column(_("What")))
    return _table(
        columns,
        (
            (stamp(one.at), one.who, "\n".join(part for part in (one.title, one.text) if part))
            for one in lines
        ),
    )


def _table(columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    """One line that says so where there is nothing."""
    found = tuple(rows)
    return Table(columns, found or ((_("none"), *("",) * (len(columns) - 1)),))
