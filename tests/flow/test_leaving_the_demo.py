"""From the demo to an installation of one's own: nothing invented comes along or is lost."""

import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from linli.web.console.begin import ELSEWHERE
from tests.flow.office import spreadsheet
from tools.system import System

pytestmark = [pytest.mark.peers]

HELD: Final = {
    "places": "places_place",
    "people": "accounts_user",
    "grants": "accounts_grant",
    "parties": "parties_party",
    "duties": "parties_duty",
    "devices": "devices_device",
    "reports": "reports_report",
    "signals": "signals_signal",
    "cases": "cases_case",
    "tasks": "tasks_task",
}
OWN: Final = [
    ["编码", "名称", "级别", "上级编码"],
    ["own-city", "临湖市", "市", ""],
    ["own-district", "望禾区", "区县", "own-city"],
    ["own-street", "听荷街道", "街道", "own-district"],
]


def installation(folder: Path, *how: str) -> System:
    return System(arguments=how, extra={"LINLI_DATA": str(folder)})


def held(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "linli.db")) as database:
        return {
            what: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for what, table in HELD.items()
        }


def codes(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "linli.db")) as database:
        return {code for (code,) in database.execute("SELECT code FROM places_place")}


def test_nothing_of_the_demo_comes_along_and_what_was_loaded_stays(tmp_path: Path) -> None:
    demo, own, listed = tmp_path / "demo", tmp_path / "own", tmp_path / "places.xlsx"
    listed.write_bytes(spreadsheet(OWN))
    with installation(demo, "--still") as system:
        system.command("places", "load", str(listed))
    left = held(demo)
    assert left["places"] > 100
    assert left["people"] == 10

    _, *command = shlex.split(ELSEWHERE)
    assert command == ["linli", "run", "--empty"]
    with installation(own, *command[2:]) as system:
        assert held(own) == dict.fromkeys(HELD, 0)
        system.command("places", "load", str(listed))

    assert codes(own) == {"own-city", "own-district", "own-street"}
    assert held(own) == {**dict.fromkeys(HELD, 0), "places": 3}
    assert held(demo) == left
    assert {"own-city", "own-district", "own-street", "suiyan", "xingdu-1"} <= codes(demo)
