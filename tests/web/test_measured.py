"""What was noticed is told in words, whatever a partner's system calls evidence."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.rights.asker import Where
from linli.sense.signals.queries import SignalRow
from linli.web.shared.measured import evidence_words

NOON = datetime(2026, 9, 7, 4, tzinfo=UTC)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers().map(lambda number: number * 10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
EVIDENCE = st.dictionaries(st.text(max_size=4), JSON) | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("quantity", "value", "limit", "unit", "text"), JSON)
)


def words(evidence: dict[str, Any], source_kind: str = "partner") -> str:
    signal = SignalRow(
        id=UUID(int=1),
        item="waterlogging",
        item_version=1,
        severity="urgent",
        place_id=None,
        where=Where(),
        lat=None,
        lon=None,
        device_id="",
        report_id=None,
        evidence=evidence,
        source_kind=source_kind,
        happened_at=NOON,
        raised_at=NOON,
        cleared_at=None,
    )
    with translation.override("en"):
        return evidence_words(signal)


@given(EVIDENCE, st.sampled_from(["partner", "person", "reading", "silence"]))
def test_any_evidence_can_be_told(evidence: dict[str, Any], source_kind: str) -> None:
    assert isinstance(words(evidence, source_kind), str)


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (
            {"quantity": "water_level", "value": 0.42, "limit": 0.3, "unit": "m"},
            "water_level: 0.42 m (the limit is 0.3 m)",
        ),
        ({"quantity": "smoke", "value": True, "limit": True, "unit": ""}, "smoke: yes"),
        ({"quantity": "water_level", "value": 0.42, "unit": "m"}, "water_level: 0.42 m"),
        ({"quantity": "water_level", "value": "0.42 m"}, "water_level: 0.42 m"),
        ({"quantity": "water_level", "value": 0.42, "limit": "abc"}, "water_level: 0.42"),
        ({"quantity": "water_level", "value": 0.42, "unit": {"m": 1}}, "water_level: 0.42"),
        ({"quantity": ["a"], "value": {"b": 1}, "text": "deep water"}, "deep water"),
        ({"quantity": {"a": 1}, "value": 1}, ""),
        ({"quantity": None, "value": None}, ""),
        ({"text": "deep water"}, "deep water"),
        ({"text": {"a": 1}}, ""),
        ({"quantity": "water_level", "value": 10**400}, ""),
    ],
)
def test_what_is_no_measurement_is_told_as_it_was_said(evidence: dict[str, Any], told: str) -> None:
    assert words(evidence) == told


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (7200, "Nothing was heard for 2 hours."),
        ("abc", "Nothing was heard for 0 seconds."),
        (None, "Nothing was heard for 0 seconds."),
    ],
)
def test_a_silence_is_told_with_its_length(limit: object, told: str) -> None:
    assert words({"limit": limit}, "silence") == told
