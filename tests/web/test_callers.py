"""The desk finds a report by what a caller can tell: a receipt, an order, a telephone number."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker
from linli.respond.cases.models import Case
from linli.sense.reports.models import Report
from tests.web.conftest import Story
from tests.web.test_taking import CALL

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]
LOOK = {"phone": "139 0000 1234", "purpose": "asks"}


def looked_up(client: Client, q: str) -> str:
    return client.get("/console/cases/", {"q": q}).content.decode()


def test_a_receipt_leads_to_its_case_even_when_it_is_closed(story: Story, browse: Browse) -> None:
    Case.objects.filter(pk=story.reported).update(state="closed", is_open=False)
    spaced = f"{story.receipt[:4]} {story.receipt[4:]}"
    for typed in (story.receipt, spaced, spaced.lower()):
        page = looked_up(browse("lin"), typed)
        assert page.count(f'id="case-{story.reported}"') == 1
        assert "受理编号" in page
        assert spaced in page
    assert str(story.reported) not in looked_up(browse("zhao"), story.receipt)
    assert str(story.reported) not in looked_up(browse("wu"), story.receipt)


def test_a_number_of_12345_leads_to_its_case(
    story: Story, browse: Browse, deliver: Callable[[], None]
) -> None:
    lin = browse("lin")
    lin.post("/console/take/", {**CALL, "channel": "hotline", "channel_ref": "AH2026-77"})
    deliver()
    page = looked_up(lin, "ah2026-77")
    assert page.count("data-row ") == 1
    assert "AH2026-77" in page
    assert "data-row " not in looked_up(lin, "AH2026-7")
    assert "data-row " not in looked_up(browse("zhao"), "AH2026-77")


def test_the_case_page_shows_the_desk_the_receipt(story: Story, browse: Browse) -> None:
    page, spaced = f"/console/cases/{story.reported}/", f"{story.receipt[:4]} {story.receipt[4:]}"
    assert spaced in browse("lin").get(page).content.decode()
    assert spaced not in browse("chen").get(page).content.decode()


def test_a_caller_without_receipt_is_found_by_telephone(
    story: Story, browse: Browse, deliver: Callable[[], None]
) -> None:
    lin = browse("lin")
    lin.post("/console/take/", CALL)
    deliver()
    told = Report.objects.get(reporter_phone="13900001234")
    page = lin.post("/console/callers/", LOOK).content.decode()
    assert f"{told.receipt[:4]} {told.receipt[4:]}" in page
    assert "打开事件" in page
    assert "13900001234" not in page
    look = AuditEntry.objects.latest("pk")
    assert (look.act, look.thing_id, look.purpose) == ("find", str(told.pk), "asks")
    of_jian = browse("jian").get("/console/audit/").content.decode()
    assert "来电人询问所反映诉求" in of_jian
    of_zhao = browse("zhao").post("/console/callers/", LOOK).content.decode()
    assert told.receipt[:4] not in of_zhao


def test_a_number_in_the_address_is_not_looked_for(story: Story, browse: Browse) -> None:
    before = AuditEntry.objects.count()
    page = browse("lin").get("/console/callers/", LOOK).content.decode()
    assert 'id="found"' not in page
    assert 'value="139' not in page
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("form", [{}, {"phone": "13900001234"}, {**LOOK, "purpose": "curious"}])
def test_without_a_purpose_nothing_is_looked_up(
    form: dict[str, str], story: Story, browse: Browse
) -> None:
    before = AuditEntry.objects.count()
    assert browse("lin").post("/console/callers/", form).status_code == 400
    assert AuditEntry.objects.count() == before


def test_what_is_no_number_is_told_and_kept_in_its_field(story: Story, browse: Browse) -> None:
    answer = browse("lin").post("/console/callers/", {**LOOK, "phone": "12<b>"})
    assert answer.status_code == 400
    assert "12&lt;b&gt;" in answer.content.decode()


def test_callers_take_as_many_queries_for_many_reports_as_for_few(
    people: dict[str, Asker],
    story: Story,
    browse: Browse,
    deliver: Callable[[], None],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    lin = browse("lin")
    asked = []
    for count in (2, 6):
        for _ in range(count):
            lin.post("/console/take/", {**CALL, "key": f"{count}-{_}"})
        deliver()
        with django_assert_max_num_queries(200) as found:  # type: ignore[attr-defined]
            lin.post("/console/callers/", LOOK)
        asked.append([one["sql"] for one in found.captured_queries if "SELECT" in one["sql"]])
    assert len(asked[0]) == len(asked[1])
