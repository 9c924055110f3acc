"""The pages of ledgers: what is due, a row in a form, lists in and out, and print."""

from collections.abc import Callable
from typing import Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.ground.rights.asker import Asker
from linli.ground.sheets import queries as sheets
from linli.lists import load_list, read_list, store_list
from linli.organise.ledgers import queries
from linli.organise.ledgers.actions import save_entry
from linli.organise.ledgers.logic import Filled
from linli.organise.ledgers.queries import EntryRow
from tests.web.api_client import Program, problem
from tests.web.conftest import PARTS, Story

Browse = Callable[[str], Client]
LIFTS: Final = reverse("console:ledger", args=["elevators"])
NEW: Final = reverse("console:new-entry", args=["elevators"])
FORM: Final = {"number": "L1", "place": "b3", "certificate": "T1", "inspected_on": "2025-01-31"}

pytestmark = pytest.mark.django_db


def only() -> EntryRow:
    (row,) = queries.entries("elevators", PARTS).items
    return row


def test_a_row_is_typed_in_corrected_and_opens_a_case(story: Story, browse: Browse) -> None:
    lin = browse("lin")
    wrong = lin.post(NEW, {**FORM, "stops": "many", "kind": "飞机"})
    assert wrong.status_code == 400
    assert wrong.content.decode().count('class="fault"') == 2
    assert lin.post(NEW, FORM).status_code == 302
    row = only()
    address = reverse("console:entry", args=[row.id])
    page = lin.get(address).content.decode()
    assert "2025-01-31" in page
    kept = {**FORM, "place": "翠湖街道 · 翠竹社区 · 翠竹一网格 · 翠竹苑 · 3栋", "stops": "9"}
    assert lin.post(address, {**kept, "chosen": "b3", "version": 1}).status_code == 302
    assert lin.post(address, {**kept, "chosen": "b3", "version": 1}).status_code == 409
    assert (only().values["stops"], only().place_id) == (9, story.district.building)
    opened = lin.post(reverse("console:entry-act", args=[row.id]), {"act": "open", "version": 2})
    case_id = only().case_id
    assert opened["Location"] == reverse("console:case", args=[case_id])
    assert address in lin.get(opened["Location"]).content.decode()
    assert lin.get(LIFTS, {"q": "L1"})["Location"] == address


def test_what_goes_out_is_read_again_and_changes_nothing(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    lin = browse("lin")
    lin.post(NEW, {**FORM, "kind": "客梯", "stops": "9"})
    address = reverse("console:ledger-export", args=["elevators"])
    content = lin.post(address, {"as": "xlsx"}).content
    file = SimpleUploadedFile("lifts.xlsx", content)
    sent = lin.post(
        reverse("console:upload", args=["ledger"]), {"file": file, "source": "elevators"}
    )
    (loading,) = sheets.loadings("ledger", people["lin"])
    assert sent["Location"] == reverse("console:loading", args=[loading.id])
    read_list.call(str(loading.id))
    (loading,) = sheets.loadings("ledger", people["lin"])
    assert (loading.added, loading.changed, loading.same) == (0, 0, 1)
    assert loading.rows_with_faults == 0
    assert lin.get(sent["Location"]).status_code == 200
    more = "编号,地点编码,使用登记证编号\nL2,b3,T2\n".encode()
    lin.post(
        reverse("console:upload", args=["ledger"]),
        {"file": SimpleUploadedFile("more.csv", more), "source": "elevators"},
    )
    newest = sheets.loadings("ledger", people["lin"])[0]
    read_list.call(str(newest.id))
    load_list(newest.id, people["lin"])
    store_list.call(str(newest.id))
    numbers = {one.number for one in queries.entries("elevators", PARTS).items}
    assert numbers == {"L1", "L2"}


def test_a_file_for_no_ledger_is_refused_in_words(story: Story, browse: Browse) -> None:
    file = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    sent = browse("lin").post(
        reverse("console:upload", args=["ledger"]), {"file": file, "source": "nothing"}
    )
    assert sent.status_code == 400
    assert "nothing" in sent.content.decode()


def test_a_program_reads_what_is_due(story: Story, people: dict[str, Asker]) -> None:
    lift = {"certificate": "T1", "inspected_on": "2025-01-31"}
    filled = Filled(number="L1", place_id=story.district.building, values=lift)
    save_entry("elevators", filled, people["lin"])
    due = "ledger-rows?ledger=elevators&tab=overdue"
    (row,) = Program(people["lin"]).items(due)
    assert (row["number"], row["place"], row["values"]) == ("L1", "b3", lift)
    assert Program(people["zhao"]).items(due) == []
    problem(Program(people["lin"]).get("ledger-rows?ledger=nothing"), 422, "invalid")


def test_it_is_printed_and_has_a_template(story: Story, browse: Browse) -> None:
    lin = browse("lin")
    lin.post(NEW, FORM)
    printed = lin.get(reverse("console:ledger-print", args=["elevators"]), {"tab": "overdue"})
    assert printed.content.startswith(b"%PDF")
    assert (
        lin.get(reverse("console:ledger-print", args=["elevators"]), {"tab": "x"}).status_code
        == 400
    )
    template = lin.get(reverse("console:ledger-template", args=["elevators"]))
    assert template.content.startswith(b"PK")
    assert lin.get(reverse("console:ledger", args=["nothing"])).status_code == 404


def test_the_list_asks_as_often_for_many_rows_as_for_few(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    lin = browse("lin")

    def asked(count: int) -> int:
        for number in range(count):
            lift = {"certificate": "T", "inspected_on": "2025-01-31"}
            place_id = story.district.building
            filled = Filled(number=f"{count}-{number}", place_id=place_id, values=lift)
            save_entry("elevators", filled, people["lin"])
        lin.get(LIFTS)
        with CaptureQueriesContext(connection) as queries_asked:
            assert lin.get(LIFTS).status_code == 200
        return len(queries_asked)

    assert asked(2) == asked(7)
