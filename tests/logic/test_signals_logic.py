"""What a signal must look like before it may be raised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linli.sense.signals.logic import BadSignal, NewSignal, check, check_from_person

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
SOUND = NewSignal(item="garbage", source_kind="person", source_key="k1", happened_at=NOON)


def test_a_sound_signal_passes() -> None:
    check(SOUND)
    check_from_person(SOUND, NOON)


def nested(depth: int) -> dict[str, Any]:
    """An object in which the innermost thing lies this deep."""
    found: Any = 1
    for _ in range(depth - 1):
        found = [found]
    return {"value": found}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source_kind": "rumour"}, "source_kind"),
        ({"severity": "awful"}, "severity"),
        ({"source_key": ""}, "source_key"),
        ({"source_key": "k" * 121}, "source_key"),
        ({"source_key": "k\x00"}, "source_key"),
        ({"device_id": "d" * 65}, "device_id"),
        ({"lat": 31.2}, "lat"),
        ({"lat": float("nan"), "lon": 121.4}, "lat"),
        ({"happened_at": NOON.replace(tzinfo=None)}, "happened_at"),
        ({"evidence": {"value": float("inf")}}, "evidence"),
        ({"evidence": {"text": "a\x00b"}}, "evidence"),
        ({"evidence": {"text": "half \ud800"}}, "evidence"),
        ({"evidence": {"when": NOON}}, "evidence"),
        ({"evidence": {"text": "x" * 8200}}, "evidence"),
        ({"evidence": nested(17)}, "evidence"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadSignal) as bad:
        check(replace(SOUND, **change))

    assert bad.value.field == field


def test_evidence_may_write_about_nul_without_holding_one() -> None:
    check(replace(SOUND, evidence={"text": "the six signs \\u0000"}))


def test_evidence_may_lie_some_levels_deep() -> None:
    check(replace(SOUND, evidence=nested(16)))


@pytest.mark.parametrize("kind", ["reading", "report", "silence"])
def test_a_person_does_not_pass_for_a_part_of_linli(kind: str) -> None:
    with pytest.raises(BadSignal, match="source_kind"):
        check_from_person(replace(SOUND, source_kind=kind), NOON)


@pytest.mark.parametrize("away", [timedelta(days=-367), timedelta(minutes=11)])
def test_a_person_cannot_tell_of_1970_or_of_next_year(away: timedelta) -> None:
    with pytest.raises(BadSignal, match="happened_at"):
        check_from_person(replace(SOUND, happened_at=NOON + away), NOON)


def test_a_point_that_is_not_on_earth_is_refused() -> None:
    with pytest.raises(BadSignal, match=r"lat: The latitude is 90\.1"):
        check(replace(SOUND, lat=90.1, lon=0.0))
