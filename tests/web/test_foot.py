"""On foot: each sees their own work, each form counts once, a position stays with its result."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.models import Report
from linli.web import shared
from tests.web.conftest import PARTS, Story, jpeg

pytestmark = pytest.mark.django_db

STATIC = Path(shared.__file__).parent / "static"
Browse = Callable[[str], Client]
AT = {"lat": "31.8201", "lon": "117.2205", "within_m": "12"}
JSON = {"Accept": "application/json"}


def order(story: Story) -> TaskRow:
    row = tasks.task(story.task, PARTS)
    assert row is not None
    return row


def case(story: Story) -> CaseRow:
    row = cases.case(story.case, PARTS)
    assert row is not None
    return row


def send(browser: Client, address: str, *, photo: bool = False, **fields: Any) -> HttpResponse:
    if photo:
        fields["photos"] = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    return browser.post(address, fields, headers=JSON)


def finished(browser: Client, story: Story, key: str = "k1", **fields: Any) -> HttpResponse:
    said = {"act": "finish", "text": "已修好。", "version": 1, "key": key, **fields}
    return send(browser, f"/console/foot/tasks/{story.task}/", photo=True, **said)


def test_each_sees_what_waits_for_them(story: Story, browse: Browse) -> None:
    assert str(story.task) in browse("wu").get("/console/foot/").content.decode()
    assert str(story.task) not in browse("chen").get("/console/foot/").content.decode()
    finished(browse("wu"), story)
    assert str(story.case) in browse("he").get("/console/foot/").content.decode()
    assert str(story.case) not in browse("wu").get("/console/foot/").content.decode()


@pytest.mark.parametrize("who", ["zhao", "lin", "leader", "gu", "wang"])
def test_others_are_refused(story: Story, browse: Browse, who: str) -> None:
    browser = browse(who)
    for address in (
        "/console/foot/",
        f"/console/foot/tasks/{story.task}/",
        "/console/foot/report/",
    ):
        assert browser.get(address).status_code == 403
    assert finished(browser, story).status_code == 403
    assert order(story).state == "dispatched"


def test_work_done_without_a_line_is_signed_for_with_its_result(
    story: Story, browse: Browse
) -> None:
    answer = finished(browse("wu"), story, **AT)
    assert (answer.status_code, answer.json()) == (200, {"next": "/console/foot/"})
    row = order(story)
    assert (row.state, row.result_text, len(row.photo_ids)) == ("done", "已修好。", 1)
    assert row.signed_by == row.done_by
    assert row.spot is not None
    assert row.spot.kept() == {"lat": 31.8201, "lon": 117.2205, "within_m": 12}
    assert "117.22050" in browse("lin").get(f"/console/tasks/{story.task}/").content.decode()


@pytest.mark.parametrize(
    "at", [{}, {"lat": "", "lon": ""}, {"lat": "nan", "lon": "1"}, {"lat": "99", "lon": "1"}]
)
def test_a_result_needs_no_position(story: Story, browse: Browse, at: dict[str, str]) -> None:
    assert finished(browse("wu"), story, **at).status_code == 200
    assert Task.objects.get(pk=story.task).spot is None


def test_what_is_sent_twice_counts_once(story: Story, browse: Browse) -> None:
    browser = browse("wu")
    first, again = finished(browser, story), finished(browser, story)
    assert (first.status_code, again.status_code) == (200, 200)
    assert order(story).version == 3
    assert StoredFile.objects.filter(is_named=True, pk__in=order(story).photo_ids).count() == 1
    changed = finished(browser, story, text="Something else.")
    assert changed.status_code == 409
    assert "以第一次提交的为准" in changed.json()["text"]


def test_work_that_was_taken_back_meanwhile_is_told(
    story: Story, browse: Browse, people: dict[str, Asker]
) -> None:
    task_actions.cancel(story.task, "改派。", people["lin"], order(story).version)
    answer = finished(browse("wu"), story)
    assert answer.status_code in {404, 409}
    assert set(answer.json()) == {"title", "text"}
    assert order(story).state == "cancelled"
    assert not StoredFile.objects.filter(made_by=people["wu"].user_id).exists()


def test_what_somebody_else_began_waits_for_them(
    story: Story, browse: Browse, people: dict[str, Asker]
) -> None:
    answer = finished(browse("wu"), story, person=people["chen"].user_id)
    assert (answer.status_code, order(story).state) == (401, "dispatched")
    assert finished(browse("wu"), story, person=people["wu"].user_id).status_code == 200


def test_the_checker_brings_a_photo_and_is_never_the_handler(
    story: Story, browse: Browse, people: dict[str, Asker]
) -> None:
    finished(browse("wu"), story)
    address = f"/console/foot/cases/{story.case}/"
    said = {"act": "verify", "passed": "yes", "version": case(story).version, "key": "v"}
    assert send(browse("wu"), address, photo=True, **said, **AT).status_code == 403
    assert not StoredFile.objects.filter(made_by=people["he"].user_id).exists()

    answer = send(browse("he"), address, photo=True, **said, **AT)

    assert answer.status_code == 200
    (step,) = [one for one in cases.timeline(story.case, PARTS) if one.act == "verified"]
    assert step.detail["spot"] == {"lat": 31.8201, "lon": 117.2205, "within_m": 12}
    picture = f"/console/cases/{story.case}/checks/{step.detail['photo_ids'][0]}/"
    assert browse("lin").get(picture)["Content-Type"] == "image/jpeg"
    assert picture in browse("lin").get(f"/console/cases/{story.case}/").content.decode()
    assert browse("zhao").get(picture).status_code == 404
    other = f"/console/cases/{story.case}/checks/{story.photo}/"
    assert browse("lin").get(other).status_code == 404


def test_a_grid_worker_reports_what_they_see(
    story: Story, browse: Browse, people: dict[str, Asker]
) -> None:
    said = {"item": "garbage", "text": "垃圾满溢。", "place_code": "g1", "key": "r", **AT}
    browser, address = browse("chen"), "/console/foot/report/"
    answers = [send(browser, address, photo=True, **said) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    (report,) = Report.objects.filter(channel="patrol")
    assert (report.text, report.lat, len(report.photo_ids)) == ("垃圾满溢。", 31.8201, 1)
    elsewhere = send(browser, address, **{**said, "place_code": "s1", "key": "e", "lat": ""})
    assert elsewhere.status_code == 403
    assert "place" not in elsewhere.json()
    empty = send(browser, address, **{**said, "text": "", "key": "f"})
    assert empty.status_code == 400
    assert empty.json()["text"]


def test_a_position_is_kept_with_what_it_came_with_and_is_never_a_track(
    story: Story, browse: Browse, deliver: Callable[[], None]
) -> None:
    wu, chen = browse("wu"), browse("chen")
    finished(wu, story, lat="31.820313", lon="117.2205", within_m="12")
    told = {"item": "garbage", "text": "垃圾满溢。", "key": "k9", **AT, "lat": "31.820739"}
    assert send(chen, "/console/foot/report/", photo=True, **told).status_code == 200
    deliver()
    for browser in (wu, chen):
        browser.get("/console/foot/", {"lat": "31.820917", "lon": "117.2205"})

    assert tables_with("31.820313") == {"tasks_task"}
    assert tables_with("31.820739") == {"reports_report", "signals_signal", "cases_case"}
    assert tables_with("31.820917") == set()


def tables_with(number: str) -> set[str]:
    """Wherever any column of any row holds this number."""
    return {
        model._meta.db_table
        for model in apps.get_models()
        if any(number in repr(row) for row in model._base_manager.values_list())
    }


def test_without_scripts_the_forms_are_forms(story: Story, browse: Browse) -> None:
    said = {"act": "sign", "version": 1, "key": "s"}
    answer = browse("wu").post(f"/console/foot/tasks/{story.task}/", said)
    assert answer["Location"] == "/console/foot/"
    stale = browse("wu").post(f"/console/foot/tasks/{story.task}/", {**said, "key": "t"})
    assert stale.status_code == 409
    assert 'role="alert"' in stale.content.decode()


def test_pages_say_whose_they_are_and_the_shell_is_nobodys(story: Story, browse: Browse) -> None:
    wu = browse("wu")
    page = wu.get("/console/foot/")
    assert page["Linli-Person"] == wu.session["_auth_user_id"]
    shell = wu.get("/console/foot/offline/")
    assert "Linli-Person" not in shell
    assert 'data-person=""' in shell.content.decode()
    worker = Client().get("/console/foot/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"


def test_the_worker_keeps_only_what_is_there() -> None:
    """One missing file, and it would never be installed."""
    text = (STATIC / "js/foot/worker.js").read_text()
    kept = {"img/linli.svg", "img/shapes.svg", "vendor/icons.svg"}
    for group, folder, end in (("js", "js/foot/", ".js"), ("css", "css/", ".css")):
        names = re.findall(r'"([\w/-]+)"', text.split(f"const {group} = [")[1].split("]")[0])
        kept |= {f"{folder}{name}{end}" for name in names}
    kept |= {"css/timeline.css", "css/fold.css", "css/console/foot.css"}
    assert {name for name in kept if not (STATIC / name).is_file()} == set()
    imported = {path.name for path in (STATIC / "js/foot").glob("*.js")} - {"worker.js"}
    assert {f"js/foot/{name}" for name in imported} <= kept


def test_photos_from_before_come_with_signing_and_are_shown_marked(
    story: Story, browse: Browse
) -> None:
    wu = browse("wu")
    form = {"act": "sign", "version": 1, "key": "k"}

    sent = send(wu, f"/console/foot/tasks/{story.task}/", photo=True, **form)

    assert sent.status_code == 200

    row = tasks.task(story.task, PARTS)
    assert row is not None
    [before] = row.before_ids
    assert row.photo_ids == ()
    address = f"/console/tasks/{story.task}/photos/{before}/"
    marked, plain = wu.get(address), wu.get(f"{address}?plain=yes")
    assert marked.content != plain.content
    assert marked["Content-Type"] == plain["Content-Type"] == "image/jpeg"
    page = browse("he").get(f"/console/tasks/{story.task}/").content.decode()
    assert "照片没有记录拍摄时间和位置" in page
