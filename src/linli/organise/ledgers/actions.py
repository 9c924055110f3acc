"""Writes rows of ledgers: by hand, by lists and by closed cases; opens a case for what is due."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

import django_tasks
from django.utils import timezone

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused, Where
from linli.organise.ledgers.facts import LedgerEntryChanged
from linli.organise.ledgers.logic import (
    HAS_CASE,
    IS_ENDED,
    LONGEST_WHY,
    NO_PLACE,
    NOTHING_OPENS,
    Did,
    Filled,
    changes,
    due_on,
    refusal,
    written,
)
from linli.organise.ledgers.models import LedgerChange, LedgerEntry
from linli.organise.ledgers.queries import EntryRow, entry, entry_row, fed_with, ledger, may
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.ledgers import LONGEST_TEXT, LedgerDefinition
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.registers.places.queries import PlaceRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry, open_or_join, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import BadText, NotFound, StaleVersion
from linli.respond.cases.logic.texts import read_text
from linli.respond.cases.queries import CaseRow
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from linli.wire.texts import N_

KIND: Final = "ledger"
PART: Final = Asker.for_part("ledgers")


@dataclass(frozen=True, slots=True)
class Told:
    """What a line of the history tells beside what changed."""

    did: Did
    why: str = ""
    case_id: UUID | None = None


def save_entry(
    code: str, filled: Filled, asker: Asker, old: UUID | None = None, version: int = 0
) -> UUID:
    """A new row, or `old` at `version` as it is to be; returns its id.

    Raises `NotFound`, `Refused`, `StaleVersion`, and `BadText` for a number that is used.
    """
    definition = _definition(code)
    with atomic():
        row = _held(old, asker) if old else None
        if row and row.version != version:
            raise StaleVersion(KIND, row.version)
        _require_reach(filled.place_id, row, asker)
        return _write(definition, filled, row, Told(Did.CHANGED if row else Did.MADE), asker)


def load_entry(code: str, filled: Filled, asker: Asker) -> None:
    """A row of a list, over what is kept under its number; again is harmless."""
    with atomic():
        known = LedgerEntry.objects.select_for_update().filter(ledger=code, number=filled.number)
        row = next(map(entry_row, known), None)
        _require_reach(filled.place_id, row, asker)
        _write(_definition(code), filled, row, Told(Did.LOADED), asker)


def set_open(entry_id: UUID, why: str, asker: Asker, version: int, *, is_open: bool) -> None:
    """Takes a row off the ledger, or puts it back; its history stays."""
    said = read_text("why", why, LONGEST_WHY)
    with atomic():
        row = _held(entry_id, asker)
        if row.is_open == is_open:
            return
        _change(row, version, is_open=is_open)
        _tell(row.id, Told(Did.REVIVED if is_open else Did.ENDED, said), {}, asker)


def open_case(entry_id: UUID, asker: Asker, version: int) -> UUID:
    """A case for a row, at its place; returns the case's id.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`.
    """
    with atomic():
        row = _held(entry_id, asker)
        definition = _definition(row.ledger)
        guards = {
            IS_ENDED: not row.is_open,
            HAS_CASE: row.case_id is not None,
            NOTHING_OPENS: not definition.opens,
            NO_PLACE: row.place_id is None,
        }
        for guard, is_so in guards.items():
            if is_so:
                raise refusal(guard)
        new = NewSignal(
            item=definition.opens,
            source_kind="person",
            source_key=f"ledger/{row.id}/{row.version}",
            happened_at=clock.now(),
            place_id=row.place_id,
            evidence={"ledger": definition.code, "number": row.number},
        )
        case_id = open_or_join(raise_signal(new, asker), PART)
        _change(row, version, case_id=case_id)
        said = f"{definition.zh} {row.number} {row.spot}".strip()
        tell(case_id, asker, Entry(Act.NOTED, said, {"entry_id": str(row.id)}))
        _tell(row.id, Told(Did.OPENED, case_id=case_id), {}, asker)
        return case_id


def feed(case_id: UUID) -> None:
    """Writes a closed case into the ledgers of its item, and notes that what was due is done.

    Again is harmless: a case has one row in a ledger, also when it was taken up again.
    """
    with atomic():
        case = cases.case(case_id, PART)
        if case is None or case.closed_at is None:
            return
        for waiting in LedgerEntry.objects.filter(case_id=case_id).order_by("id"):
            _settle(entry_row(waiting), case)
        for definition in fed_with(case.item):
            _feed(definition, case)


def let_go(case_id: UUID) -> None:
    """The case that was opened for a row ended without being done: another can be opened."""
    with atomic():
        for waiting in LedgerEntry.objects.filter(case_id=case_id).order_by("id"):
            row = entry_row(waiting)
            _change(row, row.version, case_id=None)
            _tell(row.id, Told(Did.LET_GO, case_id=case_id), {}, PART)


@django_tasks.task()
def follow_places(move_id: str) -> int:
    """Brings rows along whose places have moved; returns how many."""
    return follow(LedgerEntry, move_id)


def _settle(row: EntryRow, case: CaseRow) -> None:
    """The case that was opened for it is closed: its period begins anew."""
    definition = _definition(row.ledger)
    values = dict(row.values)
    if definition.due:
        values[definition.due.column] = _day(case.closed_at)
    filled = Filled(number=row.number, place_id=row.place_id, spot=row.spot, values=values)
    _write(definition, filled, row, Told(Did.FED, case_id=case.id), PART, case_id=None)


def _feed(definition: LedgerDefinition, case: CaseRow) -> None:
    known = LedgerEntry.objects.filter(ledger=definition.code, fed_by=case.id).first()
    row = entry_row(known) if known else None
    told = _told_by(definition, case)
    filled = Filled(
        number=row.number if row else _free_number(definition.code, case.number),
        place_id=case.place_id,
        spot=row.spot if row else case.address[:200],
        values={**(row.values if row else {}), **told},
    )
    _write(definition, filled, row, Told(Did.FED, case_id=case.id), PART, fed_by=case.id)


def _told_by(definition: LedgerDefinition, case: CaseRow) -> dict[str, Any]:
    done = [one.reason for one in cases.timeline(case.id, PART) if one.act == Act.FINISHED]
    sources = {
        "item": catalogue.item_name(case.item, "zh-hans"),
        "result": done[-1] if done else "",
        "address": case.address,
        "opened": _day(case.opened_at),
        "closed": _day(case.closed_at),
    }
    return {
        one.name: " ".join((sources[one.source] or "").split())[:LONGEST_TEXT]
        for one in definition.columns
        if one.source
    }


def _write(
    definition: LedgerDefinition,
    filled: Filled,
    row: EntryRow | None,
    told: Told,
    asker: Asker,
    **more: Any,
) -> UUID:
    """Keeps it if anything of it is new; returns the id of the row."""
    changed = changes(row.filled if row else None, filled)
    if row and not changed and all(getattr(row, name) == value for name, value in more.items()):
        return row.id
    if "number" in changed:
        _require_free(definition.code, filled.number)
    place = places.place(filled.place_id) if filled.place_id is not None else None
    columns = {**_columns(definition, filled, place), **more}
    if row is None:
        entry_id = LedgerEntry.objects.create(ledger=definition.code, **columns).id
    else:
        entry_id = row.id
        _change(row, row.version, **columns)
    _tell(entry_id, told, changed, asker)
    return entry_id


def _columns(
    definition: LedgerDefinition, filled: Filled, place: PlaceRow | None
) -> dict[str, Any]:
    due = definition.due
    day = due_on(filled.values, due.column, due.months) if due else None
    # Without a place it lies nowhere, as a case that nobody has placed yet.
    where = place.where if place else Where()
    return {
        "number": filled.number,
        "place_id": place.id if place else None,
        "spot": filled.spot,
        "values": written(filled.values),
        "due_at": _end_of(day) if day else None,
        **where.columns(),
    }


def _change(row: EntryRow, version: int, **columns: Any) -> None:
    """Changes the row if it is still as it was read. Raises `StaleVersion`."""
    same = LedgerEntry.objects.filter(pk=row.id, version=version)
    if same.update(version=version + 1, changed_at=clock.now(), **columns) != 1:
        kept = LedgerEntry.objects.values_list("version", flat=True).get(pk=row.id)
        raise StaleVersion(KIND, kept)


def _tell(entry_id: UUID, told: Told, columns: dict[str, list[Any]], asker: Asker) -> None:
    change = LedgerChange.objects.create(
        entry_id=entry_id,
        who_id=asker.user_id,
        who=asker.name,
        did=told.did,
        why=told.why,
        case_id=told.case_id,
        columns=columns,
    )
    announce(LedgerEntryChanged(entry_id, change.id))
    if asker.is_person:
        audit.record(asker, "save", KIND, str(entry_id), did=told.did.value)


def _held(entry_id: UUID, asker: Asker) -> EntryRow:
    """The row, locked, if the asker may change it. Raises `NotFound`, `Refused`."""
    list(LedgerEntry.objects.select_for_update().filter(pk=entry_id).values_list("pk"))
    row = entry(entry_id, asker)
    if row is None:
        raise NotFound("ledger_entry", entry_id)
    if not may("save", row, asker):
        raise Refused(f"{asker.name} may not save this row of a ledger.")
    return row


def _require_reach(place_id: int | None, row: EntryRow | None, asker: Asker) -> None:
    """Where it lies and where it is to lie. Raises `BadText`, `Refused`."""
    scope = asker.require("save", KIND)
    if row and not scope.covers(row.where):
        raise Refused(f"{asker.name} may not save this row of a ledger.")
    place = places.place(place_id) if place_id is not None else None
    if place is None and (row is None or row.place_id is not None or place_id is not None):
        raise BadText("place", N_("Say in which place this lies."))
    if place and not scope.covers(place.where):
        raise Refused(f"{asker.name} may not save a row of a ledger there.")


def _require_free(code: str, number: str) -> None:
    if LedgerEntry.objects.filter(ledger=code, number=number).exists():
        message = N_("The number %(number)s is used already in this ledger.")
        raise BadText("number", message, {"number": number})


def _free_number(code: str, wanted: str) -> str:
    """The number of the case, unless somebody has given it to another row by hand."""
    number, again = wanted, 1
    while LedgerEntry.objects.filter(ledger=code, number=number).exists():
        again += 1
        number = f"{wanted}-{again}"
    return number


def _definition(code: str) -> LedgerDefinition:
    found = ledger(code)
    if found is None:
        raise BadText("ledger", N_("There is no ledger “%(code)s”."), {"code": code[:24]})
    return found


def _day(at: datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
