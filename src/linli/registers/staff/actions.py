"""Keeps the staff list."""

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.registers.parties import queries as parties
from linli.registers.staff.logic import BadStaff, StaffDetails, check_staff
from linli.registers.staff.models import Staff
from linli.wire.texts import N_


def save_staff(details: StaffDetails, asker: Asker) -> int:
    """Adds somebody, or changes the entry of this code; returns its id. Raises `BadStaff`."""
    asker.require("save", "staff")
    check_staff(details)
    _require_party(details)
    with atomic():
        bump("staff")
        row = Staff.objects.filter(code=details.code).first() or Staff(code=details.code)
        row.name, row.title = details.name, details.title
        row.party_id, row.post_id = details.party_id, details.post_id
        row.mobile, row.landline = details.mobile, details.landline
        row.extension, row.user_id = details.extension, details.user_id
        row.left_at = (row.left_at or clock.now()) if details.has_left else None
        row.save()
        audit.record(asker, "save", "staff", str(row.pk), party_id=str(details.party_id))
    return row.pk


def _require_party(details: StaffDetails) -> None:
    """Raises `BadStaff`."""
    party = parties.party(details.party_id)
    if party is None:
        unknown = N_("there is no party %(party)d; use the id of a party")
        raise BadStaff("party_id", unknown, {"party": details.party_id})
    posts = {post.id for post in parties.posts(party.id)}
    if details.post_id is not None and details.post_id not in posts:
        raise BadStaff("post_id", N_("is a post of another party; name one of this party"))
