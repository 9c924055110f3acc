"""Adds and changes the staff of parties by a list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from linli.ground.accounts import queries as accounts
from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import Listed
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.parties import queries as parties
from linli.registers.staff import actions, queries
from linli.registers.staff.logic import BadStaff, StaffDetails, check_staff
from linli.registers.staff.models import Staff
from linli.wire.texts import N_

NOBODY = "-"


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows are compared with."""

    staff: Mapping[str, StaffDetails]
    parties: Mapping[str, int]
    posts: Mapping[tuple[int, str], int]


class StaffLoader(Listed):
    """Columns code, name, party, and of post, title, mobile, landline, extension, user, left those
    there are; - empties post and user."""

    schema: Schema = read_schema(Path(__file__).parent / "schemas" / "staff.json")
    revision = "staff"
    personal: tuple[str, ...] = ("mobile", "landline", "extension")

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        return self._planned(records, asker, exact=False)

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        return self._planned([record], asker, exact=True)

    def store(self, some: Sequence[StaffDetails], asker: Asker) -> None:
        for one in some:
            actions.save_staff(one, asker)

    def kept(self, asker: Asker) -> "QuerySet[Staff]":
        rows, reached = (
            Staff.objects.select_related("party", "post"),
            queries.reached_parties(asker),
        )
        return rows if reached is None else rows.filter(party_id__in=reached)

    def sought(self, text: str) -> Q:
        by_party = Q(party__name__icontains=text) | Q(party__code=text)
        by_person = Q(name__icontains=text) | Q(title__icontains=text) | Q(code__icontains=text)
        return by_person | by_party | Q(post__name__icontains=text)

    def values(self, rows: Sequence[Staff]) -> list[dict[str, Value]]:
        users = accounts.usernames(row.user_id for row in rows if row.user_id)
        return [
            {
                "code": row.code,
                "name": row.name,
                "party": row.party.code,
                "post": row.post.code if row.post else "",
                "title": row.title,
                "mobile": row.mobile,
                "landline": row.landline,
                "extension": row.extension,
                "user": users.get(row.user_id or 0, ""),
                "left": row.left_at is not None,
            }
            for row in rows
        ]

    def _planned(self, records: Sequence[Record], asker: Asker, *, exact: bool) -> Plan:
        asker.require("load", "staff")
        known = _known({str(record.values["code"]) for record in records})

        def decide(values: Values) -> tuple[StaffDetails | None, StaffDetails]:
            old = known.staff.get(values["code"])
            new = _new(values, None if exact else old, known)
            try:
                check_staff(new)
            except BadStaff as bad:
                raise BadRow(bad.field.removesuffix("_id"), bad.message, bad.values) from bad
            return old, new

        return planned(records, self.schema, decide)


def _known(codes: set[str]) -> _Known:
    few = len(codes) == 1
    rows = Staff.objects.filter(code__in=codes) if few else Staff.objects.all()
    in_use = parties.in_use()
    return _Known(
        staff={row.code: _details(row) for row in rows},
        parties={party.code: party.id for party in in_use},
        posts={
            (party.id, post.code): post.id for party in in_use for post in parties.posts(party.id)
        },
    )


def _details(row: Staff) -> StaffDetails:
    return StaffDetails(
        code=row.code,
        name=row.name,
        party_id=row.party_id,
        post_id=row.post_id,
        title=row.title,
        mobile=row.mobile,
        landline=row.landline,
        extension=row.extension,
        user_id=row.user_id,
        has_left=row.left_at is not None,
    )


def _new(values: Values, old: StaffDetails | None, known: _Known) -> StaffDetails:
    """What is left empty stays as it was in `old`. Raises `BadRow`."""
    party_id = known.parties.get(values["party"])
    if party_id is None:
        unknown = N_("there is no party in use with the code “%(code)s”; load it first")
        raise BadRow("party", unknown, {"code": str(values["party"])[:64]})
    before = old or StaffDetails(code="", name="", party_id=party_id)
    left = values.get("left")
    return StaffDetails(
        code=values["code"],
        name=values["name"],
        party_id=party_id,
        post_id=_post_id(values.get("post"), party_id, before, known),
        title=values.get("title") or before.title,
        mobile=values.get("mobile") or before.mobile,
        landline=values.get("landline") or before.landline,
        extension=values.get("extension") or before.extension,
        user_id=_user_id(values.get("user"), before),
        has_left=before.has_left if left is None else left,
    )


def _post_id(code: Any, party_id: int, before: StaffDetails, known: _Known) -> int | None:
    """Raises `BadRow`."""
    if not code:
        return before.post_id if before.party_id == party_id else None
    if code == NOBODY:
        return None
    post_id = known.posts.get((party_id, code))
    if post_id is None:
        unknown = N_("this party has no post with the code “%(code)s”; load the posts first")
        raise BadRow("post", unknown, {"code": str(code)[:64]})
    return post_id


def _user_id(username: Any, before: StaffDetails) -> int | None:
    """Raises `BadRow`."""
    if not username:
        return before.user_id
    if username == NOBODY:
        return None
    user_id = accounts.user_id_of(username)
    if user_id is None:
        raise BadRow("user", N_("there is no user “%(user)s”"), {"user": str(username)[:64]})
    return user_id
