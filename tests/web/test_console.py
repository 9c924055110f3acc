"""Staff decide on pages: what an action refuses becomes a sentence, and nothing is half done."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.audit import queries as audit
from linli.ground.facts.models import Delivery
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries as tasks
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.queries import CaseRow, searching
from linli.sense.devices import queries as devices
from linli.sense.telemetry.logic.admission import Refusal
from linli.sense.telemetry.store.opening import open_store
from linli.wire.faults import Fault
from tests.capabilities.cases.happenings import case_from, told
from tests.web.conftest import PARTS, Story, jpeg

Browse = Callable[[str], Client]


def case_of(story: Story, *, reported: bool = False) -> CaseRow:
    row = cases.case(story.reported if reported else story.case, PARTS)
    assert row is not None
    return row


@pytest.mark.django_db
def test_lin_accepts_what_wang_told(story: Story, browse: Browse) -> None:
    row = case_of(story, reported=True)
    form = {"to": "filed", "version": row.version}
    answer = browse("lin").post(f"/console/cases/{row.id}/move/", form)
    assert (answer.status_code, answer["Location"]) == (302, f"/console/cases/{row.id}/")
    assert case_of(story, reported=True).state == "filed"


@pytest.mark.django_db
def test_a_stale_version_changes_nothing_and_offers_to_load_anew(
    story: Story, browse: Browse
) -> None:
    row = case_of(story, reported=True)
    form = {"to": "voided", "reason": "同一件事。", "version": row.version + 1}
    answer = browse("lin").post(f"/console/cases/{row.id}/move/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已有别人先处理了。" in page
    assert f'href="/console/cases/{row.id}/">' in page
    assert "同一件事。" in page
    assert case_of(story, reported=True) == row


@pytest.mark.django_db
def test_a_step_that_is_not_in_the_table_is_refused(story: Story, browse: Browse) -> None:
    row = case_of(story, reported=True)
    form = {"to": "closed", "version": row.version}
    answer = browse("lin").post(f"/console/cases/{row.id}/move/", form)
    assert answer.status_code == 409
    assert case_of(story, reported=True) == row


@pytest.mark.django_db
def test_a_missing_reason_is_asked_for(story: Story, browse: Browse) -> None:
    row = case_of(story, reported=True)
    form = {"to": "rejected", "reason": " ", "version": row.version}
    answer = browse("lin").post(f"/console/cases/{row.id}/move/", form)
    assert answer.status_code == 400
    assert "请在这里填写内容。" in answer.content.decode()


@pytest.mark.django_db
def test_a_version_that_is_no_number_is_a_bad_request(story: Story, browse: Browse) -> None:
    address = f"/console/cases/{story.case}/move/"
    answer = browse("lin").post(address, {"to": "voided", "version": "one"})
    assert answer.status_code == 400


@pytest.mark.django_db
def test_a_button_opened_as_an_address_says_so(story: Story, browse: Browse) -> None:
    answer = browse("lin").get(f"/console/cases/{story.case}/move/")
    assert answer.status_code == 405
    assert "这个地址不能这样打开" in answer.content.decode()


@pytest.mark.django_db
def test_a_look_at_the_reporter_is_audited_with_its_purpose(story: Story, browse: Browse) -> None:
    address = f"/console/cases/{story.reported}/reports/{story.report}/reporter/"
    answer = browse("lin").post(address, {"purpose": "details"}, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert "13900000000" in shown
    assert 'href="mailto:wang@example.org"' in shown
    number = case_of(story, reported=True).number
    newest = audit.entries(Asker.for_part("tests"))[0]
    assert (newest.act, newest.kind, newest.thing_id) == ("see", "reporter", str(story.report))
    assert newest.purpose == f"details: {number}"


@pytest.mark.django_db
def test_the_page_of_a_case_shows_no_name_and_no_number(story: Story, browse: Browse) -> None:
    page = browse("lin").get(f"/console/cases/{story.reported}/").content.decode()
    assert "13900000000" not in page
    assert "wang@example.org" not in page
    assert "地下通道积水" in page


@pytest.mark.django_db
def test_a_link_that_came_with_a_report_is_text_and_no_link(story: Story, browse: Browse) -> None:
    page = browse("lin").get(f"/console/cases/{story.reported}/").content.decode()
    assert '<span class="figures">https://example.org/flood.jpg</span>' in page
    assert 'href="https://example.org' not in page


@pytest.mark.django_db
def test_a_report_of_another_case_shows_no_reporter(story: Story, browse: Browse) -> None:
    address = f"/console/cases/{story.case}/reports/{story.report}/reporter/"
    assert browse("lin").post(address, {"purpose": "details"}).status_code == 404


@pytest.mark.django_db
def test_wu_signs_finishes_with_a_photo_and_he_checks(story: Story, browse: Browse) -> None:
    wu, he, address = browse("wu"), browse("he"), f"/console/tasks/{story.task}"
    task = tasks.task(story.task, PARTS)
    assert task is not None
    wu.post(f"{address}/sign/", {"version": task.version})
    photo = SimpleUploadedFile("done.jpg", jpeg(), "image/jpeg")
    form = {"version": task.version + 1, "text": "明火已扑灭。", "photos": photo}
    assert wu.post(f"{address}/finish/", form).status_code == 302
    done = tasks.task(story.task, PARTS)
    assert done is not None
    assert (done.state, done.result_text, len(done.photo_ids)) == ("done", "明火已扑灭。", 1)
    assert he.get(f"{address}/photos/{done.photo_ids[0]}/").status_code == 200
    form = {"version": case_of(story).version, "passed": "yes", "reason": ""}
    assert he.post(f"/console/cases/{story.case}/verify/", form).status_code == 302
    assert case_of(story).state == "closed"


@pytest.mark.django_db
def test_the_page_asks_for_the_photo_that_the_item_needs(
    story: Story, browse: Browse, deliver: Callable[[], None]
) -> None:
    case = case_from(told("garbage"))
    move(case.id, "filed", PARTS, case.version)
    deliver()
    wu, task = browse("wu"), tasks.of_case(case.id, PARTS)[0]
    address = f"/console/tasks/{task.id}"
    wu.post(f"{address}/sign/", {"version": task.version})

    page = wu.get(f"{address}/").content.decode()
    answer = wu.post(f"{address}/finish/", {"version": task.version + 1, "text": "已清运。"})

    assert re.search(r'<input class="file" id="photos"[^>]* required\s', page)
    assert answer.status_code == 400
    assert "该事项需要附上处置结果照片，请添加。" in answer.content.decode()
    assert "已清运。" in answer.content.decode()


@pytest.mark.django_db
def test_too_many_photos_are_refused_in_words_and_none_is_kept(
    story: Story, browse: Browse
) -> None:
    task = tasks.task(story.task, PARTS)
    assert task is not None
    wu, address = browse("wu"), f"/console/tasks/{story.task}"
    wu.post(f"{address}/sign/", {"version": task.version})
    kept = StoredFile.objects.count()
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(), "image/jpeg") for n in range(7)]

    form = {"version": task.version + 1, "text": "明火已扑灭。", "photos": photos}
    answer = wu.post(f"{address}/finish/", form)

    assert answer.status_code == 400
    assert "共选了 7 张照片，最多 5 张。" in answer.content.decode()
    assert "明火已扑灭。" in answer.content.decode()
    assert StoredFile.objects.count() == kept
    signed = tasks.task(story.task, PARTS)
    assert signed is not None
    assert signed.state == "in_progress"


@pytest.mark.django_db
def test_a_result_without_words_keeps_the_task_open(story: Story, browse: Browse) -> None:
    task = tasks.task(story.task, PARTS)
    assert task is not None
    wu, address = browse("wu"), f"/console/tasks/{story.task}"
    wu.post(f"{address}/sign/", {"version": task.version})
    answer = wu.post(f"{address}/finish/", {"version": task.version + 1, "text": ""})
    assert answer.status_code == 400
    now = tasks.task(story.task, PARTS)
    assert now is not None
    assert now.state == "in_progress"


@pytest.mark.django_db
def test_wu_reads_the_words_of_residents_without_their_numbers(
    story: Story, browse: Browse
) -> None:
    lin, row = browse("lin"), case_of(story, reported=True)
    lin.post(f"/console/cases/{row.id}/move/", {"to": "filed", "version": row.version})
    form = {"party_id": story.district.property, "version": row.version + 1}
    lin.post(f"/console/cases/{row.id}/dispatch/", form)
    page = browse("wu").get(f"/console/cases/{row.id}/").content.decode()
    assert "地下通道积水" in page
    assert "13900000000" not in page


@pytest.mark.django_db
def test_what_was_dispatched_by_duty_meanwhile_is_no_trouble(story: Story, browse: Browse) -> None:
    lin, row = browse("lin"), case_of(story, reported=True)
    lin.post(f"/console/cases/{row.id}/move/", {"to": "filed", "version": row.version})
    address = f"/console/cases/{row.id}/dispatch/"
    form = {"party_id": story.district.property, "version": row.version + 1}
    assert [lin.post(address, form).status_code for _ in range(2)] == [302, 302]

    now = case_of(story, reported=True)
    assert len(tasks.of_case(row.id, PARTS)) == 1
    assert lin.post(address, {**form, "version": now.version}).status_code == 409


@pytest.mark.django_db
def test_a_new_device_shows_its_token_once(story: Story, browse: Browse) -> None:
    lin = browse("lin")
    form = {"id": "wg9", "type": "water_gauge", "place": "e1", "name": "北门"}
    page = lin.post("/console/devices/register/", form).content.decode()
    assert 'class="token"' in page
    assert 'class="token"' not in lin.get("/console/devices/wg9/").content.decode()
    assert devices.device("wg9", PARTS) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"id": "s1"}, "“s1”已经登记"),
        ({"id": "a b"}, "“a b”不能作编号"),
        ({"type": "ship"}, "没有类型“ship”"),
        ({"place": "nowhere"}, "没有叫“nowhere”的地点"),
        ({"lat": "x"}, "经纬度请都填数字"),
        ({"lat": "91", "lon": "0"}, "纬度是 91.0；请填 -90 到 90 之间的度数"),
        ({"name": "字" * 121}, "最多 120 个字"),
    ],
)
def test_a_faulty_device_is_not_registered(
    story: Story, browse: Browse, changed: dict[str, str], sentence: str
) -> None:
    before = devices.count(PARTS)
    form = {"id": "wg9", "type": "water_gauge", "place": "e1", **changed}
    answer = browse("lin").post("/console/devices/register/", form)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert devices.count(PARTS) == before


@pytest.mark.django_db
def test_lin_registers_nothing_outside_her_street(story: Story, browse: Browse) -> None:
    form = {"id": "wg9", "type": "water_gauge", "place": "m3"}
    assert browse("lin").post("/console/devices/register/", form).status_code == 403
    assert devices.device("wg9", PARTS) is None


@pytest.mark.django_db
def test_the_queue_filters_by_its_address(story: Story, browse: Browse) -> None:
    lin = browse("lin")
    assert "烟雾火情" in rows(lin, "")
    assert "烟雾火情" not in rows(lin, "?tab=received")
    assert "烟雾火情" not in rows(lin, "?item=waterlogging")
    assert "烟雾火情" in rows(lin, "?severity=emergency")
    assert "烟雾火情" in rows(lin, f"?q={case_of(story).number}")


@pytest.mark.django_db
def test_lin_finds_a_case_by_what_wang_wrote_and_zhao_does_not(
    story: Story, browse: Browse
) -> None:
    found = rows(browse("lin"), "?q=%E8%A1%8C%E4%BA%BA")  # 行人
    assert found.count("data-row ") == 1
    assert "道路积水" in found
    assert "queue-row" not in rows(browse("zhao"), "?q=%E8%A1%8C%E4%BA%BA")


@pytest.mark.django_db
def test_a_list_that_is_cut_says_so(
    story: Story, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, notice = "?q=%E7%BF%A0%E7%AB%B9%E8%8B%91", "只列出最新的一部分"
    assert notice not in rows(browse("lin"), asked)
    monkeypatch.setattr(searching, "_MOST_SORTED", 1)
    assert notice in rows(browse("lin"), asked)


@pytest.mark.django_db
def test_zhao_sees_nothing_of_lins_street_in_the_queue(story: Story, browse: Browse) -> None:
    assert "queue-row" not in rows(browse("zhao"), "")


@pytest.mark.django_db
def test_an_address_that_no_filter_understands_leads_to_the_plain_queue(
    story: Story, browse: Browse
) -> None:
    lin = browse("lin")
    assert lin.get("/console/cases/?cursor=none")["Location"] == "/console/cases/"
    assert lin.get("/console/cases/?tab=intake")["Location"] == "/console/cases/"
    assert lin.get("/console/cases/?severity=grave&tab=filed")["Location"].endswith("?tab=filed")


@pytest.mark.django_db
def test_a_part_of_a_page_never_becomes_a_sign_in_form(story: Story) -> None:
    answer = Client().get("/console/cases/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/sign-in/")


def rows(client: Client, query: str) -> str:
    """The list as it refreshes itself; the item names of the filter are left out."""
    answer = client.get(f"/console/cases/{query}", headers={"HX-Request": "true"})
    return answer.content.decode().split('class="desk__rows"')[1]


@pytest.mark.django_db
def test_lin_takes_down_a_call_and_reads_the_number_out(
    story: Story, browse: Browse, deliver: Callable[[], int]
) -> None:
    form = {"key": "k", "channel": "call", "item": "elevator_fault", "text": "电梯困人。"}
    lin, who = browse("lin"), {"reporter_name": "周奶奶", "reporter_phone": "13800000000"}
    sent = lin.post("/console/take/", {**form, "place_code": "b3", **who}, follow=True)
    assert 'class="receipt"' in sent.content.decode()
    deliver()
    assert "电梯故障 · 翠竹苑3栋" in rows(lin, "")


@pytest.mark.django_db
def test_what_was_chosen_from_the_suggestions_goes_before_the_words(
    story: Story, browse: Browse, deliver: Callable[[], int]
) -> None:
    form = {"key": "k", "channel": "call", "item": "elevator_fault", "text": "电梯困人。"}
    lin = browse("lin")
    lin.post("/console/take/", {**form, "place_code": "翠竹苑3栋", "place_chosen": "b3"})
    deliver()
    assert "电梯故障 · 翠竹苑3栋" in rows(lin, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "sentence", "status"),
    [
        ({"text": ""}, "请简单说明出了什么问题。", 400),
        ({"place_code": "nowhere"}, "没有叫“nowhere”的地点", 400),
        ({"place_code": "m3"}, "这个地点不在您的范围内。", 403),
        ({"place_chosen": "m3"}, "这个地点不在您的范围内。", 403),
        ({"place_code": "nowhere", "place_chosen": "gone\0"}, "没有叫“nowhere”的地点", 400),
    ],
)
def test_a_call_that_cannot_be_taken_keeps_what_was_typed(
    story: Story, browse: Browse, changed: dict[str, str], sentence: str, status: int
) -> None:
    form = {"key": "k", "channel": "call", "item": "garbage", "text": "垃圾", "address": "东门"}
    answer = browse("lin").post("/console/take/", {**form, **changed})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "东门" in answer.content.decode()


@pytest.mark.django_db
def test_gu_lets_a_stuck_change_run_again(story: Story, browse: Browse) -> None:
    Delivery.objects.filter(fact__subject=f"case:{story.case}").update(
        state=Delivery.PARKED, error="ValueError: it stopped"
    )
    gu = browse("gu")
    page = gu.get("/console/platform/").content.decode()
    assert "ValueError: it stopped" in page
    one = Delivery.objects.filter(state=Delivery.PARKED).latest("pk")
    assert gu.post(f"/console/platform/parked/{one.pk}/retry/").status_code == 302
    one.refresh_from_db()
    assert one.state == Delivery.WAITING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-hans", "第 2 条记录的 smoke：是 3；请发送 true 或 false。"),
        ("en", "record 2, smoke is 3; send true or false."),
    ],
)
def test_gu_reads_in_her_language_why_a_reading_was_refused(
    story: Story, browse: Browse, language: str, told: str
) -> None:
    fault = Fault("type.wants_truth", 2, "smoke", {"value": "3"})
    store = open_store()
    store.refuse([Refusal(story.device, "mqtt", "type", 1_790_000_000.0, (fault,))])
    store.close()
    gu = browse("gu")
    gu.cookies["linli_language"] = language
    assert told in gu.get("/console/platform/").content.decode()
