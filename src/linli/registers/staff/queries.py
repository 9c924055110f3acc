"""Whose people somebody may look up."""

from linli.ground.rights.asker import Asker, Scope
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places


def reached_parties(asker: Asker) -> set[int] | None:
    """The parties that have a duty where the asker works; None for all. Raises `Refused`."""
    scope = asker.require("see", "staff")
    return None if scope.everywhere else _parties_of(scope)


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
