"""Makes and revokes the codes that hang at places."""

from dataclasses import dataclass, replace
from uuid import UUID

from django_tasks import task

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.keys import short_code
from linli.ground.rights.asker import Asker, Refused
from linli.ground.rights.filters import within
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.sense.tags.facts import TagMade, TagRevoked
from linli.sense.tags.logic import MARK_LENGTH, BadTag, NewTag, check, signed, tidy
from linli.sense.tags.models import Tag
from linli.sense.tags.queries import signing_key
from linli.wire.texts import N_


class UnknownTag(LookupError):
    """No tag has this id within the asker's reach."""


@dataclass(frozen=True, slots=True)
class Made:
    """A tag that may be printed and hung up."""

    id: UUID
    code: str


def make(new: NewTag, asker: Asker) -> Made:
    """Makes a code for a place. Raises `BadTag`, or `Refused` outside one's reach."""
    scope = asker.require("make", "tag")
    new = replace(new, spot=tidy(new.spot))
    check(new)
    place = places.place(new.place_id)
    if place is None:
        raise BadTag("place", N_("Please choose a place."))
    if not scope.covers(place.where):
        raise Refused(f"{asker.name} may not make a place code here.")
    with atomic():
        # 40 random bits: two that are alike break the unique key, and nothing is made.
        row = Tag.objects.create(
            code=signed(short_code(MARK_LENGTH), signing_key()),
            kind=new.kind,
            spot=new.spot,
            place_id=place.id,
            made_by=asker.user_id,
            **place.where.columns(),
        )
        audit.record(asker, "make", "tag", str(row.id), place_id=place.id)
        announce(TagMade(row.id))
    return Made(row.id, row.code)


def revoke(tag_id: UUID, asker: Asker) -> bool:
    """Ends a code for good; False when it was over already. Raises `UnknownTag`, `Refused`."""
    scope = asker.require("revoke", "tag")
    with atomic():
        found = Tag.objects.filter(within(scope), pk=tag_id)
        row = found.first()
        if row is None:
            raise UnknownTag(f"No place code {tag_id} is within your reach.")
        if not found.filter(revoked_at=None).update(revoked_at=clock.now()):
            return False
        audit.record(asker, "revoke", "tag", str(tag_id), place_id=row.place_id)
        announce(TagRevoked(tag_id))
    return True


@task()
def follow_places(move_id: str) -> int:
    """Brings tags along whose places have moved; returns how many."""
    return follow(Tag, move_id)
