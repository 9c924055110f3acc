"""Reads tags: what a scanned code leads to, for everybody; the list of them, within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from linli.ground.database import single
from linli.ground.keys import read_short_code
from linli.ground.paging import Key, Order, Page, cut
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import within
from linli.sense.tags.logic import Standing, is_signed
from linli.sense.tags.models import Tag

NEWEST: Final = Order("newest", (Key("id", UUID, descending=True),))
_SALT: Final = "linli.sense.tags"


@dataclass(frozen=True, slots=True)
class TagRow:
    """One code and where it hangs."""

    id: UUID
    code: str
    kind: str
    spot: str
    place_id: int
    where: Where
    made_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Scan:
    """What somebody scanned or typed: what it is worth, and the tag, if that is good."""

    standing: Standing
    tag: TagRow | None = None


def scan(code: str) -> Scan:
    """Looks only; a code that we did not sign never reaches the database."""
    code = read_short_code(code[:40])
    if not is_signed(code, signing_key()):
        return Scan(Standing.FOREIGN)
    found = single(Tag.objects.filter(code=code))
    if found is None:
        return Scan(Standing.UNKNOWN)
    if found.revoked_at is not None:
        return Scan(Standing.REVOKED)
    return Scan(Standing.GOOD, _row(found))


def tag(tag_id: UUID, asker: Asker) -> TagRow | None:
    """The tag, or None when there is none within the asker's reach."""
    found = single(_visible(asker).filter(pk=tag_id))
    return _row(found) if found else None


def tags(
    asker: Asker, *, place_ids: Iterable[int] = (), cursor: str = "", limit: int = 50
) -> Page[TagRow]:
    """Tags within reach, newest first, or only those of some places. Raises `BadPage`."""
    found = _visible(asker)
    if wanted := set(place_ids):
        found = found.filter(place_id__in=wanted)
    rows, more = cut(found, NEWEST, cursor, limit)
    return Page([_row(row) for row in rows], more)


def signing_key() -> bytes:
    """Kept apart from what else is signed with the secret of the installation."""
    return salted_hmac(_SALT, "place codes", settings.SECRET_KEY, algorithm="sha256").digest()


def _visible(asker: Asker) -> "QuerySet[Tag]":
    return Tag.objects.filter(within(asker.require("see", "tag")))


def _row(row: Tag) -> TagRow:
    return TagRow(
        id=row.id,
        code=row.code,
        kind=row.kind,
        spot=row.spot,
        place_id=row.place_id,
        where=Where.of(row),
        made_at=row.made_at,
        revoked_at=row.revoked_at,
    )
