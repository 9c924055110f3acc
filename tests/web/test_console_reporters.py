"""What the desk and the units read of the reporters of a case: their answers, and their silence."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from linli.ground import clock
from linli.ground.files.actions import store_photo
from linli.ground.rights.asker import VISITOR
from linli.organise.answers.queries import follow
from linli.organise.tasks import queries as tasks
from linli.respond.cases.actions import close_unanswered, move, supplement_case
from linli.respond.cases.models import Case
from linli.sense.reports.logic import NewSupplement
from tests.web.conftest import PARTS, Story, jpeg
from tests.web.test_console import Browse, case_of


@pytest.mark.django_db
def test_a_case_says_until_when_it_waits_and_why_it_closed(story: Story, browse: Browse) -> None:
    waits = {"state": "feedback", "feedback_until": clock.now() + timedelta(hours=3, seconds=9)}
    Case.objects.filter(pk=story.reported).update(**waits)
    page, lin = f"/console/cases/{story.reported}/", browse("lin")
    assert "自动结案：" in lin.get(page).content.decode()

    Case.objects.filter(pk=story.reported).update(feedback_until=clock.now())
    close_unanswered(PARTS)

    told = lin.get(page).content.decode()
    assert "自动结案：" not in told
    assert "3 个工作日内未收到答复。" in told


@pytest.mark.django_db
def test_staff_read_what_the_reporter_added_on_the_timeline(story: Story, browse: Browse) -> None:
    row = case_of(story, reported=True)
    move(row.id, "info_requested", PARTS, row.version, "哪一个？")
    photo = store_photo(jpeg(), VISITOR).id
    new = NewSupplement(text="北门那一个，电话 13800001234。", photos=(photo,))
    supplement_case(story.receipt, new, VISITOR)
    page, shown = f"/console/cases/{row.id}/", f"/console/reports/{story.report}/photos/{photo}/"

    told = browse("lin").get(page).content.decode()
    assert "北门那一个，电话 13800001234。" in told
    assert "报告人（凭受理编号）" in told
    assert f'src="{shown}"' in told
    assert browse("lin").get(shown).status_code == 200
    assert browse("zhao").get(shown).status_code == 404

    of_checker = browse("he").get(page).content.decode()
    assert "北门那一个，电话 …。" in of_checker
    assert "13800001234" not in of_checker
    assert shown not in of_checker


@pytest.mark.django_db
def test_whoever_does_the_work_reads_it_too(
    story: Story, browse: Browse, deliver: Callable[[], None]
) -> None:
    row = case_of(story, reported=True)
    move(row.id, "info_requested", PARTS, row.version, "哪一个？")
    supplement_case(story.receipt, NewSupplement(text="北门那一个。"), VISITOR)
    move(row.id, "filed", PARTS, case_of(story, reported=True).version)
    deliver()
    task = tasks.of_case(row.id, PARTS)[0]

    assert "北门那一个。" in browse("wu").get(f"/console/tasks/{task.id}/").content.decode()


@pytest.mark.django_db
def test_lin_sees_what_the_reporter_will_read_before_she_sets_it_aside(
    story: Story, browse: Browse, deliver: Callable[[], None]
) -> None:
    row, lin = case_of(story, reported=True), browse("lin")
    page = f"/console/cases/{row.id}/"
    asked = lin.get(page).content.decode()
    assert "报告人将看到的话：" in asked
    assert '<option value="经现场查看，未发现所反映的情况。">' in asked

    form = {"to": "voided", "version": row.version}
    assert lin.post(f"{page}move/", {**form, "reason": "字" * 201}).status_code == 400
    lin.post(f"{page}move/", {**form, "reason": "经现场查看，未发现所反映的情况。"})
    deliver()

    read = follow(story.receipt, "zh-hans")
    assert read is not None
    assert read.state_label == "未受理"
    assert read.answers[-1].text == "您的诉求未受理：经现场查看，未发现所反映的情况。"
