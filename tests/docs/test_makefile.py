"""The Makefile needs what the README says it needs, and no more."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

MAKEFILE = ROOT / "Makefile"
NEEDED = ("id", "echo", "rm", "mkdir", "touch")
"""Of coreutils; the shell and its built-in commands lie outside of the path."""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which there is nothing but a few programs of coreutils."""
    for name in NEEDED:
        found = shutil.which(name)
        assert found, name
        (tmp_path / name).symlink_to(found)
    return {"PATH": str(tmp_path)}


def make(environment: dict[str, str], *arguments: str) -> str:
    program = shutil.which("make")
    assert program
    done = subprocess.run(
        [program, "--directory", str(ROOT), "--no-print-directory", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_icons_are_drawn_anew_when_a_file_changes_that_may_name_one(bare: dict[str, str]) -> None:
    source = ROOT / "src" / "linli"
    names = {path for suffix in ("html", "yaml") for path in source.rglob(f"*.{suffix}")}
    names |= set((source / "web").rglob("*.py"))
    told = make(bare, "--eval=drawn: ; @echo $(DRAWN)", "drawn").split()
    assert len(told) == len(set(told)) > 100
    assert {ROOT / name for name in told} == names


def test_clean_takes_away_all_that_was_made(bare: dict[str, str]) -> None:
    compiled = {path.with_suffix(".mo") for path in (ROOT / "src").rglob("*.po")}
    told = make(bare, "--dry-run", "clean")
    assert compiled <= {ROOT / word for word in told.split()}


@pytest.mark.parametrize("program", ["find", "xargs", "grep", "sed", "awk", "curl", "wget", "tar"])
def test_the_makefile_calls_no_other_program(program: str) -> None:
    assert re.search(rf"\b{program}\b", MAKEFILE.read_text()) is None
