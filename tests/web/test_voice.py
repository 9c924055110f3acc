"""Who finds writing hard speaks; only the desk within reach listens, and that is in the audit."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.audit.models import AuditEntry
from linli.ground.files.actions import store_sound
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import VISITOR, Asker
from linli.respond.cases import queries as cases
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import BadReport, NewReport
from linli.sense.reports.models import Report
from linli.sense.reports.queries import PublicFilter
from tests.capabilities.ground.test_sounds import read
from tests.cast import District
from tests.web.conftest import PARTS, Story

Browse = Callable[[str], Client]
SPOKEN = {"key": "k1", "item": "lamp_fault", "address": "翠竹苑北门"}


def upload(name: str = "voice") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, read("live.webm"), "image/png")


def taken() -> list[reports.ReportRow]:
    found = reports.public_reports(PublicFilter())
    return reports.reports([row.id for row in found], PARTS)


@pytest.mark.django_db
def test_a_voice_message_alone_is_a_report(district: District, data: None, client: Client) -> None:
    assert client.post("/report/", {**SPOKEN, "voice": upload()}).status_code == 302
    [report] = taken()
    assert report.text == ""
    assert report.voice_id is not None
    assert StoredFile.objects.get().is_named


@pytest.mark.django_db
def test_neither_words_nor_voice_are_none(district: District, client: Client) -> None:
    answer = client.post("/report/", SPOKEN)
    assert answer.status_code == 400
    assert "请简单说明出了什么问题。" in answer.content.decode()


@pytest.mark.django_db
def test_a_voice_file_that_is_none_is_refused_in_words(
    district: District, data: None, client: Client
) -> None:
    fake = SimpleUploadedFile("voice.mp3", b"not a sound", "audio/mpeg")
    answer = client.post("/report/", {**SPOKEN, "text": "路灯不亮。", "voice": fake})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "“voice.mp3”" in page
    assert "这不是录音" in page
    assert "路灯不亮。" in page
    assert taken() == []


@pytest.mark.django_db
def test_a_message_stays_with_a_form_that_comes_back(
    district: District, data: None, client: Client
) -> None:
    page = client.post("/report/", {**SPOKEN, "item": "", "voice": upload()}).content.decode()
    ticket = re.findall(r'name="voice_ticket" value="([^"]+)"', page)[0]
    assert client.post("/report/", {**SPOKEN, "voice_ticket": ticket}).status_code == 302
    assert taken()[0].voice_id is not None


@pytest.mark.django_db
def test_a_forged_ticket_brings_nothing(district: District, data: None, client: Client) -> None:
    sent = {**SPOKEN, "text": "暗", "voice_ticket": "forged"}
    assert client.post("/report/", sent).status_code == 302
    assert taken()[0].voice_id is None


@pytest.mark.django_db
def test_the_same_message_sent_twice_is_one_report(
    district: District, data: None, client: Client
) -> None:
    for name in ("a", "b"):
        assert client.post("/report/", {**SPOKEN, "voice": upload(name)}).status_code == 302
    assert len(taken()) == 1


@pytest.fixture
def spoken(story: Story, data: Path) -> Story:
    """Wang has spoken, too."""
    voice = store_sound(read("live.webm"), VISITOR)
    Report.objects.filter(pk=story.report).update(voice_id=voice.id)
    return story


def player(story: Story, client: Client) -> str:
    """Where the message can be heard."""
    address = f"/console/cases/{story.reported}/reports/{story.report}/voice/"
    page = client.post(address, {"purpose": "details"}).content.decode()
    return re.findall(r'<audio[^>]* src="([^"]+)"', page)[0]


@pytest.mark.django_db
def test_lin_listens_and_the_audit_says_what_for(spoken: Story, browse: Browse) -> None:
    lin = browse("lin")
    answer = lin.get(player(spoken, lin))
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/webm")
    assert answer["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(kind="voice", act="hear")
    row = cases.case(spoken.reported, PARTS)
    assert row is not None
    assert (entry.thing_id, entry.purpose) == (str(spoken.report), f"details: {row.number}")


@pytest.mark.django_db
def test_a_part_of_it_can_be_asked_for(spoken: Story, browse: Browse) -> None:
    lin = browse("lin")
    address = player(spoken, lin)
    whole = lin.get(address).content
    part = lin.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert lin.get(address, headers={"Range": "bytes=999999-"}).status_code == 416


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["", "wang", "chen", "wu", "he", "zhao", "gu", "jian"])
def test_nobody_else_hears_it(spoken: Story, browse: Browse, who: str) -> None:
    theirs = browse(who)
    answer = theirs.get(player(spoken, browse("lin")))
    assert answer.status_code in (302, 403, 404)
    asked = f"/console/cases/{spoken.reported}/reports/{spoken.report}/voice/"
    assert theirs.post(asked, {"purpose": "details"}).status_code in (302, 403, 404)
    assert AuditEntry.objects.filter(kind="voice", act="hear").count() == 1


@pytest.mark.django_db
def test_nobody_listens_without_a_purpose(spoken: Story, browse: Browse) -> None:
    asked = f"/console/cases/{spoken.reported}/reports/{spoken.report}/voice/"
    assert browse("lin").post(asked, {"purpose": "fun"}).status_code == 404
    assert not AuditEntry.objects.filter(kind="voice", act="hear").exists()


@pytest.mark.django_db
def test_a_message_of_another_account_cannot_be_named(story: Story, data: Path) -> None:
    wangs = store_sound(read("live.webm"), Asker("Wang", user_id=10**6)).id
    new = NewReport(item="garbage", text="", channel="portal", address="北门", voice=wangs)
    with pytest.raises(BadReport):
        take_report(new, VISITOR)
