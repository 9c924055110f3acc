"""A small line of readings, drawn on the server as an SVG path."""

from dataclasses import dataclass
from typing import Final

from linli.sense.devices.logic import DeviceType
from linli.sense.telemetry.queries import ReadingRow
from linli.web.shared.measured import quantity_words, value_words

WIDTH: Final = 600.0
HEIGHT: Final = 120.0
SMALLEST_SPAN: Final = 0.1
"""Of the largest value: what the frame shows at least."""


@dataclass(frozen=True, slots=True)
class Chart:
    """`path` and `limits` are in the units of a 600 by 120 view; the words say the same."""

    name: str
    newest: str
    lowest: str
    highest: str
    first: ReadingRow
    last: ReadingRow
    path: str
    limits: tuple[float, ...]
    count: int


def chart_of(kind: DeviceType, quantity: str, newest_first: list[ReadingRow]) -> Chart:
    """The line of one quantity, and the limits of its rules that lie within what is shown."""
    rows = newest_first[::-1]
    values = [float(row.value) for row in rows]
    limits = [
        float(rule.limit)
        for rule in kind.rules
        if rule.quantity == quantity and not isinstance(rule.limit, bool)
    ]
    low, high = _frame([*values, *limits])
    return Chart(
        name=quantity_words(kind, quantity),
        newest=value_words(rows[-1].value, rows[-1].unit),
        lowest=value_words(min(row.value for row in rows), rows[-1].unit),
        highest=value_words(max(row.value for row in rows), rows[-1].unit),
        first=rows[0],
        last=rows[-1],
        path=_path(rows, low, high),
        limits=tuple(round(_height(limit, low, high), 1) for limit in limits),
        count=len(rows),
    )


def _frame(values: list[float]) -> tuple[float, float]:
    """A little more than what is shown, so that no line lies on the edge; and never so little that
    the noise of a steady value looks like a cliff.
    """
    low, high = min(values), max(values)
    least = SMALLEST_SPAN * max(abs(low), abs(high)) or 1.0
    margin = max((high - low) * 0.08, (least - (high - low)) / 2)
    return low - margin, high + margin


def _path(rows: list[ReadingRow], low: float, high: float) -> str:
    start, end = rows[0].at.timestamp(), rows[-1].at.timestamp()
    span = end - start or 1.0
    points = [
        (WIDTH * (row.at.timestamp() - start) / span, _height(float(row.value), low, high))
        for row in rows
    ]
    if len(points) == 1:
        points = [(0.0, points[0][1]), (WIDTH, points[0][1])]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _height(value: float, low: float, high: float) -> float:
    return HEIGHT * (1 - (value - low) / (high - low))
