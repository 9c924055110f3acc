"""Cursors lead on behind a row, and nothing else is taken for one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.paging import BadPage, Key, Order

ORDER = Order("newest", (Key("at", datetime, descending=True), Key("id", UUID)))
OTHER = Order("oldest", (Key("at", datetime), Key("id", UUID)))


@dataclass
class Row:
    at: datetime
    id: UUID


ROW = Row(datetime(2026, 9, 7, 2, 0, 0, 123456, tzinfo=UTC), UUID(int=7))


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_holds_the_whole_row_behind_which_it_leads_on(at: datetime, key: UUID) -> None:
    assert ORDER.read(ORDER.write(Row(at, key))) == (at, key)


@given(st.text(max_size=80))
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadPage, match="begin without it") as bad:
        ORDER.read(text)

    assert bad.value.field == "cursor"


def test_the_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(BadPage, match='belongs to the order "oldest"'):
        ORDER.read(OTHER.write(ROW))


def test_columns_are_sorted_as_the_order_says() -> None:
    assert ORDER.columns == ("-at", "id")
