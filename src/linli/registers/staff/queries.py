"""Reads who works for parties; numbers only for whoever says what for."""

from dataclasses import dataclass

from django.db.models import Q

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Scope
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.registers.staff.models import Staff


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody at work, without any number."""

    id: int
    code: str
    name: str
    party_id: int
    post_id: int | None
    title: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How somebody is reached at work."""

    mobile: str
    landline: str
    extension: str


def staff_of(party_id: int, asker: Asker) -> list[StaffRow]:
    """Who works for a party now, by code; nobody when it is out of reach. Raises `Refused`."""
    rows = Staff.objects.filter(_within_reach(asker), party_id=party_id, left_at=None)
    return [
        StaffRow(row.pk, row.code, row.name, row.party_id, row.post_id, row.title, row.user_id)
        for row in rows.order_by("code")
    ]


def numbers(staff_id: int, asker: Asker) -> Numbers | None:
    """The look is in the audit, with `asker.purpose`. None out of reach. Raises `Refused`."""
    row = Staff.objects.filter(_within_reach(asker), pk=staff_id).first()
    if row is None:
        return None
    with atomic():
        audit.record(asker, "see", "staff", str(staff_id))
    return Numbers(row.mobile, row.landline, row.extension)


def reached_parties(asker: Asker) -> set[int] | None:
    """The parties that have a duty where the asker works; None for all. Raises `Refused`."""
    scope = asker.require("see", "staff")
    return None if scope.everywhere else _parties_of(scope)


def _within_reach(asker: Asker) -> Q:
    reached = reached_parties(asker)
    return Q() if reached is None else Q(party_id__in=reached)


def _parties_of(scope: Scope) -> set[int]:
    """Parties that answer for something in the places of the scope, or for all around them."""
    held = {(duty.place_id, duty.party_id) for duty in parties.all_duties()}
    rows = places.names({place_id for place_id, _ in held})
    mine = {place_id for _, place_id in scope.places}
    around = {step.id for place_id in mine for step in places.path(place_id)}
    return {
        party_id
        for place_id, party_id in held
        if place_id in around or (place_id in rows and scope.covers(rows[place_id].where))
    }
