"""What cases announce."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class CaseOpened(Fact):
    """A problem has a case."""

    NAME: ClassVar[str] = "case_opened"

    case_id: UUID
    item: str
    state: str
    signal_id: UUID
    urgent: bool

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class SignalJoined(Fact):
    """One more signal tells of the same problem."""

    NAME: ClassVar[str] = "signal_joined"

    case_id: UUID
    signal_id: UUID
    urgent: bool

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class CaseMoved(Fact):
    """A case went from one state to another."""

    NAME: ClassVar[str] = "case_moved"

    case_id: UUID
    from_state: str
    to_state: str
    entry_id: UUID
    urgent: bool

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class CasePlaced(Fact):
    """A person said where a case is."""

    NAME: ClassVar[str] = "case_placed"

    case_id: UUID
    place_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class CasesTakenOver(Fact):
    """Cases of another system are here now, opened there between these moments."""

    NAME: ClassVar[str] = "cases_taken_over"

    source: str
    count: int
    opened_from: datetime
    opened_until: datetime

    @property
    def subject(self) -> str:
        return f"history:{self.source}"


@dataclass(frozen=True, slots=True)
class CaseNoted(Fact):
    """Something was written on the timeline of a case, but nothing moved."""

    NAME: ClassVar[str] = "case_noted"

    case_id: UUID
    entry_id: UUID

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class ClockClimbed(Fact):
    """So much of a clock is used up that the next step of the ladder was taken.

    `rung` 1: three quarters; 2: all of it; 3: half as much again; 4: twice its time.
    """

    NAME: ClassVar[str] = "clock_climbed"

    case_id: UUID
    task_id: UUID | None
    party_id: int | None
    clock: str
    rung: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
