"""What call-backs announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ReporterAsked(Fact):
    """A reporter said whether it helped, or could not be reached."""

    NAME: ClassVar[str] = "reporter_asked"

    case_id: UUID
    report_id: UUID
    outcome: str

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
