"""Adds and changes posts, and who holds them, by a list of them."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from linli.ground.accounts import queries as accounts
from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import Listed, all_rows
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.parties import actions
from linli.registers.parties.loaders.planning import (
    NOBODY,
    SCHEMAS,
    id_of_party,
    parties_in_use,
    planned,
)
from linli.registers.parties.logic import (
    PostDetails,
    check_post,
)
from linli.registers.parties.models import Post
from linli.wire.texts import N_


class PostLoader(Listed):
    """Columns code, party, name, and of name_en, user those there are; user - is vacant."""

    schema: Schema = read_schema(SCHEMAS / "posts.json")
    revision = "parties"

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        return self._planned(records, asker, exact=False)

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        return self._planned([record], asker, exact=True)

    def kept(self, asker: Asker) -> "QuerySet[Post]":
        return all_rows(Post, "post", asker, "party")

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(party__name__icontains=text) | Q(party__code=text)

    def values(self, rows: Sequence[Post]) -> list[dict[str, Value]]:
        users = accounts.usernames(row.user_id for row in rows if row.user_id)
        return [
            {
                "code": row.code,
                "party": row.party.code,
                "name": row.name,
                "name_en": row.name_en,
                "user": users.get(row.user_id or 0, ""),
            }
            for row in rows
        ]

    def _planned(self, records: Sequence[Record], asker: Asker, *, exact: bool) -> Plan:
        asker.require("load", "post")
        known = {one.code: one for one in Post.objects.all()}
        parties = parties_in_use()

        def decide(values: Values) -> tuple[PostDetails | None, PostDetails]:
            stored = known.get(values["code"])
            old = _post_details(stored) if stored else None
            before = None if exact else old
            new = PostDetails(
                code=values["code"],
                party_id=id_of_party(values["party"], parties),
                name=values["name"],
                name_en=values.get("name_en") or (before.name_en if before else ""),
                user_id=_user_id(values.get("user"), before),
            )
            check_post(new)
            return old, new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[PostDetails], asker: Asker) -> None:
        for one in some:
            actions.save_post(one, asker)


def _post_details(one: Post) -> PostDetails:
    return PostDetails(
        code=one.code,
        party_id=one.party_id,
        name=one.name,
        name_en=one.name_en,
        user_id=one.user_id,
    )


def _user_id(username: str | None, old: PostDetails | None) -> int | None:
    if not username:
        return old.user_id if old else None
    if username == NOBODY:
        return None
    user_id = accounts.user_id_of(username)
    if user_id is None:
        raise BadRow("user", N_("there is no user “%(user)s”"), {"user": username[:64]})
    return user_id
