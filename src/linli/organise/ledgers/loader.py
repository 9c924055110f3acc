"""Takes in the rows of one ledger from a spreadsheet; which ledger, the list says by its source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from linli.ground.rights.asker import Asker
from linli.ground.sheets.faults import Unreadable
from linli.ground.sheets.loader import Loader, Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema
from linli.organise.ledgers.actions import KIND, load_entry
from linli.organise.ledgers.logic import Filled, written
from linli.organise.ledgers.queries import by_numbers, ledger
from linli.registers.catalogue.ledgers import NUMBER, PLACE, SPOT, LedgerDefinition
from linli.registers.places import queries as places
from linli.wire.texts import N_

_ANY: Final = Schema("ledger", "专项台账", "Ledger", ())


@dataclass
class LedgerLoader:
    """Of no ledger until `of_source` says of which."""

    definition: LedgerDefinition | None = None
    schema: Schema = field(default=_ANY)

    def of_source(self, source: str) -> Loader:
        """Raises `Unreadable` for a ledger that is not known."""
        found = ledger(source)
        if found is None:
            raise Unreadable(N_("There is no ledger “%(code)s”."), {"code": source[:24]})
        return LedgerLoader(found, found.schema)

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        scope = asker.require("load", KIND)
        definition = self._known()
        numbers = [str(record.values[NUMBER]) for record in records]
        known = by_numbers(definition.code, numbers)

        def decide(values: Values) -> tuple[Filled | None, Filled]:
            row = known.get(str(values[NUMBER]))
            if row and not scope.covers(row.where):
                raise BadRow(NUMBER, N_("this number is used by a row outside your area"))
            old = row.filled if row else None
            new = self._filled(values).over(old)
            place = places.place(new.place_id) if new.place_id is not None else None
            if place is None and not (old and old.place_id is None):
                raise BadRow(PLACE, N_("is empty; fill it in"))
            if place and not scope.covers(place.where):
                raise BadRow(PLACE, N_("this place lies outside your area"))
            return old, new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[Filled], asker: Asker) -> None:
        for one in some:
            load_entry(self._known().code, one, asker)

    def _filled(self, values: Values) -> Filled:
        code = str(values.get(PLACE) or "")
        place = places.by_code(code) if code else None
        if code and place is None:
            raise BadRow(PLACE, N_("there is no place with the code “%(code)s”"), {"code": code})
        own = {one.name for one in self._known().columns}
        kept: dict[str, Any] = {name: values[name] for name in values if name in own}
        return Filled(
            number=str(values[NUMBER]),
            place_id=place.id if place else None,
            spot=str(values.get(SPOT) or ""),
            values=written(kept),
        )

    def _known(self) -> LedgerDefinition:
        if self.definition is None:
            raise Unreadable(N_("Send the list from the page of its ledger."))
        return self.definition
