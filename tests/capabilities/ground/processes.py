"""Runs several copies of a test's program against one database, from one starting shot.

`database` is a SQLite file; with `url`, its folder keeps the data and the database is that one.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parents[1]


def run_together(
    program: str, *arguments: str, database: Path, copies: int, url: str = ""
) -> list[str]:
    """What each copy told after the shot; none may have complained."""
    running = [_start(program, arguments, database, url) for _ in range(copies)]
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


def run_alone(program: str, *arguments: str, database: Path, url: str = "") -> None:
    process = _start(program, arguments, database, url)
    _, fault = process.communicate(timeout=120)
    assert fault == ""
    assert process.returncode == 0


def _start(
    program: str, arguments: tuple[str, ...], database: Path, url: str
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(HERE / program), *arguments],
        env={
            **os.environ,
            "PYTHONPATH": str(TESTS),
            "LINLI_DATA": str(database.parent),
            "LINLI_DATABASE_URL": url or f"sqlite:///{database}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
