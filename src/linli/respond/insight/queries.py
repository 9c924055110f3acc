"""Reads the figures, each as so many of so many, and the cases behind them, within reach."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from linli.ground.rights.asker import Asker, Refused, Scope
from linli.ground.rights.table import LEVELS
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.insight.logic import Measure, Ratio
from linli.respond.insight.models import Counted, Tally

EVERYWHERE: Final = "all"
BY: Final = ("place", "item", "party", "month")
CASES: Final = 50
_ANY_PARTY: Final = 0

Figures = dict[Measure, Ratio]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """From which day to which, both inclusive; and of which place, item or party alone."""

    start: date
    end: date
    place: PlaceRow | None = None
    item: str = ""
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """What of a figure is opened: all that it counts, or those that met the measure, or did not.

    `estate_id`: of one estate alone.
    """

    measure: Measure
    is_met: bool | None = None
    estate_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of a part: the id of a place or party, the code of an item, or a month."""

    key: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Estates:
    """How many `incidents` could have been prevented; `rows`: each estate with its own of them."""

    rows: list[tuple[PlaceRow, int]]
    incidents: int

    @property
    def all(self) -> int:
        return len(self.rows)

    @property
    def touched(self) -> int:
        """Estates with at least one."""
        return sum(count > 0 for _, count in self.rows)

    @property
    def spared(self) -> Ratio:
        return Ratio(self.all - self.touched, self.all)


def figures(asked: Asked, asker: Asker) -> Figures:
    """All measures. Raises `Refused` outside one's reach."""
    return _summed(_tallies(asked, asker)).get("", {})


def groups(asked: Asked, by: str, asker: Asker) -> list[Group]:
    """The same in parts, one of `BY`; places are those directly below the one that is asked for."""
    if by == "place":
        return _by_place(asked, asker)
    if by == "party":
        found = _summed(_tallies(asked, asker, each_party=True), "party_id")
    elif by == "item":
        found = _summed(_tallies(asked, asker), "item")
    else:
        found = _summed(_tallies(asked, asker), "day__year", "day__month")
    return [Group(key, found[key]) for key in sorted(found)]


def estates(asked: Asked, asker: Asker) -> Estates:
    """Estates with and without incidents, in the place that is asked for or within reach."""
    scope = _require(asked, asker)
    counted = _counted(asked, scope).filter(measure=Measure.INCIDENT, is_met=True)
    each = dict(counted.order_by().values_list("estate_id").annotate(Count("id")))
    known = [row for row in places.down_to_estates() if row.level == "estate"]
    inside = [row for row in known if scope.covers(row.where) and _lies_in(row, asked.place)]
    return Estates([(row, each.get(row.id, 0)) for row in inside], sum(each.values()))


def cases_of(asked: Asked, behind: Behind, asker: Asker, start: int = 0) -> list[UUID]:
    """The cases that one figure counts, the newest day first: `CASES` of them from `start` on."""
    found = _counted(asked, _require(asked, asker)).filter(measure=behind.measure)
    if behind.is_met is not None:
        found = found.filter(is_met=behind.is_met)
    if behind.estate_id is not None:
        found = found.filter(estate_id=behind.estate_id)
    rows = found.order_by("-day", "-id").values_list("case_id", flat=True)
    return list(rows[start : start + CASES])


def _by_place(asked: Asked, asker: Asker) -> list[Group]:
    scope = _require(asked, asker)
    below = [row for row in _below(asked.place, scope) if row.level in LEVELS]
    groups = []
    for level in LEVELS:
        ids = [row.id for row in below if row.level == level]
        if ids:
            tallies = _within_days(asked).filter(level=level, place_id__in=ids)
            tallies = tallies.filter(party_id=asked.party_id or _ANY_PARTY)
            found = _summed(tallies, "place_id")
            groups += [Group(str(key), found[str(key)]) for key in ids if str(key) in found]
    return groups


def _below(place: PlaceRow | None, scope: Scope) -> list[PlaceRow]:
    if place is not None:
        return places.children(place.id)
    if scope.everywhere:
        return places.children(None)
    tops = _outermost(scope)
    if len(tops) == 1:
        return places.children(tops[0][1])
    return list(places.names(key for _, key in tops).values())


def _tallies(asked: Asked, asker: Asker, *, each_party: bool = False) -> "QuerySet[Tally]":
    scope = _require(asked, asker)
    found = _within_days(asked).filter(_at(asked.place, scope))
    if not scope.everywhere and not scope.places:
        return found.filter(party_id__in=_own_parties(asked, scope))
    if asked.party_id:
        return found.filter(party_id=asked.party_id)
    return found.exclude(party_id=_ANY_PARTY) if each_party else found.filter(party_id=_ANY_PARTY)


def _within_days(asked: Asked) -> "QuerySet[Tally]":
    found = Tally.objects.filter(day__range=(asked.start, asked.end))
    return found.filter(item=asked.item) if asked.item else found


def _at(place: PlaceRow | None, scope: Scope) -> Q:
    """Which tallies are added: those of one place, of what the asker reaches, or of everywhere."""
    if place is not None:
        return Q(level=place.level, place_id=place.id)
    if scope.everywhere or not scope.places:
        return Q(level=EVERYWHERE)
    found = Q()
    for level, place_id in _outermost(scope):
        found |= Q(level=level, place_id=place_id)
    return found


def _outermost(scope: Scope) -> list[tuple[str, int]]:
    """Without those that lie in another one: their cases would count twice."""
    rows = places.names(place_id for _, place_id in scope.places)

    def lies_in_another(level: str, place_id: int) -> bool:
        where = rows[place_id].where
        others = scope.places - {(level, place_id)}
        return any(getattr(where, f"{other}_id") == key for other, key in others)

    return [one for one in sorted(scope.places) if one[1] in rows and not lies_in_another(*one)]


def _counted(asked: Asked, scope: Scope) -> "QuerySet[Counted]":
    found = Counted.objects.filter(day__range=(asked.start, asked.end))
    if asked.item:
        found = found.filter(item=asked.item)
    if asked.place is not None:
        found = found.filter(**{f"{asked.place.level}_id": asked.place.id})
    if scope.everywhere or scope.places:
        found = found.filter(party_id=asked.party_id or _ANY_PARTY)
        reached = Q()
        for level, place_id in _outermost(scope):
            reached |= Q(**{f"{level}_id": place_id})
        return found.filter(reached)
    return found.filter(party_id__in=_own_parties(asked, scope))


def _own_parties(asked: Asked, scope: Scope) -> list[int]:
    return [asked.party_id] if asked.party_id else sorted(scope.parties)


def _require(asked: Asked, asker: Asker) -> Scope:
    """What the asker reaches; raises `Refused` when the place or party lies outside."""
    scope = asker.require("see", "figure")
    by_party = not scope.everywhere and not scope.places
    place, party = asked.place, asked.party_id
    if place is not None and (place.level not in LEVELS or not scope.covers(place.where)):
        raise Refused(f"{asker.name} may not see the figures of {place.code}.")
    if by_party and party and party not in scope.parties:
        raise Refused(f"{asker.name} may not see the figures of this unit.")
    return scope


def _lies_in(row: PlaceRow, place: PlaceRow | None) -> bool:
    return place is None or getattr(row.where, f"{place.level}_id") == place.id


def _summed(tallies: "QuerySet[Tally]", *keys: str) -> dict[str, Figures]:
    """By the key's text; a month as 2026-09."""
    found: dict[str, Figures] = defaultdict(dict)
    rows = tallies.order_by().values_list(*keys, "measure")
    for *key, measure, met, of in rows.annotate(Sum("met"), Sum("of")):
        found[_text(key)][Measure(measure)] = Ratio(met, of)
    return dict(found)


def _text(key: list[Any]) -> str:
    if len(key) > 1:
        return "{}-{:02}".format(*key)
    return "".join(map(str, key))
