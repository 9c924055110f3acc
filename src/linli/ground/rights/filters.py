"""Turns a scope into a database filter."""

from django.db.models import Q

from linli.ground.rights.asker import Scope, Where
from linli.ground.rights.table import LEVELS


def within(scope: Scope, *, parties: str = "", owner: str = "") -> Q:
    """Rows inside the scope. `parties` and `owner` name the columns that hold those ids, if any.

    An empty scope gives a filter that finds nothing.
    """
    if scope.everywhere:
        return Q()
    found = Q(pk__in=[])
    for level, place_id in sorted(scope.places):
        found |= Q(**{f"{level}_id": place_id})
    if scope.unplaced:
        found |= Q(**Where().columns())
    if parties and scope.parties:
        found |= Q(**{f"{parties}__in": sorted(scope.parties)})
    if owner and scope.owner_id is not None:
        found |= Q(**{owner: scope.owner_id})
    return found


def parts(scope: Scope, at: Where | None = None, *, owned: Q | None = None) -> list[Q]:
    """The same rows in parts, each of which an index reads in the order of a list.

    `at` is a place of the five levels that they must lie in, too; `owned` what the asker reaches
    beside places: the rows of a party.
    """
    smallest = _smallest(at) if at else Q()
    if scope.everywhere:
        return [smallest]
    found = [_inside(level, place_id, at) for level, place_id in sorted(scope.places)]
    if scope.unplaced and at is None:
        found.append(Q(**Where().columns()))
    if owned is not None:
        found.append(owned & smallest)
    return [one for one in found if one is not None]


def _inside(level: str, place_id: int, at: Where | None) -> Q | None:
    """Rows of a reached place that lie `at` a place, told by the smaller of the two."""
    if at is None:
        return Q(**{f"{level}_id": place_id})
    own = getattr(at, f"{level}_id")
    if own is None:  # the place that is asked for is the larger one, or lies elsewhere
        return Q(**{f"{level}_id": place_id}) & _smallest(at)
    return _smallest(at) if own == place_id else None


def _smallest(at: Where) -> Q:
    known = [level for level in LEVELS if getattr(at, f"{level}_id") is not None]
    return Q(**{f"{level}_id": getattr(at, f"{level}_id") for level in known[-1:]})
