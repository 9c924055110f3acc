"""The demo district: whole after any interruption, and never loaded over somebody's work."""

import csv
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from linli.cli import demo, demo_people
from linli.ground.accounts.queries import asker_of, user_id_of, users
from linli.ground.rights.asker import Asker
from linli.ground.rights.table import Role
from linli.registers.parties import queries as parties
from linli.registers.parties.logic import Office
from linli.registers.places import queries as places
from linli.sense.devices import actions as device_actions
from linli.sense.devices import queries as devices
from tests.cast import SETUP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def basics(db: None, data: Path) -> None:
    demo.load_basics(SETUP)


def load() -> list[demo.DemoAccount]:
    return demo.load_demo(settings.ENVIRONMENT, SETUP)


def tokens(data: Path) -> dict[str, str]:
    with (data / "demo" / "tokens.csv").open(newline="") as file:
        return {row["id"]: row["token"] for row in csv.DictReader(file)}


def digests(data: Path) -> dict[str, str]:
    return {id: device_actions.digest(token) for id, token in tokens(data).items()}


def place(code: str) -> places.PlaceRow:
    found = places.by_code(code)
    assert found is not None
    return found


def person(username: str) -> Asker:
    user_id = user_id_of(username)
    assert user_id is not None
    asker = asker_of(user_id)
    assert asker is not None
    return asker


def test_an_empty_installation_gets_the_whole_district(data: Path) -> None:
    accounts = load()

    assert [one.username for one in accounts] == [
        *("lin", "leader", "chen", "wu", "he", "gu", "shen", "jian", "wang", "zhao")
    ]
    assert devices.count(person("lin")) == len(tokens(data)) == 600
    assert devices.count(person("zhao")) == 0
    assert digests(data) == {id: one.token_sha256 for id, one in devices.credentials_all().items()}
    for path in (data / "demo-accounts.txt", data / "demo" / "tokens.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert demo.is_loaded(settings.ENVIRONMENT)


def test_the_leader_hears_of_what_is_late_in_the_district() -> None:
    load()
    leader = user_id_of("leader")
    for office in Office:
        post = parties.in_charge(office, place("xingdu-1").id)
        assert post
        assert post.user_id == leader
        assert parties.in_charge(office, place("zhenxi").id) is None


def test_the_story_begins_where_chen_walks_and_wu_has_the_duty() -> None:
    load()

    building = place("xingdu-1")
    assert [one.code for one in places.path(building.id)] == [
        *("suiyan", "wanghe", "tinghe", "xingcha", "xingcha-g1", "xingdu", "xingdu-1")
    ]
    assert None not in building.where.columns().values()
    (held,) = person("chen").grants
    assert (held.role, held.place_id) == (Role.GRID_WORKER, building.where.community_id)
    holder = parties.duty_holder("waterlogging", building.id)
    assert holder is not None
    assert holder.code == "wanghe-water"
    assert holder.id in {grant.party_id for grant in person("wu").grants}


def test_passwords_can_be_set_from_outside_at_the_first_start_only(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINLI_DEMO_PASSWORD", "one-password-for-all")
    assert {one.password for one in load()} == {"one-password-for-all"}
    before = (data / "demo-accounts.txt").read_text(), tokens(data)

    monkeypatch.setenv("LINLI_DEMO_PASSWORD", "another-password")
    assert load() == []

    assert ((data / "demo-accounts.txt").read_text(), tokens(data)) == before


class Killed(BaseException):
    """Stands for the death of the process."""


def killed_at(call: int, act: Callable[..., Any]) -> Callable[..., Any]:
    calls = 0

    def until_killed(*words: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Killed
        return act(*words, **more)

    return until_killed


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        (demo.places, "save_place", 300),
        (demo, "keep_secret", 1),
        (demo_people.accounts, "give", 5),
    ],
)
def test_a_load_that_was_killed_is_completed_by_the_next(
    data: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed_at(call, getattr(module, name)))
        with pytest.raises(Killed):
            load()
    assert not demo.is_loaded(settings.ENVIRONMENT)

    accounts = load()

    assert [one.username for one in accounts] == [one.username for one in demo_people.PEOPLE]
    written = (data / "demo-accounts.txt").read_text().splitlines()
    assert [line.split("\t")[:2] for line in written] == [
        [one.username, one.password] for one in accounts
    ]
    for one in accounts:
        assert person(one.username).grants
    assert digests(data) == {id: one.token_sha256 for id, one in devices.credentials_all().items()}


def test_an_installation_at_work_is_left_alone(data: Path, district: object) -> None:
    assert load() == []
    assert not (data / "demo").exists()
    assert devices.count(SETUP) == 0
    assert users(SETUP) == []


def test_the_simulator_is_told_the_doors_and_for_how_long() -> None:
    command = demo.simulator_command(settings.ENVIRONMENT, "gas", seconds=30)
    assert command[1:6] == ("-m", "linli_simulator", "run", "--scenario", "gas")
    assert f"127.0.0.1:{settings.ENVIRONMENT.mqtt_port}" in command
    assert command[-2:] == ("--seconds", "30")
