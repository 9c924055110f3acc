"""Decides when a row falls due, and what of it has changed."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from linli.respond.cases.logic.faults import IllegalMove
from linli.wire.texts import N_

SOON: Final = timedelta(days=30)
LONGEST_WHY: Final = 200


class Did(StrEnum):
    """What a line of a row's history tells."""

    MADE = "made"
    CHANGED = "changed"
    LOADED = "loaded"
    FED = "fed"
    OPENED = "opened"
    LET_GO = "let_go"
    ENDED = "ended"
    REVIVED = "revived"


DID_LABELS: Final[dict[Did, str]] = {
    Did.MADE: N_("Row added"),
    Did.CHANGED: N_("Row changed"),
    Did.LOADED: N_("Written from a list"),
    Did.FED: N_("Written by a closed case"),
    Did.OPENED: N_("Case opened"),
    Did.LET_GO: N_("The case ended without being done"),
    Did.ENDED: N_("Taken off the ledger"),
    Did.REVIVED: N_("Back on the ledger"),
}

HAS_CASE: Final = N_("A case is open for this row already.")
IS_ENDED: Final = N_("This row was taken off the ledger; put it back first.")
NOTHING_OPENS: Final = N_("For this ledger no case can be opened.")
NO_PLACE: Final = N_("This row has no place; fill it in first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a row holds: its number, where it lies, and its columns by their names."""

    number: str
    place_id: int | None
    spot: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def over(self, old: "Filled | None") -> "Filled":
        """The same, where what is empty leaves the old value alone: as lists mean it."""
        if old is None:
            return self
        return Filled(
            number=self.number,
            place_id=old.place_id if self.place_id is None else self.place_id,
            spot=self.spot or old.spot,
            values={**old.values, **written(self.values)},
        )


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without the columns that hold nothing."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def due_on(values: Mapping[str, Any], column: str, months: int) -> date | None:
    """So many months after the date in this column; None when there is none."""
    began = values.get(column)
    if not began:
        return None
    try:
        return months_after(date.fromisoformat(began), months)
    except (ValueError, OverflowError):
        return None


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last: 31 August and six months is 28 February.

    Raises ValueError beyond the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def changes(old: Filled | None, new: Filled) -> dict[str, list[Any]]:
    """Each column that changed: what it held, and what it holds."""
    before = _flat(old) if old else {}
    after = _flat(new)
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted({*before, *after})
        if (before.get(name) or None) != (after.get(name) or None)
    }


def refusal(guard: str) -> IllegalMove:
    return IllegalMove("ledger_entry", "open", "", (), guard)


def _flat(one: Filled) -> dict[str, Any]:
    return {"number": one.number, "place_id": one.place_id, "spot": one.spot, **one.values}
