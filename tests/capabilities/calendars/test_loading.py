"""Days of one's own, as a clerk lists them: all are set, or none."""

from datetime import date
from pathlib import Path

import pytest

from linli.cli import main
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.files import LoadReport, load_files
from linli.registers.calendars import actions, queries
from linli.registers.calendars.loader import DayLoader
from linli.registers.calendars.models import SpecialDay
from tests.cast import SETUP
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db
FULL_DAY = ((540, 720), (810, 1050))


@pytest.fixture(autouse=True)
def _loaded(clock: StillClock) -> None:
    actions.load_defaults(SETUP)


def load(folder: Path, text: str, asker: Asker = SETUP) -> LoadReport:
    file = folder / "days.csv"
    file.write_text(text)
    return load_files([file], {"calendar": DayLoader()}, asker)


def hours(day: date) -> tuple[tuple[int, int], ...]:
    return queries.calendar("office").hours(day)


def test_days_off_make_up_days_and_half_days_are_set(tmp_path: Path) -> None:
    text = (
        "日期,上班,时间,说明\n"
        "2026-09-08,否,,防汛停工\n"
        "2026/9/12,是,,补班\n"
        "20260909,是,9:00—12:00、14:00－16:30,半天\n"
    )
    report = load(tmp_path, text)
    assert (report.added, report.changed, report.faults) == (3, 0, [])
    assert hours(date(2026, 9, 8)) == ()
    assert hours(date(2026, 9, 12)) == FULL_DAY
    assert hours(date(2026, 9, 9)) == ((540, 720), (840, 990))

    again = load(tmp_path, text, Asker.for_operator("gu"))
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    assert AuditEntry.objects.count() == 0
    changed = load(tmp_path, "day,working\n2026-09-08,yes\n", Asker.for_operator("gu"))
    assert (changed.added, changed.changed) == (0, 1)
    assert hours(date(2026, 9, 8)) == FULL_DAY
    assert [(one.act, one.kind) for one in AuditEntry.objects.all()] == [("set", "calendar")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("2026-02-30,是,,", "3/日期: “2026-02-30” is not a date; write it like 2026-11-28"),
        ("2026-09-09,也许,,", "3/上班: “也许” is neither yes nor no"),
        ("2026-09-09,,,", "3/上班: is empty; fill it in"),
        ("2026-09-09,否,09:00-12:00,", "3/时间: a day off has no hours; leave them empty"),
        ("2026-09-09,是,9-12,", '3/时间: "9" is no time of day; use one from 00:00 to 24:00.'),
        ("2026-09-09,是,12:00-09:00,", "3/时间: The hours [['12:00', '09:00']] overlap or run"),
        (
            "2026-09-09,是,,moon",
            "3/工作日历: there is no calendar “moon”; use one of: always",
        ),
        ("2026-09-08,是,,", "3/日期: stands above already; keep one row for a day"),
    ],
)
def test_a_fault_is_named_and_no_day_is_set(tmp_path: Path, line: str, fault: str) -> None:
    before = list(SpecialDay.objects.order_by("pk").values())
    report = load(tmp_path, f"日期,上班,时间,工作日历\n2026-09-08,否,,\n{line}\n")
    ((name, told),) = report.faults
    assert name == "days.csv"
    assert str(told).startswith(fault)
    assert (report.added, report.changed) == (0, 0)
    assert list(SpecialDay.objects.order_by("pk").values()) == before


def test_nobody_sets_days_without_the_right(tmp_path: Path, lin: Asker, zhao: Asker) -> None:
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            load(tmp_path, "day,working\n2026-09-08,no\n", asker)
    assert hours(date(2026, 9, 8)) == FULL_DAY


def test_the_command_sets_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "days.csv"
    file.write_text("day,working\n2026-09-08,no\n")
    assert main(["calendars", "load", str(file)]) == 0
    assert capsys.readouterr().err == "1 added, 0 changed, 0 as they were\n"
    assert hours(date(2026, 9, 8)) == ()
