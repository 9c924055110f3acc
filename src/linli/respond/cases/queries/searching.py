"""Lists of cases by words: found by their documents, then held to reach and filter like any list.

A word may be in a third of a million cases, and what is found must still be sorted and filtered.
So the newest that fit are looked at, and no more than can be looked at in an instant: the order
`newest` goes on from there with the next page, the order `queue` says that it is cut.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.ground import clock
from linli.ground.database.unindexed import filter_unindexed
from linli.ground.keys import CODE_LENGTH, READABLE, read_short_code
from linli.ground.paging import Key, Order, Page, cut, require_limit
from linli.ground.rights.asker import Asker, Scope
from linli.ground.rights.filters import within
from linli.ground.rights.scoped import LEVEL_COLUMNS
from linli.ground.search import queries as documents
from linli.ground.search.logic.positions import SPREAD, position_at
from linli.ground.search.logic.sought import sought
from linli.ground.search.queries import FIRST, LAST, Hit, Hits, Span
from linli.registers.places import queries as places
from linli.respond.cases.logic.documents import (
    GRAVE,
    KIND,
    UNPLACED,
    level_mark,
    level_marks,
    open_mark,
)
from linli.respond.cases.logic.states import FINAL
from linli.respond.cases.models import Case, CaseParty, CaseSignal
from linli.respond.cases.queries.filters import ORDERS, QUEUE, CaseFilter, is_all_open, matching
from linli.respond.cases.queries.rows import CaseRow, case_rows, inside, read

_MOST_SORTED: Final = 300
"""Of so many cases that fit, the queue shows the gravest first."""

_MOST_READ: Final = 3_000
_MOST_OWN: Final = 5_000
_SHORTEST_CODE: Final = 4
_INDEXED: Final = (*LEVEL_COLUMNS, "item", "state", "is_open", "opened_at", "due_at", "warn_at")
_FOUND: Final = Order("found", (Key("position", int, descending=True),))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page ends."""

    position: int


def search(wanted: CaseFilter, asker: Asker) -> Page[CaseRow]:
    """One page of the cases with the words of `wanted.q`. Raises as `queries.cases` does."""
    asker.require("see", "case")
    one = _Search(wanted, asker, matching(wanted, clock.now()))
    return _sorted(one) if ORDERS[wanted.order] is QUEUE else _newest(one)


def _newest(one: "_Search") -> Page[CaseRow]:
    require_limit(one.wanted.limit)
    limit, span = one.wanted.limit, one.span
    step, left = limit + 1, _MOST_READ
    found: list[tuple[Any, int]] = []
    while True:
        hits = one.hits(span, step)
        found += one.cases(hits.items)
        left -= step
        if hits.below is None or len(found) > limit or left <= 0:
            break
        span = Span(span.above, hits.below)
        step = min(4 * step, left)
    ends_at = found[limit - 1][1] if len(found) > limit else hits.below
    more = None if ends_at is None else _FOUND.write(_Place(ends_at))
    return Page(case_rows(case for case, _ in found[:limit]), more, one.is_cut)


def _sorted(one: "_Search") -> Page[CaseRow]:
    wanted, hits = one.wanted, one.hits(one.span, _MOST_SORTED)
    found = hits.items if hits.below is None else [*hits.items, *one.gravest()]
    order = ORDERS[wanted.order]
    rows, more = cut(one.rows(found), order, wanted.cursor, wanted.limit)
    return Page(case_rows(rows), more, one.is_cut or hits.below is not None)


class _Search:
    """One question: what is looked for, where, and who asks."""

    def __init__(self, wanted: CaseFilter, asker: Asker, condition: Q) -> None:
        self.wanted = wanted
        self._scope = asker.require("see", "case")
        self._told = within(asker.scope("see", "report"))
        self._condition = condition & inside(self._scope)
        self._sought = sought(*_typed(wanted.q), marks=_marks(wanted, self._scope))

    @property
    def span(self) -> Span:
        """From when to when; behind the page before, in the order that goes by positions."""
        wanted = self.wanted
        above = position_at(wanted.since) - 1 if wanted.since else FIRST
        below = position_at(wanted.until) + SPREAD + 1 if wanted.until else LAST
        if wanted.cursor and ORDERS[wanted.order] is not QUEUE:
            (position,) = _FOUND.read(wanted.cursor)
            below = max(FIRST, min(below, int(position)))  # type: ignore[arg-type]  # its key is an int
        return Span(above, below)

    @cached_property
    def is_cut(self) -> bool:
        """Whether the device or the parties have so many cases that not all are looked through."""
        return len(self._own) == _MOST_OWN

    def hits(self, span: Span, limit: int) -> Hits:
        """The next that may fit, the newest first."""
        if self.wanted.device:
            return Hits(documents.among(KIND, self._sought, self._own, span))
        found = documents.newest(KIND, self._sought, span, limit)
        above = span.above if found.below is None else found.below - 1
        own = documents.among(KIND, self._sought, self._own, Span(above, span.below))
        both = {hit.position: hit for hit in (*found.items, *own)}
        return Hits([both[position] for position in sorted(both, reverse=True)], found.below)

    def gravest(self) -> list[Hit]:
        """What hurts people is not cut off, however much else is newer."""
        # Nearly all cases are on one list: the filter tells those of others apart.
        marks = (group for group in self._sought.marks if group != (f"list={self.wanted.list}",))
        grave = replace(self._sought, marks=(*marks, (GRAVE,)))
        return documents.newest(KIND, grave, self.span, _MOST_SORTED, is_rare=True).items

    def rows(self, hits: list[Hit]) -> "QuerySet[Case, Any]":
        """Their cases within reach and filter, but none by words that the asker may not read."""
        guarded = [hit.thing_id for hit in hits if hit.is_guarded]
        chosen = Q(pk__in=[hit.thing_id for hit in hits if not hit.is_guarded])
        if guarded:
            chosen |= Q(pk__in=guarded) & self._told
        rows = filter_unindexed(Case.objects.filter(chosen), self._condition, _INDEXED)
        return read(rows)

    def cases(self, hits: list[Hit]) -> list[tuple[Any, int]]:
        """The same in the order of the hits, each with its position."""
        found = {case.id: case for case in self.rows(hits)}
        return [(found[hit.thing_id], hit.position) for hit in hits if hit.thing_id in found]

    @cached_property
    def _own(self) -> list[UUID]:
        """The newest cases of the device, or those that concern the asker's parties: few enough
        to be looked through, and changing too often to be a mark."""
        rows: QuerySet[Any]
        if self.wanted.device:
            rows = CaseSignal.objects.filter(device_id=self.wanted.device)
        elif self._scope.parties and not self._scope.everywhere:
            rows = CaseParty.objects.filter(party_id__in=self._scope.parties)
            if is_all_open(self.wanted):
                rows = rows.filter(is_open=True)
        else:
            return []
        return list(rows.order_by("-case_id").values_list("case_id", flat=True)[:_MOST_OWN])


def _typed(q: str) -> list[str]:
    """The words, or else a case's number however it is typed."""
    code = read_short_code(q)
    is_code = _SHORTEST_CODE <= len(code) <= CODE_LENGTH and set(code) <= set(READABLE)
    return [q, code] if is_code else [q]


def _marks(wanted: CaseFilter, scope: Scope) -> list[list[str]]:
    """What narrows the search before anything is read; the filter itself says the rest."""
    groups = [[f"{name}={value}"] for name in ("item", "list") if (value := getattr(wanted, name))]
    if is_all_open(wanted):
        groups.append([open_mark(is_open=True)])
    elif wanted.states and FINAL.issuperset(wanted.states):
        groups.append([open_mark(is_open=False)])
    place = places.by_code(wanted.place) if wanted.place else None
    if place:
        groups.append(level_marks(place.where)[-1:])
    if not scope.everywhere:
        reached = [level_mark(level, place_id) for level, place_id in sorted(scope.places)]
        groups.append([*reached, UNPLACED] if scope.unplaced else reached)
    return groups
