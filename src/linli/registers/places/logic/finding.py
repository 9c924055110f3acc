"""Decides which places are meant by what somebody types: 翠竹苑3栋2单元, czy, cuizhuyuan 3-2."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from linli.ground.finding.logic.likeness import How
from linli.ground.finding.logic.names import Match
from linli.ground.finding.logic.units import plain, split
from linli.registers.places.logic.doors import Door, read
from linli.registers.places.logic.finder import ENDINGS, PlaceFinder
from linli.registers.places.logic.outlines import metres_between
from linli.registers.places.logic.tree import ESTATE, Area, Indexes, Point

LONGEST_TEXT: Final = 200
"""Of a longer text only the beginning is read."""
SAID_AROUND: Final = re.compile(
    "喂|[你您]好|请问|我们|我家|我住在?|我这[边里]?|[这那][边里个]|就是|住在|[我在是的了到靠往]|对[面过]|旁边"
    "|隔壁|门口|大门|附近|楼[下上道顶]|电梯口?|[后前里外]面|[东西南北][边门]|边上|中间|之间|地下车库|空地|"
    + "|".join(ENDINGS)
)
"""Words around an address that say nothing about where it is."""
ANCHORS: Final = 24
MOST_OTHERS: Final = 3
"""Buildings besides the first that are looked for."""
MOST_BEARERS: Final = 30
"""A name such as 门卫室 may be that of hundreds of places; so many of them are looked at."""
UNEXPLAINED: Final = 0.3
DOOR: Final = 0.3
"""How much of the score is lost when nothing else of the text, or nothing of the door, is found."""
NO_ESTATE: Final = 0.9
"""A building that is named with its road or community only may be one of several."""
NO_NAME: Final = 0.4
SURE: Final = 0.6
"""So much of the name of a place around it must stand in the text to speak for a place."""
LEAST_SCORE: Final = 0.4
FAR_BEHIND: Final = 0.4
"""A name that is not worth this much, or not this share of the best, is not offered."""
NEARBY: Final = 0.05
NEARBY_M: Final = 500.0


class Why(StrEnum):
    """Why a place is offered, and what of the text it does not have."""

    NAME = "name"
    PART = "part"
    PINYIN = "pinyin"
    SOUND = "sound"
    INITIALS = "initials"
    ALIAS = "alias"
    INSIDE = "inside"
    CODE = "code"
    NO_BUILDING = "no_building"
    NO_ENTRANCE = "no_entrance"
    NO_FLAT = "no_flat"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the name or number it speaks of, if any."""

    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that may be meant; `score` is from 0 to 1."""

    place_id: int
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The text, the places that it must lie in (None: anywhere), and a point that it is near."""

    text: str
    within: frozenset[int] | None = None
    near: Point | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place by its number in the walk."""

    at: int
    score: float
    why: tuple[Reason, ...]


def find(finder: PlaceFinder, wanted: Wanted) -> list[Suggestion]:
    """The places that may be meant, the likeliest first."""
    search = _Search(finder, wanted)
    best: dict[int, Candidate] = {}
    for one in search.candidates():
        if search.reaches(one.at) and (one.at not in best or best[one.at].score < one.score):
            best[one.at] = one
    found = sorted(map(search.by_distance, best.values()), key=lambda one: (-one.score, one.at))
    least = found[0].score * FAR_BEHIND if found else 0.0
    return [
        Suggestion(int(finder.tree.ids[one.at]), round(min(1.0, one.score), 3), one.why)
        for one in found[: wanted.limit]
        if one.score >= least
    ]


def spoken(names: Sequence[str], language: str) -> str:
    """Names from the outermost in, in one: of 翠竹苑 and 翠竹苑3号楼 only the second is said."""
    said = ""
    for name in names:
        if name.startswith(said) or not said:
            said = name
        else:
            said = f"{said}{name}" if language.startswith("zh") else f"{said} {name}"
    return said


class _Search:
    """One question, and what of its text stands in the register."""

    def __init__(self, finder: PlaceFinder, wanted: Wanted) -> None:
        self.finder = finder
        self.tree = finder.tree
        self.near = wanted.near
        self.ranges = self._ranges(wanted.within)
        self.said = read(plain(wanted.text[:LONGEST_TEXT])[:LONGEST_TEXT])
        self.weights = list(self._weights())
        self.matches: dict[int, Match] = {}
        self._match()

    def reaches(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.ranges)

    def candidates(self) -> Iterator[Candidate]:
        """Places by their names; with a door, what lies behind it in each of them as well."""
        named = (one for one in map(self._anchor, self.matches) if one.score >= LEAST_SCORE)
        anchors = sorted(named, key=lambda one: -one.score)[:ANCHORS]
        if not self.said.door:
            yield from anchors
        for anchor in anchors:
            behind = self._behind(anchor)
            yield from behind
            if self.said.door:
                why = anchor.why if behind else (*anchor.why, *_missing(self.said.door, Door()))
                yield replace(anchor, score=anchor.score * (1 - DOOR), why=why)
        if not anchors and not self.weights:  # nothing but a door was said
            for start, _ in self.ranges:
                yield from self._behind(Candidate(start, NO_NAME, ()))

    def by_distance(self, one: Candidate) -> Candidate:
        """A little more for what is close to the point."""
        point = self.tree.points[one.at]
        if self.near is None or np.isnan(point).any():
            return one
        metres = metres_between(*self.near, float(point[0]), float(point[1]))
        return replace(one, score=one.score + NEARBY * math.exp(-metres / NEARBY_M))

    def _ranges(self, within: frozenset[int] | None) -> list[Area]:
        if within is None:
            return [(0, len(self.tree.ids))] if len(self.tree.ids) else []
        roots = sorted(self.tree.at[one] for one in within if one in self.tree.at)
        return [(root, int(self.tree.ends[root])) for root in roots]

    def _weights(self) -> Iterator[tuple[int, float]]:
        """Where each unit of the text begins that says where it is, and how much it says."""
        around = {at for one in SAID_AROUND.finditer(self.said.text) for at in range(*one.span())}
        for unit in split(self.said.text):
            if unit.start not in around:
                yield unit.start, self.finder.names.weigh(unit)

    def _match(self) -> None:
        """Finds the names in the text and who bears them; rare names first, as areas for others."""
        around = [(at, at + 1) for start, _ in self.ranges for at in self.tree.above(start)]
        among = self.finder.names_within([*self.ranges, *around])
        matches = self.finder.names.find(self.said.text, among)
        matches.sort(key=lambda match: len(self.finder.bearers[match.name]) > MOST_BEARERS)
        for match in matches:
            for at in self._bearers(match):
                self.matches.setdefault(at, match)

    def _bearers(self, match: Match) -> Iterable[int]:
        """Places of this name within reach or around it; of too many those in a place named too."""
        bearers = self.finder.bearers[match.name]
        if len(bearers) <= MOST_BEARERS:
            return [int(at) for at in bearers if any(self._areas_of(int(at)))]
        named = [area for at in self.matches for area in self._areas_of(at)]
        inside = [at for area in named for at in _between(bearers, area)[:MOST_BEARERS]]
        reached = [at for area in self.ranges for at in _between(bearers, area)[:MOST_BEARERS]]
        return inside or reached[:MOST_BEARERS]

    def _anchor(self, at: int) -> Candidate:
        """A place by its own name, with what of the text names the places that it lies in."""
        own = self.matches[at]
        spans, inside = [(own.start, own.end)], []
        for above in self.tree.above(at):
            other = self.matches.get(above)
            if other and other.share >= SURE and _is_free(other, spans):
                spans.append((other.start, other.end))
                inside.append(Reason(Why.INSIDE, self.finder.spelled[other.name]))
        score = own.share * (1 - UNEXPLAINED * self._unexplained(spans))
        return Candidate(at, score, (*self._reasons(own, at), *inside))

    def _unexplained(self, spans: list[Area]) -> float:
        """The share of the text, by weight, that stands in none of the spans."""
        total = sum(weight for _, weight in self.weights)
        left = sum(
            weight
            for at, weight in self.weights
            if not any(start <= at < end for start, end in spans)
        )
        return left / total if total else 0.0

    def _reasons(self, match: Match, at: int) -> Iterator[Reason]:
        if (at, match.name) in self.finder.aliases:
            yield Reason(Why.ALIAS, self.finder.spelled[match.name])
        yield Reason(_BY_HOW.get(match.how, Why.NAME if match.is_whole else Why.PART))

    def _behind(self, anchor: Candidate) -> list[Candidate]:
        """What lies behind the door in this place, as far as the door is in the register."""
        found = []
        for door in filter(None, (self.said.door, *self.said.others[:MOST_OTHERS])):
            for area in self._areas_of(anchor.at):
                for at, part in self.tree.behind(door, area, self.near):
                    lost = DOOR * (1 - _weight(part) / _weight(door))
                    score = anchor.score * self._sureness(at, anchor.at) * (1 - lost)
                    why = (*anchor.why, *_missing(door, part))
                    found.append(Candidate(at, score, why))
        return found

    def _sureness(self, at: int, anchor: int) -> float:
        is_sure = self.tree.levels[anchor] >= ESTATE or self.tree.parents[at] == anchor
        return 1.0 if is_sure else NO_ESTATE

    def _areas_of(self, at: int) -> Iterator[Area]:
        """What of a place is within reach."""
        for start, end in self.ranges:
            first, last = max(start, at), min(end, int(self.tree.ends[at]))
            if first < last:
                yield first, last


_BY_HOW: Final = {How.PINYIN: Why.PINYIN, How.SOUND: Why.SOUND, How.INITIALS: Why.INITIALS}
_NOT_THERE: Final = (
    ("building", Why.NO_BUILDING, 0.6),
    ("entrance", Why.NO_ENTRANCE, 0.15),
    ("flat", Why.NO_FLAT, 0.25),
)


def _weight(door: Door) -> float:
    return sum(weight for part, _, weight in _NOT_THERE if getattr(door, part))


def _missing(door: Door, found: Door) -> Iterator[Reason]:
    for part, why, _ in _NOT_THERE:
        said = getattr(door, part)
        if said and not getattr(found, part):
            yield Reason(why, said.upper())


def _is_free(match: Match, spans: list[Area]) -> bool:
    return all(match.end <= start or end <= match.start for start, end in spans)


def _between(places: Indexes, area: Area) -> list[int]:
    first, last = np.searchsorted(places, area)
    return [int(one) for one in places[first:last]]
