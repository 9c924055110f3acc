"""Residents answer under their receipt what the desk asks, and nothing that nobody asked."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.files.models import StoredFile
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.sense.reports import queries as reports
from linli.web.shared import limits
from tests.web.conftest import PARTS, Story, jpeg
from tests.web.test_markup import Faults


@pytest.fixture
def asked(story: Story, client: Client) -> Story:
    """Lin asks Wang which of the two underpasses she means; Wang has opened her receipt."""
    client.post("/follow/", {"receipt": story.receipt, "digits": "0000"})
    case = cases.case(story.reported, PARTS)
    assert case is not None
    move(case.id, "info_requested", PARTS, case.version, "是哪一个地下通道？")
    return story


def state_of(story: Story) -> str:
    case = cases.case(story.reported, PARTS)
    assert case is not None
    return case.state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "heading", "thanks"),
    [
        ("zh-hans", "请您补充信息", "谢谢，您补充的内容已收到。"),
        ("en", "We need to know more from you", "Thank you. We have received what you told us."),
    ],
)
def test_what_is_asked_is_answered_under_the_receipt_without_an_account(
    asked: Story, client: Client, language: str, heading: str, thanks: str
) -> None:
    client.cookies["linli_language"] = language
    page = client.get(f"/r/{asked.receipt}").content.decode()
    faults = Faults()
    faults.feed(page)
    assert faults.all() == []
    assert heading in page
    assert "是哪一个地下通道？" in page

    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    form = {"key": "k1", "text": "北门那一个。", "photos": photo}
    sent = client.post(f"/r/{asked.receipt}", form)

    assert (sent.status_code, state_of(asked)) == (302, "received")
    after = client.get(sent["Location"]).content.decode()
    assert thanks in after
    assert heading not in after
    (added,) = reports.supplements([asked.report], PARTS)
    assert (added.text, len(added.photo_ids)) == ("北门那一个。", 1)


@pytest.mark.django_db
def test_an_answer_sent_twice_counts_once(asked: Story, client: Client) -> None:
    form = {"key": "k1", "text": "北门那一个。"}
    first, second = (client.post(f"/r/{asked.receipt}", form) for _ in range(2))
    assert first["Location"] == second["Location"] == f"/r/{asked.receipt}?added=yes"
    assert len(reports.supplements([asked.report], PARTS)) == 1


@pytest.mark.django_db
def test_a_photo_added_to_an_answer_afterwards_is_not_lost_without_a_word(
    asked: Story, client: Client
) -> None:
    """Lin has asked again meanwhile, and Wang sends the form that is still open."""
    client.post(f"/r/{asked.receipt}", {"key": "k1", "text": "北门。"})
    case = cases.case(asked.reported, PARTS)
    assert case is not None
    move(case.id, "info_requested", PARTS, case.version, "请拍一张照片。")
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")

    answer = client.post(f"/r/{asked.receipt}", {"key": "k1", "text": "北门。", "photos": photo})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "已用不同的内容或照片提交过这张表单" in page
    assert "已收到 1 张照片" in page
    assert len(reports.supplements([asked.report], PARTS)) == 1


@pytest.mark.django_db
def test_the_photos_of_an_answer_count_towards_what_an_address_may_send(
    asked: Story, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", limits.AddressLimit(burst=2.0, per_second=0.001))
    kept = StoredFile.objects.count()
    form = {"text": "北门。", "photos": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")}

    answer = client.post(f"/r/{asked.receipt}", form, REMOTE_ADDR="198.51.100.7")

    assert answer.status_code == 429
    assert "北门。" in answer.content.decode()
    assert (StoredFile.objects.count(), state_of(asked)) == (kept, "info_requested")


@pytest.mark.django_db
def test_an_answer_that_nobody_asked_for_is_refused_and_nothing_is_kept(
    story: Story, client: Client
) -> None:
    kept = StoredFile.objects.count()
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    client.post("/follow/", {"receipt": story.receipt, "digits": "0000"})
    answer = client.post(f"/r/{story.receipt}", {"key": "k1", "text": "还有。", "photos": photo})
    assert answer.status_code == 409
    assert "目前没有需要您补充的内容，因此没有保存。" in answer.content.decode()
    assert reports.supplements([story.report], PARTS) == []
    assert (StoredFile.objects.count(), state_of(story)) == (kept, "received")


@pytest.mark.django_db
def test_an_answer_that_cannot_be_taken_says_why_and_keeps_what_has_arrived(
    asked: Story, client: Client
) -> None:
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    answer = client.post(f"/r/{asked.receipt}", {"text": "x" * 4001, "photos": photo})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "已收到 1 张照片" in page
    assert 'id="text"' in page
    tickets = re.findall(r'name="photo_ticket" value="([^"]+)"', page)
    client.post(f"/r/{asked.receipt}", {"text": "", "photo_ticket": [*tickets, "forged"]})
    (added,) = reports.supplements([asked.report], PARTS)
    assert (added.text, len(added.photo_ids)) == ("", 1)


@pytest.mark.django_db
def test_too_many_photos_of_an_answer_are_told(asked: Story, client: Client) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(), "image/jpeg") for n in range(6)]
    answer = client.post(f"/r/{asked.receipt}", {"text": "北门。", "photos": photos})
    assert answer.status_code == 400
    assert "最多可发送 5 张照片。" in answer.content.decode()
    assert state_of(asked) == "info_requested"


@pytest.mark.django_db
def test_one_address_answers_only_so_often(
    asked: Story, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", limits.AddressLimit(burst=1.0, per_second=0.001))
    answers = [
        client.post(f"/r/{asked.receipt}", {"text": text}, REMOTE_ADDR="198.51.100.7")
        for text in ("", "北门。")
    ]
    assert [answer.status_code for answer in answers] == [400, 429]
    assert "北门。" in answers[1].content.decode()
    assert reports.supplements([asked.report], PARTS) == []


@pytest.mark.django_db
def test_an_answer_under_a_receipt_that_nobody_has_leads_to_the_box(
    asked: Story, client: Client
) -> None:
    assert client.post("/r/ABCD2345", {"text": "北门。"}).status_code == 404
    assert state_of(asked) == "info_requested"


@pytest.mark.django_db
def test_an_answer_from_another_site_is_not_taken(asked: Story) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/r/{asked.receipt}", {"text": "北门。"})
    assert answer.status_code == 403
    assert state_of(asked) == "info_requested"
