"""What tasks announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class TaskDispatched(Fact):
    """A party has a work order."""

    NAME: ClassVar[str] = "task_dispatched"

    task_id: UUID
    case_id: UUID
    party_id: int
    urgent: bool

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class ReferralDue(Fact):
    """The outside body that has the work has to be asked after it again."""

    NAME: ClassVar[str] = "referral_due"

    task_id: UUID
    case_id: UUID
    party_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class DispatchWithdrawn(Fact):
    """A work order was taken back as sent to the wrong party: its case is as it was before."""

    NAME: ClassVar[str] = "dispatch_withdrawn"

    task_id: UUID
    case_id: UUID
    party_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class WhistleBlown(Fact):
    """Several parties were called at once to a case; each of them was dispatched besides."""

    NAME: ClassVar[str] = "whistle_blown"

    whistle_id: UUID
    case_id: UUID

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class TaskMoved(Fact):
    """A work order went from one state to another."""

    NAME: ClassVar[str] = "task_moved"

    task_id: UUID
    case_id: UUID
    from_state: str
    to_state: str

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class TaskHandedOver(Fact):
    """Somebody else of the unit goes on with a work order; `user_id` is the account that has it."""

    NAME: ClassVar[str] = "task_handed_over"

    task_id: UUID
    case_id: UUID
    party_id: int
    user_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
