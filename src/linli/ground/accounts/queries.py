"""Says who somebody is, and what they may do."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from linli.ground.accounts.logic import is_username
from linli.ground.accounts.models import ApiToken, Grant, User
from linli.ground.keys import READABLE, read_short_code
from linli.ground.rights.asker import Asker, Held, Refused, Where
from linli.ground.rights.table import RIGHTS, Reach, Role

_HELD: Final = tuple(f"grants__{one}" for one in ("role", "level", "place_id", "party_id"))


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as it is kept; `id` is for taking it back."""

    id: int
    held: Held


@dataclass(frozen=True, slots=True)
class UserRow:
    id: int
    username: str
    display_name: str
    language: str
    is_active: bool
    must_choose: bool
    grants: tuple[GrantRow, ...]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """An API token without its secret, which is kept nowhere."""

    id: int
    note: str
    made_at: datetime
    revoked_at: datetime | None


def asker_of(user_id: int) -> Asker | None:
    """The person with all grants, in one query.

    None when unknown or no longer active, and before they have chosen a password of their own.
    """
    return _asker(User.objects.filter(pk=user_id))


def must_choose(user_id: int) -> bool:
    """Whether this person may do nothing yet but choose a password."""
    return User.objects.filter(pk=user_id, is_active=True, must_choose=True).exists()


def is_anybody_known() -> bool:
    """Whether there is an account at all; before that, the first visitor sets up."""
    return User.objects.exists()


def setup_code() -> str:
    """Lets whoever started the installation make its first accounts, once: 60 bits, from its key.

    Told at the start only. It is kept nowhere and opens nothing once there is an account.
    """
    made = salted_hmac("linli.setup", settings.SECRET_KEY, algorithm="sha256").digest()
    return "".join(READABLE[byte % len(READABLE)] for byte in made[:12])


def is_setup_code(typed: str) -> bool:
    return constant_time_compare(read_short_code(typed[:40]), setup_code())


def people_by_role(asker: Asker) -> dict[Role, int]:
    """How many active people hold each role; nobody is named."""
    asker.require("count", "user")
    held = Grant.objects.filter(user__is_active=True).values_list("role")
    return {Role(role): count for role, count in held.annotate(Count("user", distinct=True))}


def asker_by_token(token: str) -> Asker | None:
    """The person to whom this API token belongs; None when it is unknown or revoked."""
    return _asker(User.objects.filter(tokens__sha256=sha256_of(token), tokens__revoked_at=None))


def sha256_of(token: str) -> str:
    """What is kept of a token. 256 random bits need neither salt nor a slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def user_id_of(username: str) -> int | None:
    if not is_username(username):
        return None
    return User.objects.filter(username=username).values_list("pk", flat=True).first()


def language_of(user_id: int) -> str | None:
    """The language a person has chosen."""
    return User.objects.filter(pk=user_id).values_list("language", flat=True).first()


def display_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of these people, as pages show them."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "display_name"))


def handlers_of(party_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """By party, the names by id of the active people who do its work."""
    held = Grant.objects.filter(
        role=Role.HANDLER, party_id__in=set(party_ids), user__is_active=True
    ).order_by("user__display_name", "user_id")
    found: dict[int, dict[int, str]] = {}
    for party_id, user_id, name in held.values_list("party_id", "user_id", "user__display_name"):
        found.setdefault(party_id or 0, {})[user_id] = name
    return found


def usernames(ids: Iterable[int]) -> dict[int, str]:
    """The names by which these people sign in."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "username"))


def users(asker: Asker) -> list[UserRow]:
    """All people and their grants, by user name; for the security administrator."""
    asker.require("see", "user")
    rows = User.objects.order_by("username").prefetch_related("grants")
    return [
        UserRow(
            id=row.pk,
            username=row.username,
            display_name=row.display_name,
            language=row.language,
            is_active=row.is_active,
            must_choose=row.must_choose,
            grants=tuple(
                GrantRow(grant.pk, _held(grant))
                for grant in sorted(row.grants.all(), key=lambda grant: grant.pk)
            ),
        )
        for row in rows
    ]


def user_id_of_grant(grant_id: int, asker: Asker) -> int | None:
    """Whose grant this is; for whoever sees grants."""
    asker.require("see", "grant")
    return Grant.objects.filter(pk=grant_id).values_list("user_id", flat=True).first()


def reaching(act: str, kind: str, where: Where, party_id: int | None) -> dict[int, list[Held]]:
    """Active people by whose place or party a right reaches a thing, and the grants by which.

    Whoever reaches everything is left out: what all see is nobody's in particular.
    """
    rights = [one for one in RIGHTS if (one.act, one.kind) == (act, kind)]
    of_parties = [one.role for one in rights if one.reach is Reach.PARTY]
    of_places = [one.role for one in rights if one.reach in (Reach.PLACE, Reach.DESK)]
    around = [place_id for place_id in where.columns().values() if place_id is not None]
    found = Q(role__in=of_places, place_id__in=around)
    if party_id is not None:
        found |= Q(role__in=of_parties, party_id=party_id)
    return _held_by(Grant.objects.filter(found))


def everybody_with(roles: Iterable[Role]) -> dict[int, list[Held]]:
    """Active people who hold one of these roles, with those grants."""
    return _held_by(Grant.objects.filter(role__in=list(roles)))


def tokens(user_id: int, asker: Asker) -> list[TokenRow]:
    """A person's own API tokens, oldest first. Raises `Refused` for another's."""
    if not asker.part and asker.user_id != user_id:
        raise Refused(f"{asker.name} may not see a token of somebody else.")
    return [
        TokenRow(row.pk, row.note, row.made_at, row.revoked_at)
        for row in ApiToken.objects.filter(user_id=user_id).order_by("pk")
    ]


def who_may(act: str, kind: str, where: Where) -> dict[int, str]:
    """Names, by ids, of active people whose right reaches a thing that lies there."""
    held = everybody_with(one.role for one in RIGHTS if (one.act, one.kind) == (act, kind))
    return display_names(
        user_id
        for user_id, grants in held.items()
        if Asker("", user_id, tuple(grants)).scope(act, kind).covers(where)
    )


def _asker(who: "QuerySet[User]") -> Asker | None:
    """Plain values, one row for each grant: this is asked for with every request."""
    able = who.filter(is_active=True, must_choose=False).order_by("grants")
    rows = able.values_list("pk", "display_name", *_HELD)
    if not rows:
        return None
    user_id, name = rows[0][:2]
    grants = (Held(Role(role), *where) for _, _, role, *where in rows if role)
    return Asker(name=name, user_id=user_id, grants=tuple(grants))


def _held_by(grants: "QuerySet[Grant]") -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    for grant in grants.filter(user__is_active=True).order_by("user_id", "pk"):
        found[grant.user_id].append(_held(grant))
    return dict(found)


def _held(grant: Grant) -> Held:
    return Held(Role(grant.role), grant.level, grant.place_id, grant.party_id)
