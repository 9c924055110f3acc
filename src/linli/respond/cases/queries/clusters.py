"""Open cases as a map shows them when there are many: those that lie close together as one.

The database counts them by the cells of a grid, from an index that holds all that is asked for.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Avg, Count, F, Func, IntegerField, Max, Min, QuerySet, When
from django.db.models import Case as Choice
from django.db.models.sql.compiler import SQLCompiler

from linli.ground import clock
from linli.ground.database.unindexed import filter_unindexed
from linli.ground.rights.asker import Asker
from linli.ground.rights.scoped import LEVEL_COLUMNS
from linli.registers.catalogue.logic import SEVERITIES
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.models import Case
from linli.respond.cases.queries.filters import CaseFilter, matching
from linli.respond.cases.queries.rows import inside

MOST: Final = 2_000
"""Clusters in one answer."""
DEEPEST: Final = 22
"""Zoom at which a cell is half a metre wide: only what lies at one point is still together."""

_BOUNDS: Final = {
    "west": (-180, 180),
    "east": (-180, 180),
    "south": (-90, 90),
    "north": (-90, 90),
    "zoom": (0, 24),
}
_WORLD_PX: Final = 512
_CELL_PX: Final = 64


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the world that a map shows, in degrees (WGS-84), and its zoom.

    At zoom 0 the world is 512 pixels wide, and twice that with each step, as MapLibre counts.
    """

    west: float
    south: float
    east: float
    north: float
    zoom: float

    @property
    def cells_per_degree(self) -> float:
        width = _WORLD_PX * 2 ** max(0.0, min(self.zoom, DEEPEST))
        return float(width / _CELL_PX / 360)


@dataclass(frozen=True, slots=True)
class Cluster:
    """How many cases lie there, their middle, and the gravest severity among them.

    `number` is that of a case that is alone.
    """

    lat: float
    lon: float
    count: int
    severity: str
    number: str

    def with_(self, other: "Cluster") -> "Cluster":
        count = self.count + other.count
        share = other.count / count
        return Cluster(
            self.lat + (other.lat - self.lat) * share,
            self.lon + (other.lon - self.lon) * share,
            count,
            min(self.severity, other.severity, key=SEVERITIES.index),
            "",
        )


class _Cell(Func):
    """The whole part of a number that is not negative."""

    output_field = IntegerField()
    template = "CAST(FLOOR(%(expressions)s) AS INTEGER)"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        # Its FLOOR is one of Python, called for each row; its CAST leaves the fraction out.
        return self.as_sql(
            compiler, connection, template="CAST(%(expressions)s AS INTEGER)", **extra
        )


def clusters(wanted: CaseFilter, window: Window, asker: Asker) -> list[Cluster]:
    """The open cases of a list that lie in the window; its words, order and page do not matter.

    Raises `BadFilter`, also for a window that holds more than `MOST` clusters; `Refused`.
    """
    _check(window)
    listed = _listed(wanted, asker)
    found = _cells(listed, window, "lat", "lon")
    for cell, more in _cells(listed.filter(lat=None), window, "place__lat", "place__lon").items():
        found[cell] = found[cell].with_(more) if cell in found else more
    if len(found) > MOST:
        raise BadFilter("zoom", f"{window.zoom:g} makes more than {MOST} clusters; zoom out.")
    return list(found.values())


def _listed(wanted: CaseFilter, asker: Asker) -> "QuerySet[Case]":
    scope = asker.require("see", "case")
    listed = matching(replace(wanted, open_only=True), clock.now()) & inside(scope)
    # Any other index would lead to the table, row by row.
    return filter_unindexed(Case.objects.all(), listed, (*LEVEL_COLUMNS, "list", "item", "due_at"))


def _cells(
    rows: "QuerySet[Case]", window: Window, lat: str, lon: str
) -> dict[tuple[int, int], Cluster]:
    """What has its point in these columns, by the column and row of its cell."""
    inside_it = {
        f"{lat}__range": (window.south, window.north),
        f"{lon}__range": (window.west, window.east),
    }
    per_degree = window.cells_per_degree
    grouped = (
        rows.filter(**inside_it)
        .order_by()
        .values(
            column=_Cell((F(lon) + 180.0) * per_degree), row=_Cell((F(lat) + 90.0) * per_degree)
        )
    )
    worst = Choice(*(When(severity=one, then=at) for at, one in enumerate(SEVERITIES)))
    counted = grouped.annotate(
        to_north=Avg(lat),
        to_east=Avg(lon),
        count=Count("number"),
        worst=Min(worst),
        one=Max("number"),
    )
    asked = counted.values_list("column", "row", "to_north", "to_east", "count", "worst", "one")
    # No more than tells that there are too many: deep in a wide window each case is a cell.
    return {(column, row): _cluster(*one) for column, row, *one in asked[: MOST + 1]}


def _cluster(lat: float, lon: float, count: int, worst: int, first: str) -> Cluster:
    return Cluster(lat, lon, count, SEVERITIES[worst], first if count == 1 else "")


def _check(window: Window) -> None:
    """Raises `BadFilter`."""
    for one in fields(window):
        value = getattr(window, one.name)
        least, most = _BOUNDS[one.name]
        if not least <= value <= most:
            raise BadFilter(one.name, f"is {value:g}; use a number from {least} to {most}.")
    for low, high in (("south", "north"), ("west", "east")):
        if getattr(window, low) >= getattr(window, high):
            raise BadFilter(low, f"is not less than {high}.")
