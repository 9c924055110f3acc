"""One clock for all parts, which only tests can move."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli.ground import clock
from linli.ground.clock import Clock, Drift

REAL = 1_790_000_000.0


@pytest.fixture(autouse=True)
def _real_time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.time, "time", lambda: REAL)


@pytest.mark.parametrize(
    ("drift", "expected"),
    [
        (Drift(), REAL),
        (Drift(offset=3600), REAL + 3600),
        (Drift(offset=-60), REAL - 60),
        (Drift(speed=10, since=REAL - 6), REAL + 54),
        (Drift(offset=100, speed=0, since=REAL - 6), REAL + 94),
        (Drift(speed=10, since=REAL + 6), REAL),
    ],
)
def test_a_drift_moves_and_bends_time(drift: Drift, expected: float) -> None:
    assert drift.apply(REAL) == pytest.approx(expected)


def test_without_a_file_the_clock_shows_the_real_time() -> None:
    assert Clock(None).now() == datetime.fromtimestamp(REAL, UTC)


def test_a_file_that_is_not_there_yet_moves_nothing(tmp_path: Path) -> None:
    assert Clock(tmp_path / "clock.json").seconds() == REAL


def test_the_clock_follows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    moved = Clock(path)
    path.write_text(json.dumps({"offset": 60}))
    assert moved.seconds() == REAL + 60
    path.write_text(json.dumps({"offset": 7200}))
    os.utime(path, ns=(1, 1))
    assert moved.seconds() == REAL + 7200
    path.unlink()
    assert moved.seconds() == REAL


def test_speed_counts_from_when_the_file_was_written(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    path.write_text(json.dumps({"speed": 60}))
    os.utime(path, (REAL - 2, REAL - 2))
    assert Clock(path).seconds() == pytest.approx(REAL + 118)


def test_an_empty_file_moves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    path.write_text("")
    assert Clock(path).seconds() == REAL


@pytest.mark.parametrize(("test", "moved"), [("1", True), ("", False)])
def test_a_process_moves_its_clock_only_in_a_test(tmp_path: Path, test: str, moved: bool) -> None:
    path = tmp_path / "clock.json"
    path.write_text(json.dumps({"offset": 1e9}))
    program = (
        "import time; from linli.ground import clock; print(clock.seconds() > time.time() + 1e8)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "LINLI_TEST": test, "LINLI_TEST_CLOCK": str(path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == str(moved)
