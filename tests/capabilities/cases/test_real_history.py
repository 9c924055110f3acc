"""The requests of a real city come in whole; what is wrong with which line is said, and counted."""

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from linli.ground.rights.asker import Asker
from linli.ground.sheets.actions import load_now
from linli.registers.places.actions import load_geojson
from linli.respond.cases.actions import keep_map
from linli.respond.cases.loader import HistoryLoader
from linli.respond.cases.logic.history import read_map
from linli.respond.cases.models import Case, ClockEvent
from linli.respond.insight import actions as counting
from linli.respond.insight import queries as insight
from linli.respond.insight.logic import Measure, Ratio
from linli.respond.insight.queries import Asked
from tools import la311

MAPS = Path(__file__).parents[3] / "docs" / "guides" / "maps"
PART = Asker.for_part("tests")
LA = ZoneInfo("America/Los_Angeles")

pytestmark = [
    pytest.mark.usefixtures("district"),
    pytest.mark.skipif(
        not la311.polygons().is_file(),
        reason=f"no requests of Los Angeles in {la311.folder()}; LINLI_SHARED_DATA says where",
    ),
]


@pytest.fixture(autouse=True)
def councils(district: object) -> None:
    """The polygons of the city's councils, as the places of its history."""
    report = load_geojson(
        la311.polygons(),
        id_property="nc_id",
        name_property="name",
        level="street",
        parent_code="d1",
        asker=PART,
    )
    assert (report.added, report.faults) == (99, [])


def load(year: str, name: str) -> tuple[int, int, list[tuple[int, str]], Counter[str]]:
    """How many came in and were there, which rows were refused for which column, and the notes."""
    loader = HistoryLoader().of_source(keep_map((MAPS / f"la311-{year}.toml").read_text(), PART))
    plan, faults = load_now((la311.folder() / name).read_bytes(), loader, PART)
    refused = [(fault.row, fault.column) for fault in faults]
    return (
        plan.added,
        plan.same,
        refused,
        Counter(note.message.partition(":")[0] for note in plan.notes),
    )


def test_the_9_999_requests_of_2017() -> None:
    name = "la311_2017_subset.csv"
    before_created = [1015, 1685, 2050, 2089, 3168, 5801, 7186, 7632, 8413, 8681, 9239, 9760]

    added, _, refused, notes = load("2017", name)

    assert refused == [(row, "ClosedDate") for row in before_created]
    assert added == 9_999 - 12
    assert notes["has no coordinates"] == 1_753
    assert sum(notes.values()) == Case.objects.filter(place=None).count()
    assert Case.objects.filter(is_open=True).count() == 5
    assert load("2017", name)[:2] == (0, 9_987)


def test_the_2020_file_with_the_citys_closings_as_the_end_of_the_work() -> None:
    name = "la311_2020_january.csv"

    added, _, refused, _ = load("2020", name)

    with (la311.folder() / name).open(newline="") as file:
        rows = list(csv.DictReader(file))
    over = [row for row in rows if row["closeddate"]]
    undated = [
        (line, "closeddate")
        for line, row in enumerate(rows, start=2)
        if row["status"] == "Closed" and not row["closeddate"]
    ]
    assert (len(undated), refused) == (18, undated)
    assert (added, Case.objects.filter(is_open=True).count()) == (9_982, 31)
    ended = ClockEvent.objects.filter(clock="handle", kind="stop")
    closings = Counter(
        datetime.strptime(row["closeddate"], "%m/%d/%y %H:%M").replace(tzinfo=LA) for row in over
    )
    assert Counter(ended.values_list("at", flat=True)) == closings
    while not counting.count_changed():
        pass
    counting.roll_up()
    every = Asked(start=date(2019, 12, 1), end=date(2020, 12, 31))
    figures = {group.key: group.figures for group in insight.groups(every, "item", PART)}
    assert {item: one.get(Measure.FIRST_TIME) for item, one in figures.items()} == by_item(over)
    dead = figures["la_dead_animal"]
    assert dead[Measure.ON_TIME] == on_time(over, minutes=1440)
    assert (dead[Measure.CLOSING], dead[Measure.OVERDUE]) == closing_and_overdue(rows, minutes=1440)
    assert {day: of_day(day) for day in january(over)} == january(over)


def item_of(row: dict[str, str]) -> str:
    kept = read_map((MAPS / "la311-2020.toml").read_text()).items[row["requesttype"]]
    return kept if isinstance(kept, str) else kept.code


def at(row: dict[str, str], column: str) -> datetime:
    return datetime.strptime(row[column], "%m/%d/%y %H:%M").replace(tzinfo=LA)


def by_item(over: list[dict[str, str]]) -> dict[str, Ratio]:
    """How many of each type the city closed, by the file alone; all of them at the first go."""
    closed = Counter(item_of(row) for row in over if row["status"] == "Closed")
    return {item: Ratio(count, count) for item, count in closed.items()}


def on_time(over: list[dict[str, str]], minutes: int) -> Ratio:
    """Dead animals: a day and a night for each, counted from its creation."""
    dead = [
        row
        for row in over
        if row["requesttype"] == "Dead Animal Removal" and row["status"] == "Closed"
    ]
    took = [(at(row, "closeddate") - at(row, "createddate")).total_seconds() / 60 for row in dead]
    return Ratio(sum(one <= minutes for one in took), len(took))


def closing_and_overdue(rows: list[dict[str, str]], minutes: int) -> tuple[Ratio, Ratio]:
    """Of all dead animals that were taken over, closed or not, but for what the city cancelled."""
    dead = [
        row
        for row in rows
        if row["requesttype"] == "Dead Animal Removal"
        and (row["closeddate"] or row["status"] != "Closed")
        and row["status"] != "Cancelled"
    ]
    closed = sum(row["status"] == "Closed" for row in dead)
    late = len(dead) - on_time([row for row in dead if row["closeddate"]], minutes).met
    return Ratio(closed, len(dead)), Ratio(late, len(dead))


def january(over: list[dict[str, str]]) -> dict[date, Ratio]:
    """How many the city closed on each day of the office."""
    closed = [at(row, "closeddate") for row in over if row["status"] == "Closed"]
    of_office = Counter(one.astimezone(ZoneInfo("Asia/Shanghai")).date() for one in closed)
    return {day: Ratio(count, count) for day, count in of_office.items()}


def of_day(day: date) -> Ratio | None:
    return insight.figures(Asked(start=day, end=day), PART).get(Measure.FIRST_TIME)
