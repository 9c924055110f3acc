"""Runs several copies of a test's program against a SQLite file, from one starting shot."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def run_together(program: str, *arguments: str, database: Path, copies: int) -> list[str]:
    """What each copy told after the shot; none may have complained."""
    running = [_start(program, arguments, database) for _ in range(copies)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120) for process in running]
    assert [fault for _, fault in told] == [""] * copies
    return [answer.strip() for answer, _ in told]


def run_alone(program: str, *arguments: str, database: Path) -> None:
    process = _start(program, arguments, database)
    _, fault = process.communicate(timeout=120)
    assert (process.returncode, fault) == (0, "")


def _start(program: str, arguments: tuple[str, ...], database: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(HERE / program), *arguments],
        env={
            **os.environ,
            "LINLI_DATA": str(database.parent),
            "LINLI_DATABASE_URL": f"sqlite:///{database}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
