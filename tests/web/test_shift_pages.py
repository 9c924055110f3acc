"""The pages of a shift: signing with the password, what is new, the log, and what is printed."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.ground import clock
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker
from linli.organise.shifts import actions
from linli.organise.shifts import queries as shifts
from linli.organise.shifts.models import LogLine, Sheet, Shift
from linli.organise.shifts.queries import drafting
from linli.organise.shifts.queries import log as duty_log
from linli.respond.cases.models import Case
from tests.cast import PASSWORD
from tests.conftest import StillClock
from tests.web.conftest import Story
from tests.web.test_console import Browse


def sent(browser: Client, address: str, **form: object) -> tuple[int, str]:
    answer = browser.post(address, {"password": PASSWORD, **form})
    return answer.status_code, answer.content.decode()


def marks(story: Story, asker: Asker) -> str:
    shift = Shift.objects.get(ended_at=None)
    return " ".join(shifts.draft(shift.began_at, story.district.street, asker).marks)


def handed_over(story: Story, people: dict[str, Asker]) -> Sheet:
    lin = people["lin"]
    shift = Shift.objects.get(pk=actions.begin(story.district.street, lin))
    seen = marks(story, lin).split()
    return Sheet.objects.get(pk=actions.sign_out(shift.id, "风大 #sys", seen, lin, 1))


@pytest.mark.django_db
def test_a_shift_begins_is_signed_and_taken_over_on_the_page(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    lin, leader = browse("lin"), browse("leader")
    assert "本值班室现在无人在班" in lin.get("/console/shift/").content.decode()
    assert sent(lin, "/console/shift/begin/")[0] == 302
    shift = Shift.objects.get()
    page = lin.get("/console/shift/").content.decode()
    assert "Lin 在班" in page
    assert "烟雾火情" in page

    address = f"/console/shift/{shift.id}/hand-over/"
    form = {"version": shift.version, "seen": marks(story, people["lin"]), "remark": "风大"}
    status, told = sent(lin, address, **{**form, "password": "wrong"})
    assert status == 400
    assert "密码不对" in told
    assert not Sheet.objects.exists()
    assert AuditEntry.objects.filter(act="sign", kind="shift", result="refused").count() == 1

    assert sent(lin, address, **form)[0] == 302
    sheet = Sheet.objects.get()
    over = f"/console/shift/sheets/{sheet.id}/take-over/"
    assert over not in lin.get("/console/shift/").content.decode()
    assert over in leader.get("/console/shift/").content.decode()
    assert sent(lin, over, seen="")[0] == 409
    assert sent(leader, over, seen="", password="wrong")[0] == 400
    assert sent(leader, over, seen="")[0] == 302
    assert "Leader 在班" in leader.get("/console/shift/").content.decode()
    assert "双方已签" in lin.get("/console/shift/").content.decode()


@pytest.mark.django_db
def test_a_signature_is_not_guessed(
    story: Story, people: dict[str, Asker], browse: Browse, clock: StillClock
) -> None:
    lin = browse("lin")
    sent(lin, "/console/shift/begin/")
    shift = Shift.objects.get()
    address = f"/console/shift/{shift.id}/hand-over/"
    form = {"version": 1, "seen": marks(story, people["lin"])}
    told = [sent(lin, address, **{**form, "password": "wrong"})[0] for _ in range(11)]
    assert told == [400] * 10 + [429]
    status, page = sent(lin, address, **form)
    assert status == 429
    assert "10:03" in page
    assert not Sheet.objects.exists()
    clock.forward(minutes=3)
    assert sent(lin, address, **form)[0] == 302
    kept = AuditEntry.objects.filter(act="sign", kind="shift", result="refused")
    assert [one.detail.get("reason") for one in kept.order_by("id")] == [
        *[None] * 10,
        "too_many_tries",
    ]


@pytest.mark.django_db
def test_what_is_new_is_marked_before_it_can_be_signed(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    lin = browse("lin")
    sent(lin, "/console/shift/begin/")
    shift = Shift.objects.get()
    status, told = sent(
        lin, f"/console/shift/{shift.id}/hand-over/", version=1, seen="", remark="留"
    )
    assert status == 409
    assert "打开本页之后有新情况" in told
    assert "sparkles" in told
    assert ">留</textarea>" in told
    assert not Sheet.objects.exists()


@pytest.mark.django_db
def test_a_sheet_is_printed_as_it_was_signed(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    sheet = handed_over(story, people)
    answer = browse("leader").get(f"/console/shift/sheets/{sheet.id}/print/")
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
    )
    for word in ("交接班", "翠湖街道值班室", "风大 #sys", "交班人：", "接班人：", "带班领导："):
        assert word in text
    assert "只列出" not in text
    assert browse("zhao").get(f"/console/shift/sheets/{sheet.id}/print/").status_code == 404
    shown = browse("lin").get(f"/console/shift/sheets/{sheet.id}/").content.decode()
    assert "风大 #sys" in shown


@pytest.mark.django_db
def test_a_desk_that_is_not_ones_own_is_as_if_it_were_not_there(
    story: Story, browse: Browse
) -> None:
    elsewhere = story.district.other_street
    for page in ("/console/shift/", "/console/shift/log/"):
        assert browse("lin").get(page, {"desk": elsewhere}).status_code == 404
        assert browse("lin").get(page, {"desk": "x"}).status_code == 404
    for form in ("/console/shift/begin/", "/console/shift/log/export/"):
        assert sent(browse("lin"), form, desk=elsewhere)[0] == 404
    assert not Shift.objects.exists()


@pytest.mark.django_db
def test_lines_are_written_corrected_found_and_taken_out(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    lin, page = browse("lin"), "/console/shift/log/"
    assert sent(lin, page, time="00:00", text="=1+1 三号楼停水")[0] == 302
    wrong = LogLine.objects.get()
    assert "原记录保留不变" in lin.get(page, {"corrects": wrong.id}).content.decode()
    assert sent(lin, page, time="00:00", text="是四号楼", corrects=wrong.id)[0] == 302
    shown = lin.get(page).content.decode()
    assert "更正" in shown
    assert "log-line--struck" in shown
    assert f"/console/cases/{story.case}/" in shown
    assert sent(lin, page, time="25:00", text="x")[0] == 400
    assert sent(lin, page, time="00:00", text="x", corrects="x")[0] == 404

    found = lin.get(page, {"q": "三号楼"}).content.decode()
    assert "三号楼停水" in found
    assert f"/console/cases/{story.case}/" not in found

    file = f"{page}export/"
    csv = lin.post(file, {"as": "csv"}).content.decode("utf-8-sig")
    assert "'=1+1 三号楼停水" in csv
    book = CalamineWorkbook.from_filelike(io.BytesIO(lin.post(file, {"as": "xlsx"}).content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "=1+1 三号楼停水" in cells
    assert lin.get(file).status_code == 405
    assert lin.post(file)["Cache-Control"] == "private, no-store"
    kept = AuditEntry.objects.filter(act="export", kind="log").values_list("user_name", "thing_id")
    assert list(kept) == [("Lin", str(story.district.street))] * 3
    printed = pypdf.PdfReader(io.BytesIO(lin.get(f"{page}print/").content))
    assert "值班日志" in printed.pages[0].extract_text()
    assert LogLine.objects.count() == 2


@pytest.mark.django_db
def test_a_log_file_that_is_cut_says_so(
    story: Story, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duty_log, "MOST_LINES", 1)
    told = browse("lin").post("/console/shift/log/export/").content.decode("utf-8-sig")
    assert told.splitlines()[2:] == ["记录较多，未全部显示。"]


@pytest.mark.django_db
def test_odd_days_show_today(story: Story, browse: Browse) -> None:
    today = clock.now() + timedelta(hours=8)
    for odd in ("", "x", "0001-01-01", "9999-12-31", "2026-13-40"):
        shown = browse("lin").get("/console/shift/log/", {"day": odd}).content.decode()
        assert f'value="{today.date().isoformat()}"' in shown


@pytest.mark.django_db
def test_a_sheet_that_is_cut_says_so_on_the_page_and_on_paper(
    story: Story, people: dict[str, Asker], browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    Case.objects.filter(pk=story.reported).update(severity="emergency")
    monkeypatch.setattr(drafting, "MOST_ROWS", 1)
    sheet = handed_over(story, people)
    address = f"/console/shift/sheets/{sheet.id}/"

    paper = pypdf.PdfReader(io.BytesIO(browse("lin").get(f"{address}print/").content))
    text = "".join(page.extract_text() for page in paper.pages)
    assert "未办结的紧急事件：2 件" in text
    assert "共 2 件，只列出最紧急的 1 件。" in text
    assert "每类只列最紧要的" in text
    page = browse("lin").get(address).content.decode()
    assert "只列出最紧急的 1 件" in page
    assert "每类只列最紧要的" in page
