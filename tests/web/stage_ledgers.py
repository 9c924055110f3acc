"""What must have happened before a row of a ledger can be looked at or changed."""

from collections.abc import Mapping
from typing import Final

from linli.ground.rights.asker import Asker
from linli.organise.ledgers import queries
from linli.organise.ledgers.actions import save_entry
from linli.organise.ledgers.logic import Filled
from tests.web.conftest import PARTS, Story

OF_A_ROW: Final = ("console:entry", "console:entry-act")
OF_A_LEDGER: Final = (
    "console:new-entry",
    *(f"console:ledger{act}" for act in ("", "-template", "-export", "-print")),
)


class OnALedger:
    """The part of the stage that is about ledgers."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def write_entry(self) -> None:
        """Lin has put the lift of the building on the ledger."""
        lift = {"certificate": "T1", "inspected_on": "2025-01-31"}
        place_id = self.story.district.building
        filled = Filled(number="L1", place_id=place_id, values=lift)
        save_entry("elevators", filled, self.people["lin"])

    def entry(self) -> list[object]:
        """Before there is one, any id will do to try the methods of the address."""
        rows = queries.entries("elevators", PARTS).items
        return [rows[0].id if rows else self.story.case]

    def ledger_code(self) -> list[object]:
        return ["elevators"]

    def entry_form(self) -> dict[str, object]:
        return {"number": "L2", "place": "b3", "certificate": "T2", "stops": "9", "version": 1}
