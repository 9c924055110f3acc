"""What incidents announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class _OfIncident(Fact):
    """Facts of one incident come in their order."""

    incident_id: UUID

    @property
    def subject(self) -> str:
        return f"incident:{self.incident_id}"


@dataclass(frozen=True, slots=True)
class IncidentOpened(_OfIncident):
    """Somebody took an emergency in hand, beginning with one case."""

    NAME: ClassVar[str] = "incident_opened"

    case_id: UUID
    level: int


@dataclass(frozen=True, slots=True)
class IncidentChanged(_OfIncident):
    """An incident has another name, level or place."""

    NAME: ClassVar[str] = "incident_changed"

    level: int


@dataclass(frozen=True, slots=True)
class CaseJoinedIncident(_OfIncident):
    """One more case belongs to an incident."""

    NAME: ClassVar[str] = "case_joined_incident"

    case_id: UUID


@dataclass(frozen=True, slots=True)
class CaseLeftIncident(_OfIncident):
    """A case was taken out of an incident."""

    NAME: ClassVar[str] = "case_left_incident"

    case_id: UUID


@dataclass(frozen=True, slots=True)
class UnitCalled(_OfIncident):
    """A unit was called in: its people must hear of it at once."""

    NAME: ClassVar[str] = "unit_called"

    call_id: UUID
    party_id: int
    urgent: bool


@dataclass(frozen=True, slots=True)
class UnitArrived(_OfIncident):
    """A unit that was called in is there."""

    NAME: ClassVar[str] = "unit_arrived"

    call_id: UUID
    party_id: int


@dataclass(frozen=True, slots=True)
class UnitReleased(_OfIncident):
    """A unit that was called in may go."""

    NAME: ClassVar[str] = "unit_released"

    call_id: UUID
    party_id: int


@dataclass(frozen=True, slots=True)
class CommandOffered(_OfIncident):
    """Somebody was asked to take over the command."""

    NAME: ClassVar[str] = "command_offered"

    user_id: int
    urgent: bool


@dataclass(frozen=True, slots=True)
class CommandTaken(_OfIncident):
    """An incident has another commander."""

    NAME: ClassVar[str] = "command_taken"

    user_id: int


@dataclass(frozen=True, slots=True)
class IncidentLogged(_OfIncident):
    """The log of an incident has a line about which no other fact tells."""

    NAME: ClassVar[str] = "incident_logged"

    line_id: UUID


@dataclass(frozen=True, slots=True)
class IncidentStoodDown(_OfIncident):
    """An incident is over; its open cases go on by themselves."""

    NAME: ClassVar[str] = "incident_stood_down"

    level: int
