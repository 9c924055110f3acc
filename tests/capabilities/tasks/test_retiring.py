"""A unit that still has work to do is not retired, and what it has is named."""

from pathlib import Path

import pytest

from linli.ground.rights.asker import Asker
from linli.ground.sheets.files import load_files
from linli.lists import LOADERS
from linli.organise.tasks.actions import cancel
from linli.organise.tasks.queries import TaskRow
from linli.organise.tasks.queries.hands import open_orders
from linli.registers.parties import queries as parties
from linli.registers.parties.actions import PartyInUse, end_duty, retire_party
from tests.cast import SETUP, District


def test_open_work_orders_are_named(
    task: TaskRow, district: District, lin: Asker, tmp_path: Path
) -> None:
    for item in ("*", "waterlogging"):
        end_duty(item, district.community, SETUP)
    list_ = tmp_path / "1.csv"
    list_.write_text("code,name,kind,retired\nproperty,翠竹物业,物业,是\n", "utf-8-sig")

    def faults() -> list[str]:
        report = load_files([list_], {"party": LOADERS["party"]}, SETUP)
        return [str(fault) for _, fault in report.faults]

    [told] = faults()
    assert f"still has 1 open work orders ({task.case_number})" in told
    with pytest.raises(PartyInUse, match=task.case_number):
        retire_party(district.property, SETUP, open_orders([district.property])[district.property])
    assert "property" in {one.code for one in parties.in_use()}

    cancel(task.id, "Somebody else does it.", lin, task.version)
    assert faults() == []
    assert "property" not in {one.code for one in parties.in_use()}
