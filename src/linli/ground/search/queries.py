"""Finds documents. Who may see what they are about is for those to say who ask here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.ground.database.unindexed import filter_unindexed
from linli.ground.search.engines import engine
from linli.ground.search.logic.sought import Sought
from linli.ground.search.models import Document

FIRST: Final = -(2**62)
LAST: Final = 2**62
_IDS_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """Positions between these two, without them."""

    above: int = FIRST
    below: int = LAST


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found; `is_guarded`: only by words that not everybody may read."""

    position: int
    thing_id: UUID
    is_guarded: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, the newest first, and the position below which to go on, if there is more.

    There may be fewer than were asked for, or none, and more to come.
    """

    items: list[Hit]
    below: int | None = None


def newest(kind: str, wanted: Sought, span: Span, limit: int, *, is_rare: bool = False) -> Hits:
    """The next that fit, found by their tokens; `is_rare` as the engines take it."""
    if wanted.is_hopeless:
        return Hits([])
    # Nearly all documents may be of this kind: for what is rare its long list is not walked.
    of_kind = () if is_rare else ((f"kind={kind}",),)
    narrowed = replace(wanted, marks=(*wanted.marks, *of_kind))
    positions = engine().newest(narrowed, span.above, span.below, limit, is_rare=is_rare)
    # SQLite took the index of all that are of this kind for better than some positions.
    chosen = Document.objects.filter(position__in=positions)
    rows = filter_unindexed(chosen, Q(kind=kind), ("kind",))
    found = {hit.position: hit for hit in _fitting(wanted, rows)}
    items = [found[position] for position in positions if position in found]
    return Hits(items, positions[-1] if len(positions) == limit else None)


def among(kind: str, wanted: Sought, thing_ids: Iterable[UUID], span: Span) -> list[Hit]:
    """All of these things that fit, the newest first. Marks are not asked for."""
    if not wanted.ways:
        return []
    ids, found = list(thing_ids), []
    inside = {"position__gt": span.above, "position__lt": span.below}
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = ids[start : start + _IDS_AT_ONCE]
        found += _fitting(wanted, Document.objects.filter(kind=kind, thing_id__in=some, **inside))
    return sorted(found, key=lambda hit: hit.position, reverse=True)


def _fitting(wanted: Sought, rows: QuerySet[Document]) -> list[Hit]:
    hits = []
    for position, thing_id, text, guarded in rows.values_list(
        "position", "thing_id", "text", "guarded"
    ):
        is_open = wanted.is_in(text)
        if is_open or (guarded and wanted.is_in(f"{text}\n{guarded}")):
            hits.append(Hit(position, thing_id, is_guarded=not is_open))
    return hits
