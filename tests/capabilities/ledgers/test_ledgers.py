"""Ledgers: fed once by each closed case, by hand and by lists; what is due opens a case."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.actions import load_now
from linli.ground.sheets.writing import write_csv, write_xlsx
from linli.lists import LISTS
from linli.organise.ledgers import actions, queries
from linli.organise.ledgers.loader import LedgerLoader
from linli.organise.ledgers.logic import HAS_CASE, IS_ENDED, Filled
from linli.organise.ledgers.models import LedgerChange, LedgerEntry
from linli.organise.ledgers.queries import EntryRow
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.models import Case
from tests.capabilities.cases.happenings import PART, acts, again, case_from, told
from tests.cast import District
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db
Deliver = Callable[[], Any]

LIFT = {"certificate": "T1", "kind": "客梯", "inspected_on": "2026-09-01"}


def lift(district: District, number: str = "L1", **more: Any) -> Filled:
    return Filled(number=number, place_id=district.building, values={**LIFT, **more})


def only(code: str, asker: Asker = PART) -> EntryRow:
    (row,) = queries.entries(code, asker).items
    return row


def dids(entry_id: UUID) -> list[str]:
    found = LedgerChange.objects.filter(entry=entry_id).order_by("id")
    return list(found.values_list("did", flat=True))


def close(case_id: UUID, deliver: Deliver) -> None:
    """As the desk does with what is settled on the spot."""
    Case.objects.filter(pk=case_id).update(state="feedback")
    move(case_id, "closed", PART, None)
    deliver()


def take_up_again(case_id: UUID) -> None:
    Case.objects.filter(pk=case_id).update(state="feedback", is_open=True, closed_at=None)


class TestFeeding:
    def test_a_closed_case_writes_one_row_also_when_it_was_taken_up_again(
        self, district: District, lin: Asker, deliver: Deliver, clock: StillClock
    ) -> None:
        case = case_from(told("fire_exit_blocked", address="北门"))
        deliver()
        assert not LedgerEntry.objects.exists()
        close(case.id, deliver)
        row = only("hidden_dangers", lin)
        assert (row.number, row.fed_by, row.place_id) == (case.number, case.id, case.place_id)
        assert row.values["fixed_on"] == row.values["checked_on"] == "2026-09-07"
        assert row.due_at == datetime(2027, 3, 7, 15, 59, 59, 999999, tzinfo=UTC)
        actions.save_entry(
            "hidden_dangers",
            Filled(
                number=row.number,
                place_id=district.building,
                spot="",
                values={**row.values, "grade": "重大"},
            ),
            lin,
            row.id,
            row.version,
        )

        take_up_again(case.id)
        clock.forward(days=2)
        close(case.id, deliver)
        actions.feed(case.id)

        row = only("hidden_dangers", lin)
        assert (row.values["fixed_on"], row.values["grade"]) == ("2026-09-09", "重大")
        assert dids(row.id) == ["fed", "changed", "fed"]
        assert queries.of_case(case.id) == [(row.id, "hidden_dangers", case.number)]

    @pytest.mark.usefixtures("district")
    def test_other_matters_and_other_ends_write_nothing(self, deliver: Deliver) -> None:
        garbage, blocked = case_from(told()), case_from(told("fire_exit_blocked"))
        close(garbage.id, deliver)
        move(blocked.id, "voided", PART, None, "A test.")
        deliver()
        assert not LedgerEntry.objects.exists()


class TestByHand:
    def test_a_row_is_kept_changed_and_every_change_is_told(
        self, district: District, lin: Asker
    ) -> None:
        entry_id = actions.save_entry("elevators", lift(district), lin)
        actions.save_entry("elevators", lift(district, stops=9), lin, entry_id, 1)
        with pytest.raises(StaleVersion):
            actions.save_entry("elevators", lift(district, stops=8), lin, entry_id, 1)
        with pytest.raises(BadText):
            actions.save_entry("elevators", lift(district), lin)
        newest, first = queries.history(entry_id, lin)
        assert (newest.who, newest.columns) == ("Lin", {"stops": [None, 9]})
        assert (first.did, first.columns["number"]) == ("made", [None, "L1"])

    def test_nobody_from_elsewhere_sees_or_writes_it(
        self, district: District, lin: Asker, zhao: Asker, chen: Asker, wang: Asker
    ) -> None:
        entry_id = actions.save_entry("elevators", lift(district), lin)
        for act in (
            lambda: actions.save_entry("elevators", lift(district, stops=9), zhao, entry_id, 1),
            lambda: actions.open_case(entry_id, zhao, 1),
            lambda: actions.set_open(entry_id, "Mine.", zhao, 1, is_open=False),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(Refused):
            actions.save_entry("elevators", lift(district, "L2"), zhao)
        with pytest.raises(Refused):
            actions.save_entry("elevators", lift(district, "L2"), chen)
        with pytest.raises(Refused):
            queries.entries("elevators", wang)
        elsewhere = Filled(number="L1", place_id=district.other_street, values=LIFT)
        with pytest.raises(Refused):
            actions.save_entry("elevators", elsewhere, lin, entry_id, 1)
        assert queries.entry(entry_id, zhao) is None
        assert queries.entries("elevators", zhao).items == []
        assert queries.history(entry_id, zhao) == []
        assert (only("elevators", chen).version, dids(entry_id)) == (1, ["made"])


class TestWhatIsDue:
    def test_a_due_row_opens_a_case_and_its_end_begins_the_period_anew(
        self, district: District, lin: Asker, deliver: Deliver, clock: StillClock
    ) -> None:
        entry_id = actions.save_entry("elevators", lift(district, inspected_on="2025-09-20"), lin)
        assert [one.id for one in queries.entries("elevators", lin, "due").items] == [entry_id]
        assert queries.entries("elevators", lin, "overdue").items == []
        assert queries.counts("elevators", lin) == {"all": 1, "due": 1, "overdue": 0, "ended": 0}
        clock.forward(days=20)
        assert [one.id for one in queries.entries("elevators", lin, "overdue").items] == [entry_id]

        case_id = actions.open_case(entry_id, lin, 1)
        deliver()

        case = again(case_id)
        assert (case.item, case.place_id) == ("elevator_fault", district.building)
        assert "noted" in acts(case_id)
        assert queries.of_case(case_id) == [(entry_id, "elevators", "L1")]
        with pytest.raises(IllegalMove, match=HAS_CASE[:30]):
            actions.open_case(entry_id, lin, 2)
        close(case_id, deliver)
        row = only("elevators", lin)
        assert (row.case_id, row.values["inspected_on"]) == (None, "2026-09-27")
        assert queries.entries("elevators", lin, "due").items == []
        assert dids(entry_id) == ["made", "opened", "fed"]

    def test_a_case_that_is_voided_lets_another_be_opened(
        self, district: District, lin: Asker, deliver: Deliver
    ) -> None:
        entry_id = actions.save_entry("elevators", lift(district), lin)
        case_id = actions.open_case(entry_id, lin, 1)
        move(case_id, "voided", PART, None, "A test.")
        deliver()
        row = only("elevators")
        assert row.case_id is None
        assert actions.open_case(entry_id, lin, row.version) != case_id

    def test_what_was_taken_off_is_not_due_and_comes_back(
        self, district: District, lin: Asker
    ) -> None:
        entry_id = actions.save_entry("elevators", lift(district), lin)
        actions.set_open(entry_id, "Scrapped.", lin, 1, is_open=False)
        assert queries.entries("elevators", lin).items == []
        assert [one.id for one in queries.entries("elevators", lin, "ended").items] == [entry_id]
        with pytest.raises(IllegalMove, match=IS_ENDED[:30]):
            actions.open_case(entry_id, lin, 2)
        actions.set_open(entry_id, "A mistake.", lin, 2, is_open=True)
        assert dids(entry_id) == ["made", "ended", "revived"]


@pytest.mark.usefixtures("district")
class TestLists:
    def load(self, asker: Asker, *rows: list[str], header: str = "") -> list[str]:
        usual = "编号,地点编码,具体位置,使用登记证编号,种类,层站数,最近检验"
        content = write_csv((header or usual).split(","), rows)
        loader = LISTS["ledger"].of_source("elevators")  # type: ignore[attr-defined]  # it is one
        _, faults = load_now(content, loader, asker)
        return [str(fault) for fault in faults]

    def test_rows_are_added_updated_and_every_fault_is_named(self, lin: Asker) -> None:
        assert self.load(lin, ["L1", "b3", "东梯", "T1", "客梯", "9", "2026-09-01"]) == []
        assert self.load(lin, ["L1", "", "", "T1", "", "11", ""]) == []
        row = only("elevators", lin)
        assert (row.spot, row.values["stops"], row.values["kind"]) == ("东梯", 11, "客梯")
        assert dids(row.id) == ["loaded", "loaded"]
        faults = self.load(
            lin,
            ["L2", "b3", "", "T2", "飞机", "9", "2026-13-01"],
            ["L3", "nowhere", "", "T3", "", "", ""],
            ["L4", "s2", "", "T4", "", "", ""],
            ["L5", "", "", "T5", "", "", ""],
            ["L6", "b3", "", "", "", "300", ""],
        )
        assert [fault.partition(":")[0] for fault in faults] == [
            *("2/种类", "2/最近检验", "3/地点编码", "4/地点编码", "5/地点编码"),
            *("6/使用登记证编号", "6/层站数"),
        ]
        assert len(queries.entries("elevators", PART).items) == 1

    def test_nobody_writes_over_a_row_elsewhere(self, lin: Asker, zhao: Asker, chen: Asker) -> None:
        self.load(lin, ["L1", "b3", "", "T1", "", "9", ""])
        (fault,) = self.load(zhao, ["L1", "s2", "", "T9", "", "3", ""])
        assert fault.startswith("2/编号: this number is used by a row outside")
        with pytest.raises(Refused):
            self.load(chen, ["L2", "b3", "", "T1", "", "", ""])
        assert only("elevators").values["certificate"] == "T1"

    def test_what_goes_out_comes_in_as_it_was(self, district: District, lin: Asker) -> None:
        actions.save_entry("elevators", lift(district, stops=9.0, maintained_by="X"), lin)
        (definition,) = [one for one in queries.ledgers() if one.code == "elevators"]
        row = only("elevators", lin)
        cells = [row.number, "b3", row.spot, *(row.values.get(o.name) for o in definition.columns)]
        header = [column.title for column in definition.schema.columns]
        content = write_xlsx("x", header, [cells])
        plan, faults = load_now(content, LedgerLoader().of_source("elevators"), lin)
        assert faults == []
        assert (plan.added, plan.changed, plan.same) == (0, 0, 1)
        assert dids(row.id) == ["made"]
