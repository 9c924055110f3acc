"""A ledger (台账) on paper: its rows within reach, what is due first."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import Column, Sheet, Sign, Signs, Table, Words
from linli.ground.rights.asker import Asker, Where
from linli.organise.ledgers.queries import EntryRow
from linli.registers.catalogue.ledgers import LedgerDefinition
from linli.web.console.prints.wording import NOBODY, footer, full_place, office, stamp

MOST_COLUMNS = 5
"""Of its own; more do not fit on a page that stands upright."""


def ledger_sheet(definition: LedgerDefinition, rows: list[EntryRow], asker: Asker) -> Sheet:
    language = get_language() or ""
    shown = definition.columns[:MOST_COLUMNS]
    columns = (
        Column(_("Number"), mm=22),
        Column(_("Place")),
        *(Column(one.column.label(language)) for one in shown),
        Column(_("Due"), mm=22),
    )
    lines = tuple(
        (
            row.number,
            " ".join(part for part in (full_place(row.place_id), row.spot) if part) or NOBODY,
            *(one.shown(row.values.get(one.name), language) for one in shown),
            stamp(row.due_at)[:10],
        )
        for row in rows
    )
    return Sheet(
        title=definition.label(language),
        number=_("%(count)d rows") % {"count": len(rows)},
        office=office(asker, rows[0].where if rows else Where()),
        footer=footer(asker),
        blocks=(
            Words(definition.description(language), is_soft=True),
            Table(columns, lines),
            Signs((Sign(_("Kept by:")), Sign(_("Checked by:")))),
        ),
    )
