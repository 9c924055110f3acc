"""Another system's cases are taken over once, as they were, and nobody is troubled for them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.actions import load_now, look_now
from linli.ground.sheets.faults import Unreadable
from linli.ground.sheets.loader import Plan
from linli.organise.tasks.models import Task
from linli.registers.catalogue import queries as catalogue
from linli.respond.alerts.models import Alert
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import keep_map
from linli.respond.cases.actions.documents import write_missing_documents
from linli.respond.cases.loader import HistoryLoader
from linli.respond.cases.models import Case, ClockEvent, PastCase, RunningClock, TimelineEntry
from linli.respond.cases.queries.filters import CaseFilter
from tests.cast import District

PART = Asker.for_part("tests")
MAP = """
source = "old"
zone = "Asia/Shanghai"
times = ["%Y-%m-%d %H:%M"]
area = "s1"
[columns]
number = "No"
opened = "Opened"
closed = "Closed"
item = "Type"
state = "State"
lat = "Lat"
lon = "Lon"
address = "Address"
assignee = "Unit"
words = "Words"
[items]
"Rubbish" = "garbage"
[items.Tree]
code = "old_tree"
zh = "树木（历史）"
en = "Tree (history)"
handle = { amount = 60, unit = "minutes" }
[states]
Open = "open"
Done = "closed"
"""
FILE = """No,Opened,Closed,Type,State,Lat,Lon,Address,Unit,Words
A1,2025-03-01 08:00,2025-03-01 09:30,Rubbish,Done,31.82,117.22,翠竹路,环卫所,堆了三天 13800001234
A2,2025-03-02 08:00,2025-03-02 08:30,Tree,Done,,,,,
A3,2025-03-03 08:00,,Rubbish,Open,31.82,117.22,,,
A4,2025-03-04 08:00,2025-03-04 07:00,Rubbish,Done,31.82,117.22,,,
A5,2025-03-05 08:00,,Flood,Open,,,,,
A1,2025-03-06 08:00,,Rubbish,Open,,,,,
"""

pytestmark = pytest.mark.usefixtures("district")


def loader(text: str = MAP) -> HistoryLoader:
    return HistoryLoader().of_source(keep_map(text, PART))


def load(text: str = MAP, file: str = FILE) -> tuple[Plan, list[tuple[int, str]]]:
    plan, faults = load_now(file.encode(), loader(text), PART)
    return plan, [(fault.row, fault.column) for fault in faults]


def case_of(number: str) -> cases.CaseRow:
    row = cases.case(PastCase.objects.get(number=number).case_id, PART)
    assert row is not None
    return row


def test_good_rows_come_in_and_the_others_are_named_by_line(gu: Asker) -> None:
    plan, faults = load()

    assert (plan.added, plan.same) == (3, 0)
    assert faults == [(5, "Closed"), (6, "Type"), (7, "No")]
    assert [(note.row, note.column) for note in plan.notes] == [(3, "Lat")]
    assert Case.objects.count() == 3


def test_the_dry_run_says_the_same_and_stores_nothing() -> None:
    plan, faults = look_now(FILE.encode(), loader(), PART)

    assert (plan.added, len(faults)) == (3, 3)
    assert Case.objects.count() == 0
    assert catalogue.item("old_tree") is None


def test_a_case_keeps_its_own_times_and_says_where_it_is_from(district: District) -> None:
    load()

    old = case_of("A1")
    assert (old.state, old.is_open, old.place_id) == ("closed", False, district.building)
    assert old.opened_at == datetime(2025, 3, 1, 0, 0, tzinfo=UTC)
    assert old.closed_at == datetime(2025, 3, 1, 1, 30, tzinfo=UTC)
    opened, closed, taken = cases.timeline(old.id, PART)
    assert (opened.at, closed.at) == (old.opened_at, old.closed_at)
    assert opened.detail["history"] == {
        "source": "old",
        "number": "A1",
        "kind": "Rubbish",
        "assignee": "环卫所",
    }
    assert "13800001234" not in opened.reason
    assert (taken.act, taken.detail["history"]["number"]) == ("taken_over", "A1")


def test_an_open_case_waits_for_the_desk_and_no_clock_runs_for_it() -> None:
    load()

    waiting = case_of("A3")
    assert (waiting.state, waiting.is_open, waiting.due_at) == ("received", True, None)
    assert RunningClock.objects.count() == 0


def test_what_has_no_coordinates_lies_in_the_area_without_a_place(
    district: District, lin: Asker, zhao: Asker
) -> None:
    load()

    lost = case_of("A2")
    assert (lost.place_id, lost.where.street_id) == (None, district.spots["street"].id)
    assert cases.case(lost.id, lin) is not None
    assert cases.case(lost.id, zhao) is None


def test_a_type_of_its_own_is_in_the_catalogue_for_history_alone() -> None:
    load()

    item = catalogue.item("old_tree")
    assert item is not None
    assert item.retired
    assert case_of("A2").item == "old_tree"


def test_again_counts_nothing_twice() -> None:
    load()
    before = list(Case.objects.order_by("id").values())

    plan, _ = load()

    assert (plan.added, plan.same) == (0, 3)
    assert list(Case.objects.order_by("id").values()) == before
    assert TimelineEntry.objects.count() == 2 + 2 + 2 + 2


def test_after_a_cut_the_rest_comes_in_once() -> None:
    rows = "".join(f"B{n},2025-03-01 08:00,,Rubbish,Open,,,,,\n" for n in range(450))
    file = FILE.partition("\n")[0] + "\n" + rows

    def cut(done: int, _rows: int) -> None:
        if done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_now(file.encode(), loader(), PART, cut)
    assert Case.objects.count() == 200

    plan, _ = load(file=file)
    assert (plan.added, plan.same, Case.objects.count()) == (250, 200, 450)


def test_nobody_is_alerted_sent_or_answered(deliver: Callable[[], None]) -> None:
    load()
    deliver()

    assert (Alert.objects.count(), Task.objects.count()) == (0, 0)
    assert list(StoredFact.objects.values_list("name", flat=True)) == ["cases_taken_over"]


def test_its_old_number_and_words_find_it(lin: Asker) -> None:
    load()
    write_missing_documents()

    for words in ("A1", "三天", "Rubbish A1"):
        found = cases.cases(CaseFilter(q=words), lin)
        assert [row.id for row in found.items] == [case_of("A1").id], words


def test_the_citys_closing_is_the_end_of_the_work_where_the_map_says_so() -> None:
    load(MAP.replace('area = "s1"', 'area = "s1"\nhandling = true'))

    done = case_of("A2")
    steps = [(step.from_state, step.to_state) for step in cases.timeline(done.id, PART)]
    assert steps == [("", "handling"), ("handling", "resolved"), ("resolved", "closed"), ("", "")]
    start, stop = ClockEvent.objects.filter(case=done.id).order_by("id")
    assert (start.clock, start.kind, start.at, start.amount) == (
        "handle",
        "start",
        done.opened_at,
        60,
    )
    assert (stop.kind, stop.at) == ("stop", done.closed_at)
    assert not ClockEvent.objects.filter(case=case_of("A3").id).exists()


def test_a_file_without_a_map_or_with_an_unknown_area_is_refused() -> None:
    with pytest.raises(Unreadable, match="map"):
        look_now(FILE.encode(), HistoryLoader(), PART)
    with pytest.raises(Unreadable, match="nowhere"):
        look_now(FILE.encode(), loader(MAP.replace('"s1"', '"nowhere"')), PART)


def test_only_the_system_administrator_takes_over(gu: Asker, lin: Asker, zhao: Asker) -> None:
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            keep_map(MAP, asker)
        with pytest.raises(Refused):
            look_now(FILE.encode(), loader(), asker)

    assert look_now(FILE.encode(), loader(), gu)[0].added == 3
