"""Begins shifts, hands them over with two signatures, keeps watch notes and the duty log."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.db import IntegrityError

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.ground.search import actions as documents
from linli.ground.search.actions import Thing
from linli.organise.shifts import logic
from linli.organise.shifts.facts import (
    LogLineWritten,
    SheetApproved,
    SheetSigned,
    ShiftBegan,
    ShiftTakenOver,
    WatchNoteDone,
    WatchNoteWritten,
)
from linli.organise.shifts.logic import NotSigned, require_recent, require_seen
from linli.organise.shifts.models import LogLine, Sheet, Shift, WatchNote
from linli.organise.shifts.queries import SheetRow, at_desk, desks, draft, sheet_row
from linli.organise.shifts.queries.log import KIND, desk_mark
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.logic.texts import read_text

MOST_SEEN: Final = 400


def begin(desk_id: int, asker: Asker) -> UUID:
    """Puts the desk on a shift for the first time, or after a pause. Raises `NotSigned`."""
    _require_desk(desk_id, "sign", asker)
    try:
        with atomic():
            shift = _begin(desk_id, asker)
            audit.record(asker, "begin", "shift", str(shift.id))
            return shift.id
    except IntegrityError as taken:
        raise NotSigned(logic.RUNNING_ALREADY) from taken


def sign_out(shift_id: UUID, remark: str, seen: list[str], asker: Asker, version: int) -> UUID:
    """Whoever leaves signs what is handed over, as it is now; a sheet that waits is replaced.

    `seen`: the marks of what was on the page. Raises `NotFound`, `Refused`, `BadText`, `NotSigned`
    when somebody else was faster, `StaleSheet` when something has come in.
    """
    with atomic():
        shift = _held(shift_id, asker)
        said = read_text("remark", remark, logic.LONGEST_REMARK, is_required=False)
        if shift.ended_at is not None:
            raise NotSigned(logic.NOT_RUNNING)
        content = draft(shift.began_at, shift.desk_id, at_desk(asker, shift.desk_id))
        require_seen(seen[:MOST_SEEN], content)
        _grow(shift, version)
        waiting = Sheet.objects.filter(shift=shift, incoming_at=None, replaced_at=None)
        waiting.update(replaced_at=clock.now())
        signed = Sheet.objects.create(
            shift=shift,
            desk_id=shift.desk_id,
            sequence=Sheet.objects.filter(shift=shift).count() + 1,
            content=msgspec.to_builtins(content),
            remark=said,
            outgoing_id=_person(asker),
            outgoing_name=asker.name,
        )
        announce(SheetSigned(signed.id, shift.id, shift.desk_id))
        audit.record(asker, "hand_over", "shift", str(shift.id), sheet_id=str(signed.id))
        return signed.id


def take_over(sheet_id: UUID, seen: list[str], asker: Asker) -> UUID:
    """Somebody else signs for what was handed over, and the next shift begins; returns its id.

    Raises as `sign_out` does, and `NotSigned` for whoever signed the other side.
    """
    with atomic():
        sheet = _sheet(sheet_id, "sign", asker)
        if sheet.outgoing_id == asker.user_id:
            raise NotSigned(logic.BY_HIMSELF)
        shift = _held(sheet.shift.id, asker)
        content = draft(shift.began_at, shift.desk_id, at_desk(asker, shift.desk_id))
        require_seen((*sheet.content.marks, *seen[:MOST_SEEN]), content)
        between = logic.since(sheet.content.marks, content)
        now = clock.now()
        signed = Sheet.objects.filter(pk=sheet.id, incoming_at=None, replaced_at=None).update(
            incoming_id=_person(asker),
            incoming_name=asker.name,
            incoming_at=now,
            since=msgspec.to_builtins(between),
        )
        if signed != 1:
            raise NotSigned(logic.REPLACED if sheet.replaced_at else logic.SIGNED_ALREADY)
        Shift.objects.filter(pk=shift.id, ended_at=None).update(ended_at=now)
        following = _begin(shift.desk_id, asker)
        announce(ShiftTakenOver(sheet.id, shift.id, following.id, shift.desk_id))
        audit.record(asker, "take_over", "shift", str(shift.id), sheet_id=str(sheet.id))
        return following.id


def approve(sheet_id: UUID, asker: Asker) -> None:
    """The leader signs a hand-over that both have signed, and is neither of them.

    Raises `NotFound`, `Refused`, `NotSigned`.
    """
    with atomic():
        sheet = _sheet(sheet_id, "approve", asker)
        if sheet.incoming_at is None:
            raise NotSigned(logic.NOT_COMPLETE)
        if asker.user_id in (sheet.outgoing_id, sheet.incoming_id):
            raise NotSigned(logic.BY_HIMSELF)
        signed = Sheet.objects.filter(pk=sheet.id, leader_at=None).update(
            leader_id=_person(asker), leader_name=asker.name, leader_at=clock.now()
        )
        if signed != 1:
            raise NotSigned(logic.SIGNED_ALREADY)
        announce(SheetApproved(sheet.id, sheet.desk_id))
        audit.record(asker, "approve", "shift", str(sheet.shift.id), sheet_id=str(sheet.id))


def write_note(desk_id: int, text: str, asker: Asker) -> UUID:
    """Something to keep an eye on, until it is ticked off. Raises `Refused`, `BadText`."""
    _require_desk(desk_id, "write", asker)
    said = read_text("note", text, logic.LONGEST_NOTE)
    with atomic():
        note = WatchNote.objects.create(desk_id=desk_id, text=said, **_written(asker))
        announce(WatchNoteWritten(note.id, desk_id))
        audit.record(asker, "note", "shift", str(note.id))
        return note.id


def tick_off(note_id: UUID, asker: Asker) -> None:
    """It need not be watched any more; again is harmless. Raises `NotFound`."""
    with atomic():
        note = WatchNote.objects.filter(pk=note_id, desk_id__in=desks(asker, "write")).first()
        if note is None:
            raise NotFound("watch note", note_id)
        open_still = WatchNote.objects.filter(pk=note_id, done_at=None)
        if open_still.update(done_at=clock.now(), done_by_name=asker.name) == 1:
            announce(WatchNoteDone(note.id, note.desk_id))
            audit.record(asker, "tick_off", "shift", str(note.id))


def write_line(
    desk_id: int,
    happened_at: datetime | None,
    text: str,
    asker: Asker,
    corrects: UUID | None = None,
) -> UUID:
    """A line of the duty log. `corrects` names a line of the same desk that was wrong: it stays.

    Raises `Refused`, `NotFound`, `BadText`.
    """
    _require_desk(desk_id, "write", asker)
    said = read_text("text", text, logic.LONGEST_LINE)
    when = require_recent(happened_at, clock.now())
    with atomic():
        if corrects and not LogLine.objects.filter(pk=corrects, desk_id=desk_id).exists():
            raise NotFound("log line", corrects)
        line = LogLine.objects.create(
            desk_id=desk_id,
            happened_at=when,
            text=said,
            corrects_id=corrects,
            **_written(asker),
        )
        marks = {desk_mark(desk_id)}
        documents.put(Thing(KIND, line.id, line.written_at), [said, asker.name], marks=marks)
        announce(LogLineWritten(line.id, desk_id))
        audit.record(asker, "log", "shift", str(line.id))
        return line.id


def _begin(desk_id: int, asker: Asker) -> Shift:
    shift = Shift.objects.create(desk_id=desk_id, began_by=asker.user_id, began_by_name=asker.name)
    announce(ShiftBegan(shift.id, desk_id))
    return shift


def _held(shift_id: UUID, asker: Asker) -> Shift:
    """The shift, locked: of two who sign, one comes after the other. Raises `NotFound`."""
    mine = Shift.objects.select_for_update().filter(desk_id__in=desks(asker, "sign"))
    found = mine.filter(pk=shift_id).first()
    if found is None:
        raise NotFound("shift", shift_id)
    return found


def _grow(shift: Shift, version: int) -> None:
    changed = Shift.objects.filter(pk=shift.id, version=version, ended_at=None)
    if changed.update(version=version + 1) != 1:
        raise NotSigned(logic.SIGNED_ALREADY)


def _sheet(sheet_id: UUID, act: str, asker: Asker) -> SheetRow:
    mine = Sheet.objects.select_related("shift").filter(desk_id__in=desks(asker, act))
    found = mine.filter(pk=sheet_id).first()
    if found is None:
        raise NotFound("sheet", sheet_id)
    return sheet_row(found)


def _require_desk(desk_id: int, act: str, asker: Asker) -> None:
    if desk_id not in desks(asker, act):
        raise Refused(f"{asker.name} may not {act} a shift at this desk.")


def _person(asker: Asker) -> int:
    """Only a person signs."""
    if asker.user_id is None:
        raise Refused(f"{asker.name} is no person and cannot sign.")
    return asker.user_id


def _written(asker: Asker) -> dict[str, Any]:
    return {"written_by": asker.user_id, "written_by_name": asker.name}
