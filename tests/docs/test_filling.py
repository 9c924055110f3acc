"""The lists that the guide to a new installation shows can be loaded as they stand."""

import re
from pathlib import Path

import pytest

from linli.ground.sheets.files import load_files
from linli.registers.calendars.loader import DayLoader
from linli.registers.parties import queries
from linli.registers.parties.loaders import LOADERS
from linli.registers.places.actions import save_place
from linli.registers.places.loader import PlaceLoader
from linli.registers.places.logic.details import NewPlace
from tests.cast import SETUP
from tests.docs.pages import ROOT

GUIDE = ROOT / "docs" / "guides" / "fill-an-installation.md"


@pytest.fixture
def shown(tmp_path: Path) -> list[Path]:
    lists = re.findall(r"^```csv\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    files = [tmp_path / f"{number}.csv" for number in range(len(lists))]
    for file, text in zip(files, lists, strict=True):
        file.write_text(text)
    return files


def test_the_lists_of_the_guide_can_be_loaded(district: object, shown: list[Path]) -> None:
    save_place(NewPlace(code="wanghe", name="望河区", level="district"), SETUP)
    estates = save_place(NewPlace(code="cuizhu", name="翠竹社区", level="community"), SETUP)

    first, *lists, days = shown
    assert load_files([first], {"place": PlaceLoader()}, SETUP).added == 2
    report = load_files(lists, LOADERS, SETUP)
    assert ([str(fault) for _, fault in report.faults], report.left_out) == ([], [])
    assert report.added == 2 + 1 + 3
    holder = queries.duty_holder("garbage", estates)
    assert holder is not None
    assert holder.code == "cuizhu-property"
    assert load_files([days], {"calendar": DayLoader()}, SETUP).added == 2
