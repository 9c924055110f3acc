"""What reports announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ReportTaken(Fact):
    """Somebody told us something and holds a receipt."""

    NAME: ClassVar[str] = "report_taken"

    report_id: UUID

    @property
    def subject(self) -> str:
        return f"report:{self.report_id}"


@dataclass(frozen=True, slots=True)
class ReportSupplemented(Fact):
    """Somebody who holds the receipt was asked for more, and told it."""

    NAME: ClassVar[str] = "report_supplemented"

    report_id: UUID
    supplement_id: UUID

    @property
    def subject(self) -> str:
        return f"report:{self.report_id}"
