"""What alerts announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class AlertMade(Fact):
    """A party must be reached about a case."""

    NAME: ClassVar[str] = "alert_made"

    alert_id: UUID
    case_id: UUID
    party_id: int
    urgent: bool

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class AlertAcknowledged(Fact):
    """Somebody took the alert."""

    NAME: ClassVar[str] = "alert_acknowledged"

    alert_id: UUID
    case_id: UUID
    user_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class AlertOver(Fact):
    """The reason for the alert is gone."""

    NAME: ClassVar[str] = "alert_over"

    alert_id: UUID
    case_id: UUID

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
