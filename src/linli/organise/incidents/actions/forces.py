"""Calls units in and releases them, and notes what was lent and what became of it."""

from typing import Any
from uuid import UUID

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.incidents.actions.steps import ARRIVE, RUN, Said, held, write, write_alone
from linli.organise.incidents.facts import UnitArrived, UnitCalled, UnitReleased
from linli.organise.incidents.logic import (
    ARRIVED_ALREADY,
    CALLED_ALREADY,
    ENDED_ALREADY,
    LONGEST_ORDER,
    LONGEST_THING,
    MOST_RESOURCES,
    MOST_UNITS,
    RELEASED_ALREADY,
    Done,
    NewResource,
    refusal,
    require_room,
)
from linli.organise.incidents.models import IncidentResource, IncidentUnit
from linli.organise.incidents.queries import IncidentRow, may
from linli.registers.parties import queries as parties
from linli.respond.cases.logic.faults import BadText, NotFound
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_


def call_unit(incident_id: UUID, party_id: int, order: str, asker: Asker) -> UUID:
    """Calls a unit in; returns the call's id. What it does about a case is a work order as ever.

    Raises `NotFound`, `Refused`, `BadText`, `IllegalMove`, as all that follow.
    """
    said = read_text("order", order, LONGEST_ORDER, is_required=False)
    with atomic():
        row = held(incident_id, RUN, asker)
        party = parties.party(party_id)
        if party is None or party.is_retired:
            raise BadText("party", N_("There is no unit %(party)s."), {"party": party_id})
        called = IncidentUnit.objects.filter(incident=row.id)
        if called.filter(party_id=party_id, released_at=None).exists():
            raise refusal(CALLED_ALREADY)
        require_room(
            called.count(), MOST_UNITS, N_("At most %(most)d units can be called into an incident.")
        )
        call = IncidentUnit.objects.create(incident_id=row.id, party_id=party_id, order=said)
        write(row.id, Done.CALLED, asker, Said(said, {"party_id": party_id}))
        announce(UnitCalled(row.id, call.id, party_id, urgent=True))
        return call.id


def note_arrival(incident_id: UUID, call_id: UUID, asker: Asker) -> None:
    """By those who work for the commander, or by the unit itself."""
    with atomic():
        row = held(incident_id, "see", asker)
        call = _call(row, call_id)
        scope = asker.scope(ARRIVE, "incident")
        if not may(RUN, row, asker) and call.party_id not in scope.parties:
            raise Refused(f"{asker.name} may not say that this unit is there.")
        waiting = IncidentUnit.objects.filter(pk=call_id, arrived_at=None, released_at=None)
        if waiting.update(arrived_at=clock.now()) != 1:
            raise refusal(ARRIVED_ALREADY)
        write(row.id, Done.ARRIVED, asker, Said(detail={"party_id": call.party_id}))
        announce(UnitArrived(row.id, call.id, call.party_id))


def release_unit(incident_id: UUID, call_id: UUID, asker: Asker) -> None:
    with atomic():
        row = held(incident_id, RUN, asker)
        if not _release(row, _call(row, call_id), asker):
            raise refusal(RELEASED_ALREADY)


def release_all(incident_id: UUID, asker: Asker) -> int:
    """Every unit that is still called in; returns how many. Again is harmless."""
    with atomic():
        row = held(incident_id, RUN, asker)
        there = IncidentUnit.objects.filter(incident=row.id, released_at=None).order_by("id")
        return sum(_release(row, call, asker) for call in list(there))


def note_resource(incident_id: UUID, new: NewResource, asker: Asker) -> UUID:
    """Something was lent; returns its id."""
    tidy = new.tidy()
    with atomic():
        row = held(incident_id, RUN, asker)
        count = IncidentResource.objects.filter(incident=row.id).count()
        require_room(count, MOST_RESOURCES, N_("An incident holds at most %(most)d resources."))
        made = IncidentResource.objects.create(
            incident_id=row.id,
            what=tidy.what,
            count=tidy.count,
            source=tidy.source,
            holder=tidy.holder,
        )
        told = {**_told(made), "source": tidy.source}
        write_alone(row, Done.GOT, asker, Said(tidy.holder, told))
        return made.id


def shift_resource(incident_id: UUID, resource_id: UUID, holder: str, asker: Asker) -> None:
    """It is elsewhere, or with somebody else, now."""
    said = read_text("holder", holder, LONGEST_THING)
    with atomic():
        row = held(incident_id, RUN, asker)
        _change(row, resource_id, holder=said)
        write_alone(row, Done.SHIFTED, asker, Said(said, _told(_resource(row, resource_id))))


def return_resource(incident_id: UUID, resource_id: UUID, asker: Asker) -> None:
    with atomic():
        row = held(incident_id, RUN, asker)
        _change(row, resource_id, ended_at=clock.now())
        write_alone(row, Done.RETURNED, asker, Said(detail=_told(_resource(row, resource_id))))


def explain_resource(incident_id: UUID, resource_id: UUID, why: str, asker: Asker) -> None:
    """It does not come back: it was used up, is broken, or stays where it is."""
    said = read_text("why", why, LONGEST_ORDER)
    with atomic():
        row = held(incident_id, RUN, asker)
        _change(row, resource_id, ended_at=clock.now(), why=said)
        write_alone(row, Done.EXPLAINED, asker, Said(said, _told(_resource(row, resource_id))))


def _call(row: IncidentRow, call_id: UUID) -> IncidentUnit:
    found = IncidentUnit.objects.filter(pk=call_id, incident=row.id).first()
    if found is None:
        raise NotFound("call", call_id)
    return found


def _release(row: IncidentRow, call: IncidentUnit, asker: Asker) -> bool:
    """Whether it was still called in."""
    there = IncidentUnit.objects.filter(pk=call.id, released_at=None)
    if there.update(released_at=clock.now()) != 1:
        return False
    write(row.id, Done.RELEASED, asker, Said(detail={"party_id": call.party_id}))
    announce(UnitReleased(row.id, call.id, call.party_id))
    return True


def _resource(row: IncidentRow, resource_id: UUID) -> IncidentResource:
    found = IncidentResource.objects.filter(pk=resource_id, incident=row.id).first()
    if found is None:
        raise NotFound("resource", resource_id)
    return found


def _change(row: IncidentRow, resource_id: UUID, **columns: Any) -> None:
    out = IncidentResource.objects.filter(pk=_resource(row, resource_id).id, ended_at=None)
    if out.update(**columns) != 1:
        raise refusal(ENDED_ALREADY)


def _told(one: IncidentResource) -> dict[str, Any]:
    return {"what": one.what, "count": one.count}
