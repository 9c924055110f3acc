"""Cursors lead on behind a row, and nothing else is taken for one."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.paging import EARLIEST, LATEST, BadPage, Key, Order

ORDER = Order("newest", (Key("at", datetime, descending=True), Key("id", UUID)))
OTHER = Order("oldest", (Key("at", datetime), Key("id", UUID)))


@dataclass
class Row:
    at: datetime
    id: UUID


ROW = Row(datetime(2026, 9, 7, 2, 0, 0, 123456, tzinfo=UTC), UUID(int=7))


@given(
    st.datetimes(
        EARLIEST.replace(tzinfo=None), LATEST.replace(tzinfo=None), timezones=st.just(UTC)
    ),
    st.uuids(),
)
def test_a_cursor_holds_the_whole_row_behind_which_it_leads_on(at: datetime, key: UUID) -> None:
    assert ORDER.read(ORDER.write(Row(at, key))) == (at, key)


@given(st.text(max_size=80))
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadPage, match="begin without it") as bad:
        ORDER.read(text)

    assert bad.value.field == "cursor"


def forged(*values: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-09-07T02:00:00+23:59",
        "2026-09-07T02:00:00",
        "1969-12-31T23:59:59Z",
    ],
)
def test_a_time_that_no_row_has_is_refused(at: str) -> None:
    with pytest.raises(BadPage, match="begin without it"):
        ORDER.read(forged("newest", at, str(UUID(int=7))))


@pytest.mark.parametrize("number", [2**63, -(2**63), 10**30])
def test_a_number_that_no_row_has_is_refused(number: int) -> None:
    order = Order("numbers", (Key("number", int),))

    with pytest.raises(BadPage, match="begin without it"):
        order.read(forged("numbers", number))
    assert order.read(forged("numbers", 2**63 - 1)) == (2**63 - 1,)


def test_a_text_that_no_row_has_is_refused() -> None:
    order = Order("words", (Key("word", str),))
    with pytest.raises(BadPage, match="begin without it"):
        order.read(forged("words", "a\0b"))
    assert order.read(forged("words", "ab")) == ("ab",)


def test_the_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(BadPage, match='belongs to the order "oldest"'):
        ORDER.read(OTHER.write(ROW))


def test_columns_are_sorted_as_the_order_says() -> None:
    assert ORDER.columns == ("-at", "id")
