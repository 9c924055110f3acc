"""Turns a role, and the codes of places and parties, into grants."""

from collections.abc import Sequence

from linli.cli.faults import CommandFault
from linli.ground.rights.asker import Held
from linli.ground.rights.table import Role
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places


def grants_of(role: Role, place_code: str, party_codes: Sequence[str]) -> list[Held]:
    """One grant for each party; without one, for the place or for neither.

    What does not go with the role is refused where the grant is given. Raises `CommandFault`.
    """
    level, place_id = _place(place_code) if place_code else ("", None)
    if not party_codes:
        return [Held(role, level, place_id)]
    return [Held(role, level, place_id, _party(code)) for code in party_codes]


def _place(code: str) -> tuple[str, int]:
    place = places.by_code(code)
    if place is None:
        raise CommandFault(f'There is no place "{code}"; load it first, or use its code.')
    return place.level, place.id


def _party(code: str) -> int:
    party = parties.by_code(code)
    if party is None:
        raise CommandFault(f'There is no party "{code}"; load it first, or use its code.')
    if party.is_retired:
        raise CommandFault(f'The party "{code}" is retired; use one that is in use.')
    return party.id
