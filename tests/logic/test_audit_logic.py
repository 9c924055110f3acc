"""The code of an audit row changes with every column, and with nothing else."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from linli.ground.audit.logic import clean, code_of, plain

KEY = b"a key"
COLUMNS = {
    "id": UUID(int=7),
    "at": datetime(2026, 9, 7, 2, tzinfo=UTC),
    "user_id": 3,
    "user_name": "Lin",
    "act": "see",
    "detail": {"b": 1, "a": [True, None]},
}


def test_the_code_is_hmac_sha256_of_canonical_json() -> None:
    body = (
        '{"act":"see","at":"2026-09-07T02:00:00.000000+00:00","detail":{"a":[true,null],"b":1},'
        '"id":"00000000-0000-0000-0000-000000000007","user_id":3,"user_name":"Lin"}'
    )
    assert code_of(COLUMNS, KEY) == hmac.new(KEY, body.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"id": UUID(int=8)},
        {"at": COLUMNS["at"] + timedelta(microseconds=1)},
        {"user_id": None},
        {"user_id": "3"},
        {"user_name": "Lin "},
        {"act": "sea"},
        {"detail": {"b": 1, "a": [True]}},
        {"detail": {"b": "1", "a": [True, None]}},
    ],
)
def test_every_change_changes_the_code(change: dict[str, object]) -> None:
    assert code_of({**COLUMNS, **change}, KEY) != code_of(COLUMNS, KEY)


def test_another_key_gives_another_code() -> None:
    assert code_of(COLUMNS, b"another") != code_of(COLUMNS, KEY)


def test_text_cannot_move_from_one_column_to_the_next() -> None:
    assert code_of({"a": "x", "b": "yz"}, KEY) != code_of({"a": "xy", "b": "z"}, KEY)


def test_the_zone_and_the_order_of_columns_do_not_count() -> None:
    turned = {name: COLUMNS[name] for name in reversed(COLUMNS)}
    shanghai = COLUMNS["at"].astimezone(timezone(timedelta(hours=8)))
    assert code_of({**turned, "at": shanghai}, KEY) == code_of(COLUMNS, KEY)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1e20, "1e+20"),
        (-0.0, "-0.0"),
        (float("nan"), "nan"),
        (True, True),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (("a", 2), ["a", 2]),
        ({"depth_cm": 0.5, 3: None}, {"depth_cm": "0.5", "3": None}),
        (datetime(2026, 9, 7, 2, tzinfo=UTC), "2026-09-07T02:00:00+00:00"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_detail_becomes_what_both_databases_give_back_unchanged(
    value: object, kept: object
) -> None:
    assert plain(value) == kept


def test_text_is_cut_to_its_column() -> None:
    assert clean("居民来访" * 40, 120) == "居民来访" * 30
