"""Reads shifts, sheets and notes of the asker's own desks."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from linli.ground.rights.asker import Asker
from linli.organise.shifts.logic import Content, Since
from linli.organise.shifts.models import Sheet, Shift, WatchNote
from linli.organise.shifts.queries.drafting import draft

__all__ = ["draft"]

MOST_NOTES: Final = 60


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift of one desk."""

    id: UUID
    desk_id: int
    began_at: datetime
    began_by: int | None
    began_by_name: str
    ended_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Something to keep an eye on."""

    id: UUID
    text: str
    written_at: datetime
    written_by_name: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet as it was signed; without `incoming_at` it waits for whoever takes over."""

    id: UUID
    shift: ShiftRow
    desk_id: int
    sequence: int
    content: Content
    remark: str
    outgoing_id: int
    outgoing_name: str
    outgoing_at: datetime
    incoming_id: int | None
    incoming_name: str
    incoming_at: datetime | None
    since: Since | None
    leader_id: int | None
    leader_name: str
    leader_at: datetime | None
    replaced_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.incoming_at is None and self.replaced_at is None


def desks(asker: Asker, act: str = "see") -> list[int]:
    """The places that this asker may do this for; a shift is the desk's own, not of those around.

    Raises `Refused` when there is none.
    """
    return sorted(place_id for _level, place_id in asker.require(act, "shift").places)


def at_desk(asker: Asker, desk_id: int) -> Asker:
    """The asker with nothing but the rights at this desk: what is handed over is the desk's."""
    return replace(asker, grants=tuple(one for one in asker.grants if one.place_id == desk_id))


def running(desk_id: int, asker: Asker) -> ShiftRow | None:
    """The shift that is on at this desk, if it is one of the asker's."""
    if desk_id not in desks(asker):
        return None
    found = Shift.objects.filter(desk_id=desk_id, ended_at=None).first()
    return shift_row(found) if found else None


def notes(desk_id: int, asker: Asker) -> list[NoteRow]:
    """What is to be watched at this desk, oldest first."""
    if desk_id not in desks(asker):
        return []
    found = WatchNote.objects.filter(desk_id=desk_id, done_at=None).order_by("id")[:MOST_NOTES]
    return [NoteRow(one.id, one.text, one.written_at, one.written_by_name) for one in found]


def sheet(sheet_id: UUID, asker: Asker) -> SheetRow | None:
    """The sheet, or None when its desk is none of the asker's."""
    mine = Sheet.objects.select_related("shift").filter(desk_id__in=desks(asker))
    found = mine.filter(pk=sheet_id).first()
    return sheet_row(found) if found else None


def waiting(shift_id: UUID, asker: Asker) -> SheetRow | None:
    """The sheet of a shift that waits for whoever takes over."""
    mine = Sheet.objects.select_related("shift").filter(desk_id__in=desks(asker))
    found = mine.filter(shift=shift_id, incoming_at=None, replaced_at=None).first()
    return sheet_row(found) if found else None


def sheets(desk_id: int, asker: Asker, limit: int = 20) -> list[SheetRow]:
    """The newest of this desk, newest first."""
    if desk_id not in desks(asker):
        return []
    found = Sheet.objects.select_related("shift").filter(desk_id=desk_id).order_by("-id")[:limit]
    return [sheet_row(one) for one in found]


def shift_row(one: Shift) -> ShiftRow:
    return ShiftRow(
        id=one.id,
        desk_id=one.desk_id,
        began_at=one.began_at,
        began_by=one.began_by,
        began_by_name=one.began_by_name,
        ended_at=one.ended_at,
        version=one.version,
    )


def sheet_row(one: Sheet) -> SheetRow:
    return SheetRow(
        id=one.id,
        shift=shift_row(one.shift),
        desk_id=one.desk_id,
        sequence=one.sequence,
        content=msgspec.convert(one.content, Content),
        remark=one.remark,
        outgoing_id=one.outgoing_id,
        outgoing_name=one.outgoing_name,
        outgoing_at=one.outgoing_at,
        incoming_id=one.incoming_id,
        incoming_name=one.incoming_name,
        incoming_at=one.incoming_at,
        since=msgspec.convert(one.since, Since) if one.since else None,
        leader_id=one.leader_id,
        leader_name=one.leader_name,
        leader_at=one.leader_at,
        replaced_at=one.replaced_at,
    )
