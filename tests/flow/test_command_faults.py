"""A command that cannot reach its database says so in words."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_database_that_cannot_be_opened_is_told_in_one_sentence(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "linli", "migrate"],
        env={
            **os.environ,
            "LINLI_DATA": str(tmp_path),
            "LINLI_DATABASE_URL": f"sqlite:///{tmp_path}/missing/linli.db",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("The database of LINLI_DATABASE_URL cannot be used: ")
    assert "Traceback" not in ended.stderr
