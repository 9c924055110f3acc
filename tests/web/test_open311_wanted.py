"""What `GET requests.json` may be asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from linli.web.api.open311.answers import Faulty
from linli.web.api.open311.wanted import LONGEST_WINDOW, MOST_ROWS, Wanted, read

NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


def asked(query: str) -> Wanted:
    return read(QueryDict(query), NOW)


def test_without_a_time_the_last_ninety_days_are_meant() -> None:
    wanted = asked("")

    assert (wanted.start, wanted.end) == (NOW - LONGEST_WINDOW, NOW)
    assert (wanted.page, wanted.page_size) == (1, MOST_ROWS)


def test_a_start_reaches_at_most_ninety_days_on() -> None:
    wanted = asked("start_date=2026-01-01T00:00:00Z")

    assert wanted.end == datetime(2026, 1, 1, tzinfo=UTC) + LONGEST_WINDOW


def test_an_end_reaches_ninety_days_back() -> None:
    wanted = asked("end_date=2026-08-01T00:00:00%2B08:00")

    assert wanted.end - wanted.start == LONGEST_WINDOW
    assert wanted.end == datetime(2026, 7, 31, 16, tzinfo=UTC)


def test_a_longer_window_is_cut_at_its_older_end() -> None:
    wanted = asked("start_date=2020-01-01&end_date=2026-09-01")

    assert wanted.end - wanted.start == timedelta(days=90)


def test_times_go_on_as_utc_whatever_their_offset() -> None:
    wanted = asked("start_date=2026-01-02T00:00:00%2B23:59")
    assert wanted.start.isoformat() == "2026-01-01T00:01:00+00:00"


def test_lists_are_split_at_commas() -> None:
    wanted = asked("service_code=garbage,%20noise&status=open,closed&extensions=true")

    assert wanted.items == ("garbage", "noise")
    assert wanted.status == {"open", "closed"}
    assert wanted.extensions


def test_lists_may_also_be_told_again_and_again() -> None:
    wanted = asked("status=open&status=closed&service_code=garbage,noise&service_code=sos")

    assert wanted.status == {"open", "closed"}
    assert wanted.items == ("garbage", "noise", "sos")


def test_pages_have_no_window() -> None:
    assert asked("page=1").start is None
    assert asked("page=1&start_date=2010-01-01").start == datetime(2010, 1, 1, tzinfo=UTC)


def test_ids_that_are_none_of_ours_are_left_out() -> None:
    wanted = asked("service_request_id=0199b4c5-0000-7000-8000-000000000000,638344")

    assert len(wanted.ids or ()) == 1


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("status=lost", "status"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=99999999999999999999", "page"),
        ("page=²", "page"),
        ("page_size=1001", "page_size"),
        ("start_date=yesterday", "start_date"),
        ("start_date=2026-13-01T00:00:00Z", "start_date"),
        ("end_date=0001-01-01T00:00:00Z", "end_date"),
        ("end_date=9999-12-31T23:59:59Z", "end_date"),
        ("service_code=a%00b", "service_code"),
        ("service_code=" + "a," * 101, "service_code"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(query: str, named: str) -> None:
    with pytest.raises(Faulty) as raised:
        asked(query)

    assert raised.value.status == 400
    assert named in raised.value.sentences[0]
