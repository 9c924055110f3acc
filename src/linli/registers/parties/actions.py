"""Keeps parties, posts and duties."""

from collections.abc import Sequence

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
    Office,
    PartyDetails,
    PostDetails,
    check_party,
    check_post,
)
from linli.registers.parties.models import Charge, Duty, Party, Post
from linli.registers.places import queries as places
from linli.wire.texts import N_


class PartyInUse(Exception):
    """A party that holds duties or has work to do is not retired: first somebody else gets it."""


def save_party(details: PartyDetails, asker: Asker) -> int:
    """Adds the party, or changes the one of this code; returns its id. Raises `BadParty`."""
    asker.require("save", "party")
    check_details(details)
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


def check_details(details: PartyDetails) -> None:
    """Raises `BadParty` for the first thing that is wrong."""
    check_party(details)
    try:
        calendars.calendar(details.calendar_code)
    except calendars.UnknownCalendar as error:
        raise BadParty("calendar_code", "%(fault)s", {"fault": str(error)}) from error


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


def retire_party(party_id: int, asker: Asker, orders: Sequence[str] = ()) -> None:
    """Gives the party no new work any more. A second call is harmless.

    `orders` are the numbers of its open work orders, which only `organise` knows. Raises
    `PartyInUse` while it holds duties or has any of these, or `BadParty` for an unknown one.
    """
    asker.require("save", "party")
    with atomic():
        bump("parties")
        _require_party(party_id)
        duties = Duty.objects.filter(party_id=party_id).count()
        if duties:
            raise PartyInUse(f"The party {party_id} holds {duties} duties; give them away first.")
        if orders:
            named = ", ".join(orders[:5])
            raise PartyInUse(
                f"The party {party_id} has {len(orders)} open work orders ({named}); first have"
                " them finished, or cancelled and sent to another party."
            )
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
        unknown = N_("there is no place %(place)d; use the id of a place")
        raise BadParty("place_id", unknown, {"place": place_id})
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


def set_charge(office: str, place_id: int, post_id: int, asker: Asker) -> None:
    """Names the post for this in the place and below; whoever was named there is no more.

    Raises `BadParty` for what is not known.
    """
    asker.require("save", "post")
    _require_office(office, place_id)
    with atomic():
        bump("parties")
        if not Post.objects.filter(pk=post_id).exists():
            raise BadParty("post_id", N_("there is no such post; choose one of the list"))
        Charge.objects.update_or_create(
            office=office, place_id=place_id, defaults={"post_id": post_id}
        )
        audit.record(asker, "charge", "post", str(post_id), office=office, place_id=str(place_id))


def end_charge(office: str, place_id: int, asker: Asker) -> None:
    """Nobody is named for it just here any more; a wider one may be. Again is harmless.

    Raises as `set_charge` does.
    """
    asker.require("save", "post")
    _require_office(office, place_id)
    with atomic():
        bump("parties")
        ended, _ = Charge.objects.filter(office=office, place_id=place_id).delete()
        if ended:
            audit.record(asker, "end", "charge", str(place_id), office=office)


def _require_office(office: str, place_id: int) -> None:
    if office not in set(Office):
        unnamed = N_("nobody is named for “%(office)s”; use one of the list")
        raise BadParty("office", unnamed, {"office": office[:32]})
    if places.place(place_id) is None:
        unknown = N_("there is no place %(place)d; use the id of a place")
        raise BadParty("place_id", unknown, {"place": place_id})


def _require_party(party_id: int) -> None:
    if not Party.objects.filter(pk=party_id).exists():
        unknown = N_("there is no party %(party)d; use the id of a party")
        raise BadParty("party_id", unknown, {"party": party_id})


def _require_in_use(party_id: int) -> None:
    _require_party(party_id)
    if Party.objects.filter(pk=party_id).exclude(retired_at=None).exists():
        retired = N_("the party %(party)d is retired; use one that is in use")
        raise BadParty("party_id", retired, {"party": party_id})


def _require_item(code: str) -> None:
    known = catalogue.item(code)
    if code != EVERY_ITEM and (known is None or known.retired):
        unknown = N_("“%(item)s” is not an item in use; write its code, or * for every item")
        raise BadParty("item", unknown, {"item": code[:64]})
