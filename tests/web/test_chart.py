"""The line of readings shows what changed, and no more than that."""

import re
from datetime import UTC, datetime, timedelta

from linli.sense.devices import queries as devices
from linli.sense.telemetry.queries import ReadingRow
from linli.web.console.chart import Chart, chart_of

NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


def drawn(quantity: str, *values: float) -> tuple[Chart, list[float]]:
    """The chart of these values, oldest first, and the heights of its line from the top."""
    rows = [
        ReadingRow("wg1", quantity, "", value, NOON + timedelta(minutes=number), NOON)
        for number, value in enumerate(values)
    ]
    chart = chart_of(devices.types()["water_gauge"], quantity, rows[::-1])
    return chart, [float(height) for height in re.findall(r" ([\d.]+)", chart.path)]


def test_a_steady_battery_is_a_nearly_level_line() -> None:
    _, heights = drawn("battery", 71.7, 71.9, 72.0)
    assert max(heights) - min(heights) < 6


def test_a_flood_rises_to_the_limit_and_beyond() -> None:
    chart, heights = drawn("water_level", 0.02, 0.15, 0.46)
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] < chart.limits[0] < heights[1]
    assert max(heights) - min(heights) > 100


def test_nothing_but_nought_is_a_level_line_within_the_frame() -> None:
    _, heights = drawn("noise", 0.0, 0.0)  # a quantity without a rule
    assert heights == [60.0, 60.0]
