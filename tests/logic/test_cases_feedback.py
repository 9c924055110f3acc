"""How long a case waits for its reporters."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from linli.registers.calendars.logic import WorkingTime
from linli.registers.catalogue.logic import ItemDefinition, Joining, Limit, Words
from linli.respond.cases.logic.feedback import feedback_limit, feedback_until

OFFICE = WorkingTime((((540, 1020),),) * 5 + ((), ()), ZoneInfo("Asia/Shanghai"))
MONDAY_TEN = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
GARBAGE = ItemDefinition(
    code="garbage",
    version=1,
    name=Words("垃圾堆积", "Garbage"),
    description=Words("乱倒垃圾。", "Dumped waste."),
    group="events",
    severity="low",
    public=True,
    joining=Joining(radius_m=30, minutes=60, reports=False),
    filing="desk",
    clocks={"handle": Limit(1, "working_days")},
)


def test_reporters_have_a_working_week_unless_the_item_says_otherwise() -> None:
    quick = replace(GARBAGE, clocks={"feedback": Limit(90, "minutes")})

    assert feedback_limit(GARBAGE) == Limit(5, "working_days")
    assert feedback_limit(quick) == Limit(90, "minutes")


def test_the_window_ends_with_the_desk_s_fifth_working_day() -> None:
    next_monday_five = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)

    assert feedback_until(MONDAY_TEN, Limit(5, "working_days"), OFFICE) == next_monday_five
