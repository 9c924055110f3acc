"""Orders of the hotline: their states, by when they are due, what is read out of pasted text."""

from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from linli.organise.hotline.logic.due import NoMoment, due, read_moment, return_until
from linli.organise.hotline.logic.pasted import read_pasted
from linli.organise.hotline.logic.states import (
    LABELS,
    OPEN,
    TRANSITIONS,
    State,
    leaving,
    require_step,
)
from linli.registers.calendars.logic import WorkingTime
from linli.registers.catalogue.logic import Limit
from linli.respond.cases.logic.faults import IllegalMove

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = ((540, 720), (840, 1080))
OFFICE = WorkingTime((DAY,) * 5 + ((),) * 2, SHANGHAI)
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=SHANGHAI)
HEADINGS = {"工单编号": "number", "诉求内容": "text", "地址": "address", "来电人": "reporter_name"}


def name_of(heading: str) -> str:
    return HEADINGS.get(heading.strip(), "")


@pytest.mark.parametrize(
    ("stated", "limit", "expected"),
    [
        (None, None, None),
        (datetime(2026, 12, 4, 9, 0, tzinfo=UTC), None, datetime(2026, 12, 4, 9, 0, tzinfo=UTC)),
        (None, Limit(1, "working_days"), datetime(2026, 11, 30, 10, 0, tzinfo=UTC)),
        (
            datetime(2026, 12, 4, 9, 0, tzinfo=UTC),
            Limit(1, "working_days"),
            datetime(2026, 11, 30, 10, 0, tzinfo=UTC),
        ),
        (
            datetime(2026, 11, 28, 9, 0, tzinfo=UTC),
            Limit(1, "working_days"),
            datetime(2026, 11, 28, 9, 0, tzinfo=UTC),
        ),
    ],
)
def test_the_earlier_of_the_two_rules_counts(
    stated: datetime | None, limit: Limit | None, expected: datetime | None
) -> None:
    assert due(FRIDAY, stated, limit, OFFICE) == expected


def test_the_hotline_has_a_working_day_to_decide_on_a_return() -> None:
    assert return_until(FRIDAY, OFFICE) == datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-28 09:10", "2026-11-28T09:10:00"),
        ("2026/11/28 9:10:30", "2026-11-28T09:10:30"),
        ("2026-11-28T09:10:00", "2026-11-28T09:10:00"),
        ("２０２６年１１月２８日 ９时１０分", "2026-11-28T09:10:00"),
        ("2026年11月28日17时", "2026-11-28T17:00:00"),
        ("2026.11.28", "2026-11-28T23:59:00"),
    ],
)
def test_times_are_read_as_sheets_write_them(written: str, expected: str) -> None:
    found = read_moment(written, SHANGHAI, ends=True)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)


def test_a_day_on_which_something_begins_begins_with_it() -> None:
    assert read_moment("2026-11-28", SHANGHAI, ends=False).hour == 0


@pytest.mark.parametrize("written", ["", "soon", "2026-13-01", "2026-11-28 25:00", "28.11.2026"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(NoMoment):
        read_moment(written, SHANGHAI, ends=True)


def test_a_copied_table_is_read_by_its_headings() -> None:
    text = '序号\t工单编号\t诉求内容\n1\tA1\t"路灯不亮\n已有一周"\n2\tA2\t井盖翘起\n'
    assert read_pasted(text, name_of) == [
        {"number": "A1", "text": "路灯不亮\n已有一周"},
        {"number": "A2", "text": "井盖翘起"},
    ]


def test_copied_lines_are_read_by_their_labels() -> None:
    text = """
    工单编号：A1
    来电人: 王女士
    诉求内容：路灯不亮
    已有一周，注意：晚上很暗
    工单编号：A2
    诉求内容：井盖翘起
    """
    assert read_pasted(text, name_of) == [
        {"number": "A1", "reporter_name": "王女士", "text": "路灯不亮\n已有一周，注意：晚上很暗"},
        {"number": "A2", "text": "井盖翘起"},
    ]


@pytest.mark.parametrize("text", ["", "路灯不亮", "诉求内容：没有编号", "a\tb\nc\td", "\t\n\t"])
def test_nothing_is_made_of_text_without_a_number(text: str) -> None:
    assert read_pasted(text, name_of) == []


def test_every_state_is_named_and_every_open_one_leads_on() -> None:
    assert set(LABELS) == set(State)
    assert {state for state in State if leaving(state)} == OPEN


def test_what_the_table_does_not_hold_is_refused() -> None:
    acts = ("return", "reply")
    legal = {(one.source, one.to, one.act) for one in TRANSITIONS}
    for step in set(product(State, State, acts)) - legal:
        with pytest.raises(IllegalMove):
            require_step(*step)
    for step in legal:
        require_step(*step)
