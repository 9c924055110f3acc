"""Takes in the list of orders that the hotline's own system exports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema, read_schema
from linli.organise.hotline.actions import HOTLINE, NewOrder, take_order
from linli.organise.hotline.logic.due import NoMoment, read_moment
from linli.organise.hotline.queries import known_numbers
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY, ItemDefinition
from linli.sense.reports.actions import check_report
from linli.sense.reports.logic import CONFIDENTIAL, NAMED, BadReport, NewReport, tidy_ref
from linli.wire.texts import N_

SCHEMA: Final = Path(__file__).parent / "schemas" / "orders.json"

_COLUMNS: Final = {"channel_ref": "number", "place_code": "place"}
"""Fields of a report that are called otherwise in the list."""


class HotlineOrderLoader:
    """Columns number and text, and of the others what there is. A known number is left alone."""

    schema: Schema = read_schema(SCHEMA)

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "hotline_order")
        numbers = {tidy_ref(str(record.values["number"])) for record in records}
        known, reading = known_numbers(numbers), _Reading.now()

        def decide(values: Values) -> tuple[NewOrder | None, NewOrder]:
            new = reading.order(values)
            if tidy_ref(new.report.channel_ref) in known:
                return new, new
            _require_good(new.report, asker)
            return None, new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[NewOrder], asker: Asker) -> None:
        taken = known_numbers(tidy_ref(one.report.channel_ref) for one in some)
        for one in some:
            if tidy_ref(one.report.channel_ref) not in taken:
                take_order(one, asker)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a row's words are looked up in, read once for a whole list."""

    items: dict[str, ItemDefinition] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "_Reading":
        named: dict[str, ItemDefinition] = {}
        for item in catalogue.items():
            if item.list == DUTY:
                for name in (item.code, item.name.zh, item.name.en, *item.synonyms.zh):
                    named.setdefault(name.casefold(), item)
        return cls(named)

    def order(self, values: Values) -> NewOrder:
        """Raises `BadRow`."""
        item = self._item(values)
        report = NewReport(
            item=item.code,
            text=values["text"],
            channel=HOTLINE,
            channel_ref=values["number"],
            naming=CONFIDENTIAL if values.get("confidential") else NAMED,
            address=values.get("address") or "",
            place_code=values.get("place") or "",
            reporter_name=values.get("reporter_name") or "",
            reporter_phone=values.get("reporter_phone") or "",
        )
        zone = calendars.calendar(OFFICE).zone
        times = {}
        for name, ends in (("received", False), ("due", True)):
            written = values.get(name) or ""
            try:
                times[name] = read_moment(written, zone, ends=ends) if written else None
            except NoMoment as error:
                unread = N_("“%(value)s” is no time; write it as 2026-11-28 17:30")
                raise BadRow(name, unread, {"value": written}) from error
        return NewOrder(
            report=report,
            category=values.get("category") or "",
            received_at=times["received"],
            stated_due_at=times["due"],
        )

    def _item(self, values: Values) -> ItemDefinition:
        column = "item" if values.get("item") else "category"
        written = values.get(column) or ""
        found = self.items.get(written.casefold())
        if found is None:
            unknown = N_(
                "“%(value)s” is no matter of the catalogue, nor another name of one; write one of "
                "ours under “事项”"
            )
            raise BadRow(column, unknown, {"value": written})
        return found


def _require_good(report: NewReport, asker: Asker) -> None:
    """Raises `BadRow` with the first fault of it."""
    try:
        check_report(report, asker)
    except BadReport as bad:
        fault = bad.faults[0]
        raise BadRow(_COLUMNS.get(fault.field, fault.field), fault.message, fault.values) from bad
    except Refused as refused:
        raise BadRow("place", N_("is not within your reach")) from refused
