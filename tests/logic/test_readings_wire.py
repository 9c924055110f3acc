"""SenML and plain JSON become readings; whatever is wrong comes back with its place."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.wire.faults import Fault
from linli.wire.readings import MOST_RECORDS, Decoded, Reading, decode, encode

NOW = 1_790_000_000.0


def senml(*records: Any) -> Decoded:
    return decode(json.dumps(records).encode(), "d7", NOW)


def reasons(decoded: Decoded) -> list[tuple[str, str]]:
    return [(fault.reason, fault.place) for fault in decoded.faults]


def test_the_example_of_the_interface_is_one_reading() -> None:
    payload = b'[{"bn":"urn:linli:d7:","bt":1790000000,"n":"water_level","u":"m","v":0.22}]'
    assert decode(payload, "d7", NOW + 5) == Decoded(
        (Reading("d7", "water_level", 1_790_000_000.0, 0.22, "m"),)
    )


def test_a_plain_object_is_measured_when_it_arrives() -> None:
    decoded = decode(b'{"water_level": 0.22, "smoke": true}', "d7", NOW)
    assert decoded.readings == (
        Reading("d7", "water_level", NOW, 0.22),
        Reading("d7", "smoke", NOW, True),
    )
    assert [reading.record for reading in decoded.readings] == [1, 2]


def test_a_lone_record_is_taken_as_senml() -> None:
    assert decode(b'{"n":"sos","vb":true}', "d7", NOW).readings == (
        Reading("d7", "sos", NOW, True),
    )


def test_base_fields_hold_until_they_change() -> None:
    decoded = senml(
        {"bn": "urn:linli:d7:", "bt": 1.79e9, "bu": "m", "bv": 1, "n": "water_level", "v": 0.5},
        {"n": "water_level", "t": -60, "v": 0.25},
        {"bn": "urn:linli:d8:", "bv": 0, "n": "temperature", "u": "Cel", "v": 21},
        {"n": "smoke", "vb": False},
    )
    assert decoded == Decoded(
        (
            Reading("d7", "water_level", 1.79e9, 1.5, "m"),
            Reading("d7", "water_level", 1.79e9 - 60, 1.25, "m"),
            Reading("d8", "temperature", 1.79e9, 21.0, "Cel"),
            Reading("d8", "smoke", 1.79e9, False),
        )
    )


def test_a_record_of_base_fields_alone_is_no_reading() -> None:
    decoded = senml({"bn": "urn:linli:d7:", "bt": 1.79e9}, {"n": "water_level", "v": 0.5})
    assert decoded.readings == (Reading("d7", "water_level", 1.79e9, 0.5),)
    assert decoded.faults == ()


@pytest.mark.parametrize(
    ("t", "at"), [(0, NOW), (-5, NOW - 5), (2**28 - 1, NOW + 2**28 - 1), (2**28, 2.0**28)]
)
def test_small_times_are_relative_to_arrival(t: float, at: float) -> None:
    assert senml({"n": "water_level", "t": t, "v": 0.5}).readings[0].at == at


def test_good_records_survive_bad_ones() -> None:
    decoded = senml(
        {"n": "water_level", "v": 0.1},
        {"n": "water_level", "v": "high"},
        {"n": "water_level"},
        7,
        {"n": "a b", "v": 1},
        {"n": "water_level", "vs": "high"},
        {"n": "smoke", "vb": 1},
        {"n": "water_level", "t": "now", "v": 1},
        {"n": "water_level", "v": True},
        {"n": "water_level", "v": 0.2},
    )
    assert [(one.record, one.value) for one in decoded.readings] == [(1, 0.1), (10, 0.2)]
    assert reasons(decoded) == [
        ("type", "record 2, v"),
        ("form", "record 3"),
        ("form", "record 4"),
        ("name", "record 5, n"),
        ("type", "record 6, vs"),
        ("type", "record 7, vb"),
        ("type", "record 8, t"),
        ("type", "record 9, v"),
    ]


def test_nan_and_infinity_spoil_only_their_record() -> None:
    decoded = decode(
        b'[{"n":"a","v":NaN},{"n":"b","v":-Infinity},{"n":"c","v":1e999},{"n":"d","v":1}]',
        "d7",
        NOW,
    )
    assert [one.quantity for one in decoded.readings] == ["d"]
    assert decoded.faults == (
        Fault("type.finite", 1, "v", {"value": "nan"}),
        Fault("type.finite", 2, "v", {"value": "-inf"}),
        Fault("type.finite", 3, "v", {"value": "inf"}),
    )
    told = "record 1, v is nan; leave out what could not be measured."
    assert decoded.faults[0].told() == told


def test_a_sum_with_its_base_may_not_overflow() -> None:
    decoded = senml(
        {"bv": 1e308, "n": "a", "v": 1e308}, {"bt": 1e308, "t": 1e308, "n": "b", "vb": True}
    )
    assert reasons(decoded) == [("type", "record 1, v"), ("type", "record 2, t")]


def test_a_plain_nan_is_refused_alone() -> None:
    decoded = decode(b'{"water_level": NaN, "battery": 80}', "d7", NOW)
    assert [one.quantity for one in decoded.readings] == ["battery"]
    assert reasons(decoded) == [("type", "record 1, water_level")]


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (b"", "message is not JSON: it breaks at line 1 column 1."),
        (b"{", "message is not JSON: it breaks at line 1 column 2."),
        (b'{"water_level": 0.2,}', "message is not JSON: it breaks at line 1 column 21."),
        (b"[1,", "message is not JSON: it breaks at line 1 column 4."),
        (b"\xff\xfe", "message is not JSON: byte 1 is not UTF-8."),
        (b"\x00", "message is not JSON: it breaks at line 1 column 1."),
        (b'{"a":1}\x00', "message is not JSON: it breaks at line 1 column 8."),
        (b"9" * 5000, "message is not JSON: a number has too many digits."),
        (b"[" * 200_000, "message is nested too deeply for readings."),
        (b'"\xed\xa0\x80"', "message is not JSON: byte 2 is not UTF-8."),
        (b"\xef\xbb\xbf{}", "message is not JSON: it breaks at line 1 column 1."),
    ],
)
def test_what_is_not_json_is_said_so_with_the_place(payload: bytes, told: str) -> None:
    decoded = decode(payload, "d7", NOW)
    assert decoded.readings == ()
    assert [(fault.reason, fault.told()) for fault in decoded.faults] == [("json", told)]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [(b"7", "form"), (b'"x"', "form"), (b"null", "form"), (b"[]", "count"), (b"{}", "count")],
)
def test_other_json_is_no_message(payload: bytes, reason: str) -> None:
    assert reasons(decode(payload, "d7", NOW)) == [(reason, "message")]


def test_too_many_records_are_refused_as_a_whole() -> None:
    record = {"n": "battery", "v": 1}
    assert len(senml(*[record] * MOST_RECORDS).readings) == MOST_RECORDS
    assert reasons(senml(*[record] * (MOST_RECORDS + 1))) == [("count", "message")]


def test_a_wrong_base_field_ends_the_pack() -> None:
    decoded = senml({"n": "a", "v": 1}, {"bt": "noon", "n": "b", "v": 1}, {"n": "c", "v": 1})
    assert [one.quantity for one in decoded.readings] == ["a"]
    assert [fault.told() for fault in decoded.faults] == [
        "record 2, bt is text; send a number. The records after it depend on it."
    ]


def test_a_label_that_must_be_understood_refuses_the_pack() -> None:
    decoded = senml({"n": "a", "v": 1}, {"n": "b", "v": 1, "crypt_": True})
    assert decoded.readings == ()
    assert reasons(decoded) == [("form", "record 2, crypt_")]


def test_a_newer_version_is_refused() -> None:
    assert reasons(senml({"bver": 11, "n": "a", "v": 1})) == [("form", "record 1, bver")]
    assert len(senml({"bver": 5, "n": "a", "v": 1}).readings) == 1


@pytest.mark.parametrize(
    "name",
    [
        "urn:linli::a",
        "urn:linli:d 7:a",
        "urn:linli:d7",
        "urn:dev:mac:1:a",
        "a\x00",
        "",
        "A",
        "a" * 41,
    ],
)
def test_strange_names_are_refused(name: str) -> None:
    assert reasons(senml({"n": name, "v": 1})) == [("name", "record 1, n")]


def test_what_is_encoded_is_decoded() -> None:
    payload = encode("d7", NOW - 3, {"breath": 16, "in_bed": True})
    assert decode(payload, "gateway", NOW).readings == (
        Reading("d7", "breath", NOW - 3, 16.0),
        Reading("d7", "in_bed", NOW - 3, True),
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["n", "v", "vb", "bn", "bt", "t", "u", "bver", "x"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_finite_readings_or_faults(message: Any) -> None:
    decoded = decode(json.dumps(message).encode(), "d7", NOW)
    assert all(math.isfinite(one.value) and math.isfinite(one.at) for one in decoded.readings)
    assert all(fault.reason and fault.told() for fault in decoded.faults)


@given(st.binary(max_size=200))
def test_any_bytes_give_readings_or_faults(payload: bytes) -> None:
    decode(payload, "d7", NOW)
