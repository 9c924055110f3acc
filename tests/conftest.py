"""Shared fixtures: the cast, a tiny district, a still clock, an own data folder, delivered facts.

The suite runs on SQLite in memory, or on the PostgreSQL that LINLI_DATABASE_URL names; what it
keeps lies in a folder of its own.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings
from django.db import connection

_own_data = tempfile.TemporaryDirectory(prefix="linli-tests-")
os.environ["LINLI_DATA"] = _own_data.name
os.environ["LINLI_SECRET_KEY"] = "the-secret-key-of-the-tests-is-not-secret"
os.environ["LINLI_TEST"] = "1"
for _name in (
    "LINLI_LANGUAGE",
    "LINLI_GAS_PHONE",
    "LINLI_PUBLIC_URL",
    "LINLI_PROXY",
    "LINLI_TEST_CLOCK",
    "LINLI_DEMO_PASSWORD",
):
    os.environ.pop(_name, None)
# Not in pyproject.toml: pytest-django would read the settings before this folder is chosen.
os.environ["DJANGO_SETTINGS_MODULE"] = "linli.settings"
django.setup()

from linli.ground import clock as clock_module  # noqa: E402
from linli.ground.facts.delivery import deliver_all  # noqa: E402
from linli.ground.facts.models import Delivery  # noqa: E402
from linli.ground.revisions.memory import new_moment  # noqa: E402
from linli.ground.rights.asker import Asker  # noqa: E402
from linli.registers.calendars.actions import load_defaults  # noqa: E402
from linli.registers.catalogue.actions import load_packs  # noqa: E402
from tests import static_once, unguarded  # noqa: E402 - Django is set up first
from tests.cast import SETUP, District, make_district, make_person  # noqa: E402

pytest_plugins = ["tests.long_runs", "tests.side_by_side"]

# Tests are never timed, nor is the making of their examples: the machine may be busy.
hypothesis.settings.register_profile(
    "linli", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("linli")


def pytest_configure() -> None:
    if connection.vendor == "sqlite":
        # Said aloud: by our engine's name it is not known for SQLite's, and would be a file.
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unguarded.let_flush_empty_the_audit()
    static_once.look_once()


def pytest_unconfigure() -> None:
    _own_data.cleanup()


@pytest.fixture(autouse=True)
def _moment() -> None:
    """What another test left in memory is looked at anew."""
    new_moment()


class StillClock(clock_module.Clock):
    """Stands still until it is set or moved on."""

    def __init__(self, at: datetime) -> None:
        super().__init__(None)
        self.at = at

    def seconds(self) -> float:
        return self.at.timestamp()

    def now(self) -> datetime:
        return self.at

    def forward(self, **amount: float) -> datetime:
        """`clock.forward(minutes=5)`; returns the new time."""
        self.at += timedelta(**amount)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """Monday 7 September 2026, 10:00 in Shanghai, for everything in this process."""
    still = StillClock(datetime(2026, 9, 7, 2, 0, tzinfo=UTC))
    monkeypatch.setattr(clock_module, "_clock", still)
    return still


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of this test's own."""
    environment = replace(settings.ENVIRONMENT, data=tmp_path)
    monkeypatch.setattr(settings, "ENVIRONMENT", environment)
    return tmp_path


@pytest.fixture
def places(db: None) -> District:
    """Two districts with their parties and duties (`tests/cast.py`), nothing else."""
    return make_district()


@pytest.fixture
def district(places: District) -> District:
    """The same with the catalogue's items and the working calendars."""
    load_packs(None, SETUP)
    load_defaults(SETUP)
    return places


@pytest.fixture
def lin(places: District) -> Asker:
    """Duty desk of the street."""
    return make_person("lin", places)


@pytest.fixture
def chen(places: District) -> Asker:
    """Grid worker of the grid."""
    return make_person("chen", places)


@pytest.fixture
def wu(places: District) -> Asker:
    """Handles for the property firm."""
    return make_person("wu", places)


@pytest.fixture
def he(places: District) -> Asker:
    """Checker of the street."""
    return make_person("he", places)


@pytest.fixture
def gu(places: District) -> Asker:
    """System administrator."""
    return make_person("gu", places)


@pytest.fixture
def shen(places: District) -> Asker:
    """Security administrator."""
    return make_person("shen", places)


@pytest.fixture
def jian(places: District) -> Asker:
    """Auditor."""
    return make_person("jian", places)


@pytest.fixture
def wang(places: District) -> Asker:
    """Resident."""
    return make_person("wang", places)


@pytest.fixture
def zhao(places: District) -> Asker:
    """Duty desk of a street in the other district: to be refused."""
    return make_person("zhao", places)


@pytest.fixture
def deliver(db: None) -> Callable[[], None]:
    """`deliver()` brings all facts to all handlers; a handler that fails fails the test."""

    def deliver_everything() -> None:
        deliver_all(import_module("linli.flow").FLOW)
        faulty = Delivery.objects.exclude(error="").values_list("handler", "error")
        assert list(faulty) == []

    return deliver_everything
