"""What the staff print holds what they may see, and not more; names on paper are in the audit."""

import io
from datetime import timedelta
from uuid import UUID

import pypdf
import pytest
from django.http import HttpResponse
from django.utils import timezone

from linli.ground import clock
from linli.ground.audit.models import AuditEntry
from linli.ground.prints import typesetting
from linli.ground.rights.asker import Asker
from linli.ground.turns import Turns
from linli.organise.supervision import queries as supervision
from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.models import Task
from linli.respond.cases.actions import move, note
from linli.sense.tags.actions import make as make_tag
from linli.sense.tags.actions import revoke as revoke_tag
from linli.sense.tags.logic import NewTag
from tests.web.conftest import PARTS, Story
from tests.web.test_console import Browse, case_of

PHONE = "13900000000"


def text_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "\n".join(page.extract_text() for page in pages)


def images_in(answer: HttpResponse) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


@pytest.mark.django_db
def test_a_case_file_holds_facts_words_timeline_and_photos(story: Story, browse: Browse) -> None:
    note(story.reported, "已电话联系物业 #sys $x$ @you", PARTS)
    answer = browse("lin").get(f"/console/cases/{story.reported}/print/")
    text = text_of(answer)
    for word in (
        "事件案卷",
        case_of(story, reported=True).number,
        "翠湖街道值班室",
        "翠竹苑北门",
        "地下通道积水，行人过不去。",
        "已电话联系物业 #sys $x$ @you",
        "Lin 于",
        "第 1 页",
    ):
        assert word in text
    assert images_in(answer) == 1
    assert PHONE not in text


@pytest.mark.django_db
def test_who_told_it_is_printed_for_a_purpose_and_audited(story: Story, browse: Browse) -> None:
    address = f"/console/cases/{story.reported}/print/"
    text = text_of(browse("lin").post(address, {"purpose": "details"}))
    assert PHONE in text
    looks = AuditEntry.objects.filter(user_name="Lin", kind="reporter").order_by("id")
    assert [(one.act, one.thing_id) for one in looks] == [
        ("see", str(story.report)),
        ("print", str(story.reported)),
    ]
    assert looks[0].purpose == f"details: {case_of(story, reported=True).number}"


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("chen", 403), ("he", 403), ("zhao", 404)])
def test_nobody_else_prints_who_told_it(
    story: Story, browse: Browse, who: str, status: int
) -> None:
    address = f"/console/cases/{story.reported}/print/"
    assert browse(who).post(address, {"purpose": "details"}).status_code == status
    assert not AuditEntry.objects.filter(kind="reporter", result="done").exists()


@pytest.mark.django_db
def test_without_a_purpose_no_name_is_printed(story: Story, browse: Browse) -> None:
    address = f"/console/cases/{story.reported}/print/"
    assert browse("lin").post(address, {"purpose": "curiosity"}).status_code == 404
    assert not AuditEntry.objects.filter(kind="reporter").exists()


@pytest.mark.django_db
def test_a_checker_prints_neither_photos_nor_numbers_of_reports(
    story: Story, browse: Browse
) -> None:
    answer = browse("he").get(f"/console/cases/{story.reported}/print/")
    assert PHONE not in text_of(answer)
    assert images_in(answer) == 0


@pytest.mark.django_db
def test_a_work_order_says_what_to_do_and_never_who_told_it(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    task_id = _dispatched(story, people)
    text = text_of(browse("wu").get(f"/console/tasks/{task_id}/print/"))
    for word in ("工单", "积水", "翠竹物业", "翠竹苑北门", "地下通道积水", "签收人"):
        assert word in text
    for hidden in (PHONE, "wang@example.org", "王"):
        assert hidden not in text
    assert browse("zhao").get(f"/console/tasks/{task_id}/print/").status_code == 404


@pytest.mark.django_db
def test_a_finished_work_order_shows_who_signed_and_the_photo(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    row = tasks.task(story.task, PARTS)
    assert row is not None
    task_actions.sign(row.id, people["wu"], row.version)
    answer = browse("wu").get(f"/console/tasks/{row.id}/print/")
    assert "扫码录入结果" in text_of(answer)
    assert images_in(answer) == 1
    assert "签收人： Wu" in text_of(answer).replace("签收人：Wu", "签收人： Wu")


@pytest.mark.django_db
def test_when_too_many_print_the_page_says_so(
    story: Story, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(at_work=1, in_line=0, seconds=0)
    monkeypatch.setattr(typesetting, "TURNS", turns)
    with turns.turn():
        answer = browse("lin").get(f"/console/cases/{story.reported}/print/")
    assert answer.status_code == 503
    assert "请过几秒再打印" in answer.content.decode()


def _dispatched(story: Story, people: dict[str, Asker]) -> UUID:
    """The report of water on the road goes to Wu's firm."""
    row = case_of(story, reported=True)
    move(row.id, "filed", people["lin"], row.version)
    again = case_of(story, reported=True)
    return task_actions.dispatch(
        row.id, story.district.property, people["lin"], version=again.version
    )


@pytest.mark.django_db
def test_a_letter_is_written_on_the_page_and_printed_with_lines_to_sign(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    Task.objects.filter(pk=story.task).update(due_at=clock.now() - timedelta(days=1))
    page, form = f"/console/tasks/{story.task}/", f"/console/tasks/{story.task}/supervise/"
    leader = browse("leader")
    assert form in leader.get(page).content.decode()
    assert form not in browse("lin").get(page).content.decode()

    wrong = leader.post(form, {"demand": "尽快。", "answer_by": "soon", "letters_seen": 0})
    assert wrong.status_code == 400
    assert "请填写反馈期限" in wrong.content.decode()
    day = (clock.now() + timedelta(days=2)).date().isoformat()
    sent = leader.post(form, {"demand": "尽快 #sys。", "answer_by": day, "letters_seen": 0})
    assert sent.status_code == 302

    (letter,) = supervision.of_task(story.task, PARTS)
    year = timezone.localdate(clock.now()).year
    assert f"督办〔{year}〕1号" in browse("wu").get(page).content.decode()
    text = text_of(browse("wu").get(f"/console/letters/{letter.id}/print/"))
    for word in ("督办单", f"督办〔{year}〕1号", "翠竹物业：", "督办要求：尽快 #sys。", "签发人："):
        assert word in text
    assert browse("zhao").get(f"/console/letters/{letter.id}/print/").status_code == 404


@pytest.mark.django_db
def test_a_poster_leads_to_the_place_and_a_revoked_one_is_not_printed(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    made = make_tag(NewTag("lift", story.district.building, "2 号梯"), people["lin"]).id
    poster = browse("lin").get(f"/console/codes/{made}/poster/")
    text = text_of(poster)
    for word in ("电梯有问题？", "3栋 2 号梯", "119"):
        assert word in text
    assert images_in(poster) == 1
    revoke_tag(made, people["lin"])
    assert browse("lin").get(f"/console/codes/{made}/poster/").status_code == 404
