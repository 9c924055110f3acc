"""Figures are what happened, added up by day; their parts and the cases behind them agree."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.ground.rights.table import LEVELS
from linli.ground.sheets.actions import load_now
from linli.organise.tasks import actions as tasks
from linli.organise.tasks.queries import of_case
from linli.registers.places import queries as places
from linli.registers.places.models import Place
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import keep_map, move, open_or_join
from linli.respond.cases.loader import HistoryLoader
from linli.respond.cases.queries import whole
from linli.respond.insight import actions
from linli.respond.insight import queries as insight
from linli.respond.insight.handlers import count_and_roll_up
from linli.respond.insight.logic import Measure, Ratio
from linli.respond.insight.models import Counted, Tally
from linli.respond.insight.queries import Asked, Behind
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.tasks.works import photo_by
from tests.cast import District

PART = Asker.for_part("tests")
YEAR = Asked(start=date(2026, 1, 1), end=date(2027, 6, 30))
Deliver = Callable[[], None]
GAS = """
source = "gas"
zone = "Asia/Shanghai"
times = ["%Y-%m-%d"]
columns = { number = "n", opened = "at", item = "what", place = "where" }
items = { Gas = "gas_leak" }
"""

pytestmark = pytest.mark.usefixtures("district", "data")


def recomputed(days: Iterable[date]) -> dict[date, dict[tuple[str, int, int, str, str], list[int]]]:
    """What the tallies of these days must be, from the cases themselves."""
    wanted, zone = set(days), actions._zone()
    every = {one.case_id for one in whole.happened_after(None, 10**9, actions._INSIGHT)}
    found: dict[date, dict[tuple[str, int, int, str, str], list[int]]] = {
        day: defaultdict(lambda: [0, 0]) for day in wanted
    }
    for one in whole.whole_cases(every, actions._INSIGHT):
        for row in actions._rows(one, zone):
            if row.day not in wanted:
                continue
            at = {actions.EVERYWHERE: 0, **{level: getattr(row, f"{level}_id") for level in LEVELS}}
            for level, place_id in at.items():
                if place_id is not None:
                    tally = found[row.day][level, place_id, row.party_id, row.measure, row.item]
                    tally[0] += row.is_met
                    tally[1] += 1
    return found


def told(item: str = "garbage", lat: float = 31.82, lon: float = 117.22) -> cases.CaseRow:
    new = NewReport(item=item, text="Full.", channel="call", lat=lat, lon=lon)
    row = cases.case(open_or_join(take_report(new, PART).signal_id, PART), PART)
    assert row is not None
    return row


def roll() -> None:
    count_and_roll_up.call()


@pytest.fixture
def worked(clock: Any, lin: Asker, wu: Asker, deliver: Deliver) -> list[cases.CaseRow]:
    """One case that Wu's firm does late, one that is voided, one in the other district."""
    done, voided, elsewhere = told(), told("noise"), told("noise", 31.82, 117.36)
    deliver()
    move(done.id, "filed", lin, done.version)
    deliver()
    clock.forward(days=20)
    [task] = of_case(done.id, wu)
    tasks.sign(task.id, wu, task.version)
    tasks.finish(task.id, "Done.", [photo_by(wu)], wu, task.version + 1)
    move(voided.id, "voided", PART, voided.version, "Nothing there.")
    deliver()
    roll()
    return [done, voided, elsewhere]


def compared() -> None:
    days = set(Counted.objects.values_list("day", flat=True))
    kept: dict[date, dict[tuple[Any, ...], list[int]]] = {day: {} for day in days}
    for row in Tally.objects.all():
        at = (row.level, row.place_id, row.party_id, row.measure, row.item)
        kept[row.day][at] = [row.met, row.of]
    assert kept == {day: dict(found) for day, found in recomputed(days).items()}
    assert kept


def test_tallies_are_what_the_cases_come_to_from_their_events(
    worked: list[cases.CaseRow], deliver: Deliver
) -> None:
    compared()

    told("waterlogging")
    case = cases.case(worked[2].id, PART)
    assert case is not None
    move(case.id, "rejected", PART, case.version, "Not ours.")
    deliver()
    roll()
    compared()


def test_late_work_is_overdue_and_opens_to_its_case(
    worked: list[cases.CaseRow], lin: Asker
) -> None:
    found = insight.figures(YEAR, lin)

    assert found[Measure.ON_TIME] == Ratio(0, 1)
    assert found[Measure.OVERDUE] == Ratio(1, 1)
    behind = insight.cases_of(YEAR, Behind(Measure.OVERDUE, is_met=True), lin)
    assert behind == [worked[0].id]


def test_parts_add_up_to_the_whole(worked: list[cases.CaseRow], lin: Asker) -> None:
    whole = insight.figures(YEAR, PART)

    for by in ("place", "item", "month"):
        parts = [group.figures for group in insight.groups(YEAR, by, PART)]
        for measure, ratio in whole.items():
            mine = [one[measure] for one in parts if measure in one]
            assert Ratio(sum(one.met for one in mine), sum(one.of for one in mine)) == ratio, by


def test_each_sees_the_figures_of_their_reach(
    worked: list[cases.CaseRow], district: District, lin: Asker, zhao: Asker, wu: Asker
) -> None:
    assert insight.figures(YEAR, lin)[Measure.OVERDUE].of == 1
    assert Measure.OVERDUE not in insight.figures(YEAR, zhao)
    assert insight.figures(YEAR, wu)[Measure.OVERDUE] == Ratio(1, 1)
    [firm] = insight.groups(YEAR, "party", wu)
    assert firm.key == str(district.property)
    street = places.by_code("s1")
    assert street is not None
    there = Asked(start=YEAR.start, end=YEAR.end, place=street)
    for asker in (zhao, wu):
        with pytest.raises(Refused):
            insight.figures(there, asker)
    with pytest.raises(Refused):
        insight.figures(YEAR, VISITOR)


def test_estates_without_incidents_are_counted(worked: object, lin: Asker) -> None:
    assert insight.estates(YEAR, lin).spared == Ratio(1, 1)

    told("gas_leak")
    roll()

    found = insight.estates(YEAR, lin)
    assert (found.all, found.touched, found.incidents) == (1, 1, 1)
    assert found.spared == Ratio(0, 1)


def test_fifty_five_incidents_in_51_of_591_estates_leave_540_with_none(
    district: District, lin: Asker
) -> None:
    where = district.where("estate").columns()
    Place.objects.bulk_create(
        Place(code=f"x{n}", name=f"{n}", level="estate", parent_id=district.grid, **where)
        for n in range(590)
    )
    bump("places")
    header = "n,at,what,where\n"
    rows = [f"{n},2026-03-0{1 + n % 9},Gas,x{n % 51}\n" for n in range(55)]
    loader = HistoryLoader().of_source(keep_map(GAS, PART))
    assert load_now((header + "".join(rows)).encode(), loader, PART)[1] == []
    roll()

    found = insight.estates(YEAR, lin)

    assert (found.all, found.touched, found.incidents) == (591, 51, 55)
    assert (found.spared, found.spared.percent) == (Ratio(540, 591), 91.37)


def test_nothing_is_counted_twice_by_a_second_run(worked: object) -> None:
    before = list(Tally.objects.order_by("level", "place_id").values_list("met", "of"))
    roll()
    roll()

    after = list(Tally.objects.order_by("level", "place_id").values_list("met", "of"))
    assert sorted(after) == sorted(before)


def test_only_the_days_that_are_asked_for_count(worked: object, lin: Asker) -> None:
    day = YEAR.start + timedelta(days=1)

    assert insight.figures(Asked(start=YEAR.start, end=day), lin) == {}
