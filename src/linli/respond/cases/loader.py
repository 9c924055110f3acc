"""Brings the cases of another system in, by a map that says what the file means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from linli.ground import clock
from linli.ground.rights.asker import Asker, Where
from linli.ground.sheets.cells import Value
from linli.ground.sheets.faults import Fault, Unreadable
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Column, Schema
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.actions import history
from linli.respond.cases.actions.history import Placed
from linli.respond.cases.logic.history import (
    COLUMNS,
    NEEDED,
    BadHistory,
    HistoryMap,
    Past,
    own_items,
    read_past,
)
from linli.respond.cases.queries import past
from linli.wire.texts import N_

_AS: Final = "as "
"""Before our names of columns, so that no heading of somebody else's file is one of them."""


class HistoryLoader:
    """Loads nothing without a map; each map makes a loader of its own."""

    def __init__(self, how: HistoryMap | None = None) -> None:
        self.how = how
        headings = how.columns if how else {}
        columns = tuple(_column(name, title) for name, title in headings.items())
        self.schema = Schema("history", "历史事件", "Cases of another system", columns)

    def of_source(self, source: str) -> "HistoryLoader":
        """By the code of a map that is kept. Raises ValueError."""
        return HistoryLoader(past.kept_map(source))

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "history")
        if self.how is None:
            raise Unreadable(
                N_("Another system's cases are read by a map; send one with the file.")
            )
        return _Planning(self.how).plan(records)

    def store(self, some: Sequence[Placed], asker: Asker) -> None:
        if self.how is not None:
            history.take_over(some, self.how, asker)


@dataclass(slots=True)
class _Planning:
    how: HistoryMap
    found: Plan = field(default_factory=Plan)

    def plan(self, records: Sequence[Record]) -> Plan:
        known = past.known_numbers(self.how.source)
        area, brought, now = self._area(), own_items(self.how), clock.now()
        for record in records:
            try:
                one = read_past(_plain(record), self.how, now)
                _require_item(one.item, brought)
                if one.number in known:
                    self.found.same += 1
                    continue
                self.found.todo.append(self._placed(record.row, one, area))
                self.found.added += 1
            except BadHistory as bad:
                self.found.faults.append(self._told(record.row, bad))
        return self.found

    def _area(self) -> Where:
        if not self.how.area:
            return Where()
        place = places.by_code(self.how.area)
        if place is None:
            message = N_("“area” of the map is “%(code)s”; there is no place with this code.")
            raise Unreadable(message, {"code": self.how.area})
        return place.where

    def _placed(self, row: int, one: Past, area: Where) -> Placed:
        """Raises `BadHistory` for the code of a place that is not known."""
        found = _place(one)
        if found is not None:
            return Placed(one, found.id, found.where)
        message = N_("lies in no place that we know: taken over without one")
        if one.lat is None:
            message = N_("has no coordinates: taken over without a place")
        self.found.notes.append(self._told(row, BadHistory("lat", message)))
        return Placed(one, None, area)

    def _told(self, row: int, bad: BadHistory) -> Fault:
        return Fault(row, self.how.columns.get(bad.column, ""), bad.message, bad.values)


def _require_item(code: str, brought: Mapping[str, ItemDefinition]) -> None:
    if catalogue.item(code) is None and code not in brought:
        raise BadHistory("item", N_("our catalogue has no “%(code)s”"), code=code)


def _place(one: Past) -> PlaceRow | None:
    if one.place:
        found = places.by_code(one.place)
        if found is None:
            message = N_("there is no place with the code “%(code)s”")
            raise BadHistory("place", message, code=one.place)
        return found
    if one.lat is None or one.lon is None:
        return None
    located = places.locate(one.lat, one.lon)
    return located.place if located else None


def _column(name: str, title: str) -> Column:
    return Column(
        name=f"{_AS}{name}",
        title=title,
        title_en=title,
        required=name in NEEDED,
        unique=name == "number",
        longest=COLUMNS[name],
    )


def _plain(record: Record) -> dict[str, Value]:
    return {name.removeprefix(_AS): value for name, value in record.values.items()}
