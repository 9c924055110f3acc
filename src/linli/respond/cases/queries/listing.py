"""Lists of cases in order, each part of the reach read by an index of its own.

A desk reaches its place and what has no place yet. Asked for both at once, a database sorts all
that is in reach; asked for one after the other, it reads a page of each.
"""

from collections.abc import Mapping

from django.db.models import QuerySet

from linli.ground import clock
from linli.ground.database.counting import count_up_to
from linli.ground.database.unindexed import filter_unindexed
from linli.ground.paging import Page, cut_parts
from linli.ground.rights import filters as rights
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.respond.cases.models import Case
from linli.respond.cases.queries.filters import ORDERS, CaseFilter, is_all_open, matching
from linli.respond.cases.queries.rows import CaseRow, case_rows, concerning, read


def listed(wanted: CaseFilter, asker: Asker) -> Page[CaseRow]:
    """One page without words. Raises as `queries.cases` does."""
    parts = map(read, _parts(wanted, asker))
    rows, more = cut_parts(parts, ORDERS[wanted.order], wanted.cursor, wanted.limit)
    return Page(case_rows(rows), more)


def counted(lists: Mapping[str, CaseFilter], asker: Asker, most: int) -> dict[str, int]:
    """How many cases each of these lists has, words aside; `most` for that many and more."""
    return count_up_to(most, {name: _parts(wanted, asker) for name, wanted in lists.items()})


def _parts(wanted: CaseFilter, asker: Asker) -> "list[QuerySet[Case]]":
    """Raises `BadFilter`, `Refused`."""
    scope = asker.require("see", "case")
    condition = matching(wanted, clock.now())
    place = places.by_code(wanted.place) if wanted.place else None
    owned = concerning(scope, **({"is_open": True} if is_all_open(wanted) else {}))
    reached = rights.parts(scope, place.where if place else None, owned=owned)
    # What is open has indexes of its own, short ones: that of all cases of an item is long.
    hidden = ("item",) if is_all_open(wanted) else ()
    return [filter_unindexed(Case.objects.filter(part), condition, hidden) for part in reached]
