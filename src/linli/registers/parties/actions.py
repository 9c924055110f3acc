"""Keeps parties, posts and duties."""

from linli.ground import clock
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
    """A party that holds duties cannot be retired: somebody else must answer for them first."""


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
        _require_in_use(details.party_id)
        post, _ = Post.objects.update_or_create(code=details.code, defaults=columns)
        audit.record(asker, "save", "post", str(post.id), user_id=str(details.user_id or ""))
    return post.id


def retire_party(party_id: int, asker: Asker) -> None:
    """Gives the party no new work any more; what it has goes on. A second call is harmless.

    Raises `PartyInUse` while it holds duties, or `BadParty` for an unknown one.
    """
    asker.require("save", "party")
    with atomic():
        bump("parties")
        _require_party(party_id)
        duties = Duty.objects.filter(party_id=party_id).count()
        if duties:
            raise PartyInUse(f"The party {party_id} holds {duties} duties; give them away first.")
        in_use = Party.objects.filter(pk=party_id, retired_at=None)
        if in_use.update(retired_at=clock.now()):
            audit.record(asker, "retire", "party", str(party_id))


def revive_party(party_id: int, asker: Asker) -> None:
    """Takes a retired party into use again. A second call is harmless."""
    asker.require("save", "party")
    with atomic():
        bump("parties")
        retired = Party.objects.filter(pk=party_id).exclude(retired_at=None)
        if retired.update(retired_at=None):
            audit.record(asker, "revive", "party", str(party_id))


def set_duty(item: str, place_id: int, party_id: int, asker: Asker) -> None:
    """Makes the party answer for the item (`*` for every item) in the place and below.

    Whoever held this duty before has it no more. Raises `BadParty` for what is not known.
    """
    asker.require("save", "duty")
    _require_item(item)
    if places.place(place_id) is None:
        raise BadParty("place_id", f"{place_id} is no known place; use the id of a place.")
    with atomic():
        bump("parties")
        _require_in_use(party_id)
        Duty.objects.update_or_create(item=item, place_id=place_id, defaults={"party_id": party_id})
        audit.record(asker, "set", "duty", str(place_id), item=item, party_id=str(party_id))


def end_duty(item: str, place_id: int, asker: Asker) -> None:
    """Nobody answers for just this any more; a wider duty may. A second call is harmless."""
    asker.require("save", "duty")
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


def _require_in_use(party_id: int) -> None:
    _require_party(party_id)
    if Party.objects.filter(pk=party_id).exclude(retired_at=None).exists():
        raise BadParty("party_id", f"{party_id} is retired; use a party that is in use.")


def _require_item(code: str) -> None:
    known = catalogue.item(code)
    if code != EVERY_ITEM and (known is None or known.retired):
        raise BadParty(
            "item", f'"{code[:64]}" is no item in use; use a code of the catalogue or *.'
        )
