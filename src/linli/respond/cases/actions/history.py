"""Takes over the cases of another system: nobody is alerted, sent or answered for them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic, require_transaction
from linli.ground.facts.actions import announce
from linli.ground.keys import short_code
from linli.ground.rights.asker import Asker, Where
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE, Unit
from linli.registers.catalogue import actions as catalogue_actions
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.respond.cases.facts import CasesTakenOver
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.clocks import limit_of
from linli.respond.cases.logic.history import HistoryMap, Past, own_items, read_map
from linli.respond.cases.logic.runs import Clock, Kind
from linli.respond.cases.logic.states import FINAL, State
from linli.respond.cases.models import Case, ClockEvent, KeptMap, PastCase, TimelineEntry
from linli.sense.reports.logic import public_text

_CODE_LENGTH: Final = 24


@dataclass(frozen=True, slots=True)
class Placed:
    """One case, and where it lies: in a place, or only somewhere in an area."""

    past: Past
    place_id: int | None
    where: Where


def keep_map(text: str, asker: Asker) -> str:
    """Keeps a map, and returns its code: the same for the same text. Raises `BadMap`, `Refused`."""
    asker.require("load", "history")
    read_map(text)
    code = hashlib.sha256(text.encode()).hexdigest()[:_CODE_LENGTH]
    with atomic():
        KeptMap.objects.get_or_create(code=code, defaults={"text": text})
    return code


def take_over(some: Sequence[Placed], how: HistoryMap, asker: Asker) -> int:
    """Stores those of them that are not there yet; returns how many."""
    asker.require("load", "history")
    require_transaction("Taking over")
    catalogue_actions.keep_past_items(list(own_items(how).values()))
    numbers = [one.past.number for one in some]
    known = set(
        PastCase.objects.filter(source=how.source, number__in=numbers).values_list(
            "number", flat=True
        )
    )
    new = [one for one in some if one.past.number not in known]
    if not new:
        return 0
    rows = [(_case(one), one.past) for one in new]
    Case.objects.bulk_create([case for case, _ in rows])
    PastCase.objects.bulk_create(
        PastCase(case=case, source=how.source, number=past.number, kind=past.kind)
        for case, past in rows
    )
    TimelineEntry.objects.bulk_create(
        entry for case, past in rows for entry in _entries(case.id, past, how, asker)
    )
    if how.handling:
        ClockEvent.objects.bulk_create(
            event for case, past in rows for event in _handling(case, past)
        )
    opened = [past.opened_at for _, past in rows]
    audit.record(asker, "load", "history", source=how.source, count=len(rows))
    announce(CasesTakenOver(how.source, len(rows), min(opened), max(opened)))
    return len(rows)


def _case(one: Placed) -> Case:
    past, item = one.past, _item(one.past.item)
    is_over = past.state in FINAL
    return Case(
        number=short_code(),
        item=item.code,
        item_version=item.version,
        list=item.list,
        state=past.state,
        severity=item.severity,
        is_open=not is_over,
        place_id=one.place_id,
        lat=past.lat,
        lon=past.lon,
        address=public_text(past.address),
        opened_at=past.opened_at,
        changed_at=past.closed_at or past.opened_at,
        closed_at=past.closed_at,
        last_signal_at=past.opened_at,
        **one.where.columns(),
    )


def _entries(case_id: UUID, past: Past, how: HistoryMap, asker: Asker) -> list[TimelineEntry]:
    """What happened there, when it happened there; and who took it over, now."""
    was_worked_on = how.handling and past.closed_at is not None
    first = State.HANDLING if was_worked_on else State.RECEIVED
    source = {"source": how.source, "number": past.number}
    said = {"history": {**source, "kind": past.kind, **past.told}}
    opened = TimelineEntry(
        at=past.opened_at,
        act=Act.OPENED,
        to_state=first,
        reason=public_text(past.words),
        detail=said,
    )
    steps = [opened]
    if past.closed_at is not None:
        before = State.RESOLVED if was_worked_on else State.RECEIVED
        if was_worked_on:
            steps.append(_step(Act.FINISHED, State.HANDLING, State.RESOLVED, past.closed_at))
        steps.append(_step(Act.MOVED, before, past.state, past.closed_at))
    for step in steps:
        step.actor_name = how.source
    taken = TimelineEntry(act=Act.TAKEN_OVER, detail={"history": source})
    taken.actor_id, taken.actor_name = asker.user_id, asker.name
    for step in (*steps, taken):
        step.case_id = case_id
    return [*steps, taken]


def _step(act: Act, source: State, to: State, at: datetime) -> TimelineEntry:
    return TimelineEntry(at=at, act=act, from_state=source, to_state=to)


def _handling(case: Case, past: Past) -> list[ClockEvent]:
    """The clock of the work, from the case's opening to its closing there."""
    if past.closed_at is None:
        return []
    limit = limit_of(Clock.HANDLE, _item(case.item))
    terms: dict[str, Any] = {
        "amount": limit.amount if limit else None,
        "unit": cast(Unit, limit.unit) if limit else "minutes",
        "calendar": OFFICE,
        "calendar_version": calendars.version(OFFICE),
    }
    return [
        ClockEvent(case=case, clock=Clock.HANDLE, kind=Kind.START, at=past.opened_at, **terms),
        ClockEvent(case=case, clock=Clock.HANDLE, kind=Kind.STOP, at=past.closed_at),
    ]


def _item(code: str) -> ItemDefinition:
    """Retired ones too: what was history then may be so now."""
    found = catalogue.item(code)
    if found is None:
        raise LookupError(f"{code} was in the catalogue when the file was read, and is gone.")
    return found
