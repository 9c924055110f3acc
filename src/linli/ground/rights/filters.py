"""Turns a scope into a database filter."""

from django.db.models import Q

from linli.ground.rights.asker import Scope, Where


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
