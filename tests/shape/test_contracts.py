"""Each import contract catches a forbidden import that is planted in a copy of the tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADING = re.compile(r"^(\d .+)\n-+$", re.MULTILINE)


class Plant(NamedTuple):
    """A line that the contract forbids, the module it is planted in, and how that is told."""

    contract: str
    module: str
    forbidden: str
    words: str = "{module} -> {forbidden}"

    @property
    def line(self) -> str:
        package, _, name = self.forbidden.rpartition(".")
        return f"from {package} import {name}" if package else f"import {name}"


PLANTS = (
    Plant("1 floors", "linli.registers.places.queries", "linli.respond.cases.facts"),
    Plant("2 inside registers", "linli.registers.places.queries", "linli.registers.parties.logic"),
    Plant("2 inside sense", "linli.sense.signals.queries", "linli.sense.devices.logic"),
    Plant("2 inside respond", "linli.respond.cases.facts", "linli.respond.alerts.facts"),
    Plant("2 inside organise", "linli.organise.tasks.facts", "linli.organise.answers.facts"),
    Plant("3 inside", "linli.sense.reports.facts", "linli.sense.reports.actions"),
    Plant("4 logic", "linli.sense.reports.logic", "linli.ground.clock"),
    Plant("4 wire", "linli.wire.readings", "linli.ground.keys"),
    Plant("5 models", "linli.sense.reports.queries", "linli.sense.signals.models"),
    Plant("6 web", "linli.web.console", "linli.respond.cases.handlers"),
    Plant("6 console", "linli.web.portal", "linli.web.console.pages"),
    Plant(
        "7 connectors",
        "linli.sense.telemetry.connectors.http",
        "linli.sense.telemetry.connectors.mqtt",
    ),
    Plant("8 the simulator", "linli_simulator.district.names", "linli.ground.keys"),
    Plant("8 linli", "linli.cli.faults", "linli_simulator.district"),
    Plant(
        "9 no cycles",
        "linli.ground.clock",
        "linli.ground.accounts.models",
        words="- .clock -> .accounts",
    ),
)


def lint(tree: Path) -> str:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree / "src"), "PATH": "", "COLUMNS": "300"},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout + done.stderr


def section(told: str, contract: str) -> str:
    """What is said of one broken contract: from its underlined name to the next one."""
    words = HEADING.split(told.partition("Broken contracts")[2])
    said = dict(zip(words[1::2], words[2::2], strict=True))
    return next((text for name, text in said.items() if name.startswith(contract)), "")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy with all plants in it."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    for plant in PLANTS:
        path = tree / "src" / Path(*plant.module.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        file.write_text(f"{file.read_text()}\n{plant.line}\n")
    return lint(tree)


def test_the_house_keeps_every_contract() -> None:
    told = lint(ROOT)
    assert " BROKEN" not in told
    assert f"Contracts: {len(PLANTS)} kept, 0 broken." in told


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.contract)
def test_a_planted_import_is_caught(told: str, plant: Plant) -> None:
    words = plant.words.format(module=plant.module, forbidden=plant.forbidden)
    assert words in section(told, plant.contract), told


def test_a_new_room_on_no_floor_is_caught(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "linli" / "attic.py").touch()
    (tmp_path / "src" / "linli" / "sense" / "cellar.py").touch()
    told = lint(tmp_path)
    assert "- linli.attic" in section(told, "1 floors"), told
    assert "- linli.sense.cellar" in section(told, "2 inside sense")
