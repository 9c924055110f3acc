"""Keeps parties, posts and duties."""

from django.db.models import ProtectedError

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.registers.calendars import queries as calendars
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties.logic import (
    EVERY_ITEM,
    BadParty,
    PartyDetails,
    PostDetails,
    check_party,
    check_post,
)
from linli.registers.parties.models import Duty, Party, Post
from linli.registers.places import queries as places


class PartyInUse(Exception):
    """A party that holds duties or posts, or is named in somebody's work, cannot be deleted."""


def save_party(details: PartyDetails, asker: Asker) -> int:
    """Adds the party, or changes the one of this code; returns its id. Raises `BadParty`."""
    asker.require("save", "party")
    check_party(details)
    _require_calendar(details.calendar_code)
    columns = {
        "name": details.name,
        "name_en": details.name_en,
        "kind": details.kind,
        "phone": details.phone,
        "calendar_code": details.calendar_code,
    }
    with atomic():
        bump("parties")
        party, _ = Party.objects.update_or_create(code=details.code, defaults=columns)
        audit.record(asker, "save", "party", str(party.id))
    return party.id


def save_post(details: PostDetails, asker: Asker) -> int:
    """Adds the post, or changes the one of this code; returns its id. Raises `BadParty`."""
    asker.require("save", "post")
    check_post(details)
    columns = {
        "party_id": details.party_id,
        "name": details.name,
        "name_en": details.name_en,
        "user_id": details.user_id,
    }
    with atomic():
        bump("parties")
        _require_party(details.party_id)
        post, _ = Post.objects.update_or_create(code=details.code, defaults=columns)
        audit.record(asker, "save", "post", str(post.id), user_id=str(details.user_id or ""))
    return post.id


def delete_party(party_id: int, asker: Asker) -> None:
    """Deletes a party that nothing refers to. Raises `PartyInUse`, or `BadParty` for an unknown."""
    asker.require("delete", "party")
    with atomic():
        bump("parties")
        _require_party(party_id)
        duties = Duty.objects.filter(party_id=party_id).count()
        if duties:
            raise PartyInUse(f"The party {party_id} holds {duties} duties; give them away first.")
        try:
            Party.objects.filter(pk=party_id).delete()
        except ProtectedError as error:
            kinds = sorted({type(one).__name__ for one in error.protected_objects})
            raise PartyInUse(
                f"The party {party_id} is still named by: {', '.join(kinds)}; it stays."
            ) from error
        audit.record(asker, "delete", "party", str(party_id))


def set_duty(item: str, place_id: int, party_id: int, asker: Asker) -> None:
    """Makes the party answer for the item (`*` for every item) in the place and below.

    Whoever held this duty before has it no more. Raises `BadParty` for what is not known.
    """
    asker.require("set", "duty")
    _require_item(item)
    if places.place(place_id) is None:
        raise BadParty("place_id", f"{place_id} is no known place; use the id of a place.")
    with atomic():
        bump("parties")
        _require_party(party_id)
        Duty.objects.update_or_create(item=item, place_id=place_id, defaults={"party_id": party_id})
        audit.record(asker, "set", "duty", str(place_id), item=item, party_id=str(party_id))


def end_duty(item: str, place_id: int, asker: Asker) -> None:
    """Nobody answers for just this any more; a wider duty may. A second call is harmless."""
    asker.require("set", "duty")
    with atomic():
        bump("parties")
        ended, _ = Duty.objects.filter(item=item, place_id=place_id).delete()
        if ended:
            audit.record(asker, "end", "duty", str(place_id), item=item)


def _require_calendar(code: str) -> None:
    try:
        calendars.calendar(code)
    except calendars.UnknownCalendar as error:
        raise BadParty("calendar_code", str(error)) from error


def _require_party(party_id: int) -> None:
    if not Party.objects.filter(pk=party_id).exists():
        raise BadParty("party_id", f"{party_id} is no known party; use the id of a party.")


def _require_item(code: str) -> None:
    known = catalogue.item(code)
    if code != EVERY_ITEM and (known is None or known.retired):
        raise BadParty(
            "item", f'"{code[:64]}" is no item in use; use a code of the catalogue or *.'
        )
