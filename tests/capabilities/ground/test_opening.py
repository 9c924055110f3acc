"""A workbook is opened in a process of its own, and what that comes to is told in words."""

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from linli.ground.rights.asker import Asker
from linli.ground.sheets import files, opening
from linli.ground.sheets.faults import Fault, Unreadable
from linli.ground.sheets.files import recognise
from linli.ground.sheets.opening import open_workbook
from tests.capabilities.ground.test_sheets import SCHEMA, Shelf
from tests.raw_sheets import computed, heavy_text, raw_xlsx, row, worksheet

HEAD = row("编码", "名称")
ENDED = "is damaged, or takes more memory or time"


def test_a_sheet_comes_back_as_it_is() -> None:
    content = raw_xlsx(worksheet(HEAD + row("a", "苹果 🍎") + f"<row>{computed('b')}</row>"))
    sheet = open_workbook(content, 10)
    assert sheet.grid == [["编码", "名称"], ["a", "苹果 🍎"], ["b", ""]]
    assert sheet.faults.named == [Fault(3, "A", "a formula; paste its value instead")]
    assert sheet.faults.rows == {3}


def test_a_refusal_comes_back_with_its_values() -> None:
    with pytest.raises(Unreadable) as refused:
        open_workbook(raw_xlsx(worksheet(HEAD + row("a", "b"))), 1)
    assert refused.value.values == {"rows": 2, "most": 1}


def test_a_library_that_takes_too_much_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_MEMORY", 400 * 1024**2)
    with pytest.raises(Unreadable, match=ENDED):
        open_workbook(heavy_text(signs=1_000_000, cells=1_000), 10)


def test_a_workbook_that_takes_too_much_of_a_core_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "MOST_CPU_SECONDS", 1)
    with pytest.raises(Unreadable, match=ENDED):
        open_workbook(raw_xlsx(worksheet(HEAD, "<a/>" * 8_000_000)), 10)


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_SECONDS", 0.01)
    with pytest.raises(Unreadable, match=ENDED):
        open_workbook(raw_xlsx(worksheet(HEAD)), 10)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_file_is_not_refused_because_the_platform_stops(
    stop: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> bytes:
        # Whoever starts the tests may have it ignored, and so would their children.
        heed = f"import os, signal; signal.signal({int(stop)}, signal.SIG_DFL)"
        kill = f"{heed}; os.kill(os.getpid(), {int(stop)})"
        return subprocess.run([sys.executable, "-c", kill], check=True).stdout

    monkeypatch.setattr(opening, "run_apart", stopped)
    with pytest.raises(subprocess.CalledProcessError):
        open_workbook(raw_xlsx(worksheet(HEAD)), 10)


def test_a_file_is_opened_once_to_know_what_list_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def counted(content: bytes) -> object:
        opened.append(content)
        return read(content)

    read = files.read_sheet
    monkeypatch.setattr(files, "read_sheet", counted)
    other = Shelf(schema=replace(SCHEMA, name="other"))
    kind, _table = recognise(raw_xlsx(worksheet(HEAD)), {"shelf": Shelf(), "other": other})
    assert (kind, len(opened)) == ("shelf", 1)


@pytest.mark.django_db
def test_a_command_tells_of_a_file_that_aborts_the_library(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'
    (tmp_path / "far.xlsx").write_bytes(raw_xlsx(worksheet(HEAD + far)))
    report = files.load_files(
        [tmp_path / "far.xlsx"], {"place": Shelf()}, Asker.for_operator("tests")
    )
    assert [(name, fault.message) for name, fault in report.faults] == [
        ("far.xlsx", "The sheet has %(rows)d rows; at most %(most)d fit. Split the file.")
    ]


def test_the_opener_sees_neither_settings_nor_database() -> None:
    asked = "import linli.ground.sheets.opener, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
