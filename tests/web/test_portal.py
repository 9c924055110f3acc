"""Residents report, get a receipt, and follow it; a form that cannot be taken says why."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.files import photos
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import Asker
from linli.ground.turns import Turns
from linli.sense.devices import queries as devices
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter
from linli.sense.signals import queries as signals
from linli.web.shared import limits
from tests.cast import District
from tests.web.conftest import PARTS, Story, jpeg

Browse = Callable[[str], Client]
FORM = {"key": "k1", "item": "lamp_fault", "text": "路灯不亮。", "address": "北门"}


def taken() -> list[str]:
    return [report.text for report in reports.public_reports(PublicFilter())]


@pytest.mark.django_db
def test_a_report_leads_to_its_receipt(district: District, client: Client) -> None:
    answer = client.post("/report/", FORM)
    assert answer.status_code == 302
    receipt = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    page = client.get(answer["Location"]).content.decode()
    assert f"{receipt[:4]} {receipt[4:]}" in page
    assert client.get(f"/r/{receipt.lower()}").status_code == 200
    assert taken() == ["路灯不亮。"]


@pytest.mark.django_db
def test_a_form_sent_twice_is_one_report(district: District, client: Client) -> None:
    first, second = client.post("/report/", FORM), client.post("/report/", FORM)
    assert first["Location"] == second["Location"]
    assert taken() == ["路灯不亮。"]


@pytest.mark.django_db
def test_a_form_sent_again_with_other_words_asks_first(district: District, client: Client) -> None:
    client.post("/report/", FORM)
    answer = client.post("/report/", {**FORM, "text": "井盖也松了。"})
    assert answer.status_code == 400
    assert "井盖也松了。" in answer.content.decode()
    assert taken() == ["路灯不亮。"]
    key = re.findall(r'name="key" value="([^"]+)"', answer.content.decode())[0]
    assert client.post("/report/", {**FORM, "text": "井盖也松了。", "key": key}).status_code == 302
    assert len(taken()) == 2


@pytest.mark.django_db
def test_a_form_with_its_photo_sent_twice_is_one_report_and_one_photo(
    district: District, data: None, client: Client
) -> None:
    first, second = (
        client.post("/report/", {**FORM, "photos": SimpleUploadedFile(name, jpeg())})
        for name in ("a.jpg", "b.jpg")
    )
    assert first["Location"] == second["Location"]
    assert taken() == ["路灯不亮。"]
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_photo_added_afterwards_is_not_lost(
    district: District, data: None, client: Client
) -> None:
    client.post("/report/", FORM)
    answer = client.post("/report/", {**FORM, "photos": SimpleUploadedFile("a.jpg", jpeg())})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "已用不同的内容或照片提交过" in page
    assert "已收到 1 张照片" in page
    assert taken() == ["路灯不亮。"]


@pytest.mark.django_db
def test_a_form_sent_again_from_the_sticker_of_a_device_is_another(
    story: Story, client: Client
) -> None:
    device = devices.device(story.device, PARTS)
    assert device is not None
    client.post("/report/", FORM)
    answer = client.post("/report/", {**FORM, "device": device.label})
    assert answer.status_code == 400
    assert "已用不同的内容或照片提交过" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": " "}, "请简单说明出了什么问题。"),
        ({"text": "字" * 4001}, "现有 4001 个字；最多 4000 个字。"),
        ({"text": "坏\x00的"}, "内容里有无法显示的字符；请删去。"),
        ({"item": ""}, "请选择是哪方面的问题。"),
        ({"item": "old_ship"}, "“old_ship”不能反映；请从列表中选择。"),
        ({"reporter_phone": "号码"}, "“号码”不是电话号码"),
    ],
)
def test_a_faulty_form_comes_back_with_a_sentence(
    district: District, client: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post("/report/", {**FORM, **changed})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert taken() == []


@pytest.mark.django_db
def test_a_form_tells_all_its_faults_at_once(district: District, client: Client) -> None:
    page = client.post("/report/", {"text": " ", "reporter_phone": "号码"}).content.decode()
    for sentence in ("请选择是哪方面的问题。", "请简单说明出了什么问题。", "“号码”不是电话号码"):
        assert sentence in page


@pytest.mark.django_db
def test_a_point_that_is_none_does_not_stop_a_report(district: District, client: Client) -> None:
    assert client.post("/report/", {**FORM, "lat": "north", "lon": ""}).status_code == 302
    assert [row.lat for row in reports.public_reports(PublicFilter())] == [None]


@pytest.mark.django_db
def test_a_photo_that_is_none_is_named(district: District, data: None, client: Client) -> None:
    upload = SimpleUploadedFile("猫.jpg", b"not a photo", "image/jpeg")
    answer = client.post("/report/", {**FORM, "photos": upload})
    assert answer.status_code == 400
    assert "“猫.jpg”" in answer.content.decode()
    assert taken() == []


@pytest.mark.django_db
def test_a_photo_that_must_wait_leaves_the_form_as_it_was_typed(
    district: District, data: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "TURNS", Turns(at_work=1, in_line=0, seconds=0))
    upload = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    with photos.TURNS.turn():
        answer = client.post("/report/", {**FORM, "photos": upload})
    assert answer.status_code == 503
    assert "路灯不亮。" in answer.content.decode()
    assert "“a.jpg”" in answer.content.decode()
    assert taken() == []


@pytest.mark.django_db
def test_photos_stay_with_a_form_that_comes_back(
    district: District, data: None, client: Client
) -> None:
    upload = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    answer = client.post("/report/", {**FORM, "text": "", "photos": upload})
    page = answer.content.decode()
    tickets = re.findall(r'name="photo_ticket" value="([^"]+)"', page)
    assert "已收到 1 张照片" in page
    sent = client.post("/report/", {**FORM, "photo_ticket": [*tickets, "forged"]})
    receipt = sent["Location"].rstrip("/").rsplit("/", 1)[1]
    told = reports.by_receipt(receipt)
    assert told is not None
    row = reports.report(told.id, PARTS)
    assert row is not None
    assert len(row.photo_ids) == 1


@pytest.mark.django_db
def test_whoever_scans_a_sticker_need_not_say_where(story: Story, client: Client) -> None:
    device = devices.device(story.device, PARTS)
    assert device is not None
    page = client.get(f"/report/?device={device.label}").content.decode()
    assert device.label in page
    assert re.search(rf"\b{story.device}\b", page.replace(device.label, "")) is None
    sent = client.post("/report/", {**FORM, "address": "", "device": device.label})
    told = reports.by_receipt(sent["Location"].rstrip("/").rsplit("/", 1)[1])
    assert told is not None
    assert told.place_id == story.district.building
    signal = signals.signal(told.signal_id, PARTS)
    assert signal is not None
    assert signal.evidence["channel"] == "device_label"


@pytest.mark.django_db
def test_a_loosely_typed_receipt_is_found(story: Story, client: Client) -> None:
    typed = f" {story.receipt[:4].lower()}-{story.receipt[4:]} "
    answer = client.get("/follow/", {"receipt": typed}, follow=True)
    assert answer.status_code == 200
    assert "道路积水" in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_receipt_asks_to_compare(district: District, client: Client) -> None:
    answer = client.get("/r/ABCD2345")
    assert answer.status_code == 404
    assert "ABCD2345" in answer.content.decode()


@pytest.mark.django_db
def test_following_shows_no_name_and_no_number(story: Story, client: Client) -> None:
    client.post("/follow/", {"receipt": story.receipt, "digits": "0000"})
    page = client.get(f"/r/{story.receipt}").content.decode()
    assert "13900000000" not in page
    assert "我们已收到您的诉求。" in page


@pytest.mark.django_db
def test_wang_sees_her_own_reports_and_zhao_none(story: Story, browse: Browse) -> None:
    assert "地下通道积水" in browse("wang").get("/mine/").content.decode()
    assert "地下通道积水" not in browse("zhao").get("/mine/").content.decode()


@pytest.mark.django_db
def test_a_form_of_another_site_is_not_taken(district: District, wang: Asker) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/report/", FORM)
    assert answer.status_code == 403
    assert "这张表单打开得太久了" in answer.content.decode()
    assert taken() == []


@pytest.mark.django_db
def test_one_address_sends_only_so_many_reports(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", limits.AddressLimit(burst=1.0, per_second=0.001))
    answers = [
        client.post("/report/", {**FORM, "key": key}, REMOTE_ADDR="198.51.100.7") for key in "ab"
    ]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert "您的网络提交的诉求过多" in answers[1].content.decode()
    assert len(taken()) == 1
