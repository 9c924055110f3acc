"""What shifts announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ShiftBegan(Fact):
    """Somebody is on duty at a desk."""

    NAME: ClassVar[str] = "shift_began"

    shift_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"


@dataclass(frozen=True, slots=True)
class SheetSigned(Fact):
    """Whoever leaves has signed the hand-over sheet."""

    NAME: ClassVar[str] = "sheet_signed"

    sheet_id: UUID
    shift_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"


@dataclass(frozen=True, slots=True)
class ShiftTakenOver(Fact):
    """Whoever comes has signed, and the next shift has begun."""

    NAME: ClassVar[str] = "shift_taken_over"

    sheet_id: UUID
    shift_id: UUID
    next_shift_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"


@dataclass(frozen=True, slots=True)
class SheetApproved(Fact):
    """The leader has signed a hand-over."""

    NAME: ClassVar[str] = "sheet_approved"

    sheet_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"


@dataclass(frozen=True, slots=True)
class WatchNoteWritten(Fact):
    """There is something to keep an eye on."""

    NAME: ClassVar[str] = "watch_note_written"

    note_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"


@dataclass(frozen=True, slots=True)
class WatchNoteDone(Fact):
    """It need not be watched any more."""

    NAME: ClassVar[str] = "watch_note_done"

    note_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"


@dataclass(frozen=True, slots=True)
class LogLineWritten(Fact):
    """The duty log has one more line."""

    NAME: ClassVar[str] = "log_line_written"

    line_id: UUID
    desk_id: int

    @property
    def subject(self) -> str:
        return f"desk:{self.desk_id}"
