"""How far off a deadline is, as people say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from linli.registers.calendars.logic import Distance, Unit, WorkingTime, distance

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingTime((((540, 720), (810, 1050)),) * 5 + ((), ()), SHANGHAI)


@pytest.mark.parametrize(
    ("now", "due", "unit", "said"),
    [
        ("2026-09-11T16:30", "2026-09-14T11:00", "working_hours", (3, "working_hours", False)),
        ("2026-09-11T16:50", "2026-09-14T09:00", "working_days", (40, "minutes", False)),
        ("2026-09-07T10:00", "2026-09-09T17:30", "working_days", (2, "working_days", False)),
        ("2026-09-07T10:00", "2026-09-08T09:30", "working_days", (6, "working_hours", False)),
        ("2026-09-09T17:30", "2026-09-07T17:30", "working_days", (2, "working_days", True)),
        ("2026-09-12T10:00", "2026-09-11T17:30", "working_hours", (0, "minutes", True)),
        ("2026-09-07T10:00", "2026-09-07T13:05", "minutes", (185, "minutes", False)),
        ("2026-09-07T10:00", "2027-09-07T10:00", "working_days", (365, "days", False)),
    ],
)
def test_a_deadline_is_as_far_off_as_people_say(
    now: str, due: str, unit: Unit, said: tuple[int, str, bool]
) -> None:
    found = distance(_at(now), _at(due), unit, OFFICE)
    assert found == Distance(*said)  # type: ignore[arg-type]


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)
