"""What ledgers announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class LedgerEntryChanged(Fact):
    """A row of a ledger is new, or holds something else now."""

    NAME: ClassVar[str] = "ledger_entry_changed"

    entry_id: UUID
    change_id: UUID

    @property
    def subject(self) -> str:
        return f"ledger_entry:{self.entry_id}"
