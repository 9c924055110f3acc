"""Scanning the code of a lift fills the place in; a worthless code still leaves a form."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.sense.reports import queries as reports
from linli.sense.signals import queries as signals
from linli.sense.tags import queries as tags
from linli.sense.tags.actions import make, revoke
from linli.sense.tags.logic import NewTag, signed
from tests.cast import District
from tests.web.conftest import PARTS

Browse = Callable[[str], Client]
FORM = {"key": "k1", "item": "elevator_fault", "text": "电梯停在五楼。"}


@pytest.fixture
def code(district: District, lin: Asker) -> str:
    return make(NewTag("lift", district.building, "2号梯"), lin).code


def taken(answer: object) -> reports.PublicReport:
    receipt = answer["Location"].rstrip("/").rsplit("/", 1)[1]  # type: ignore[index]
    found = reports.by_receipt(receipt)
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_scanned_code_says_which_place_it_is(code: str, client: Client) -> None:
    answer = client.get(f"/q/{code}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "翠竹苑 · 3栋 · 2号梯" in page
    assert f'name="tag" value="{code}"' in page


@pytest.mark.django_db
def test_its_report_lies_there_without_a_word_about_where(
    code: str, district: District, client: Client
) -> None:
    report = taken(client.post("/report/", {**FORM, "tag": code}))
    signal = signals.signal(report.signal_id, PARTS)
    assert (report.place_id, report.address) == (district.building, "2号梯")
    assert signal is not None
    assert signal.evidence["channel"] == "place_tag"


@pytest.mark.django_db
def test_whoever_is_elsewhere_says_so_and_keeps_what_was_typed(code: str, client: Client) -> None:
    sent = {**FORM, "tag": code, "step": "elsewhere"}
    answer = client.post("/report/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="tag"' not in page
    assert "电梯停在五楼。" in page


@pytest.mark.django_db
def test_a_worthless_code_says_why_and_leaves_the_form(
    code: str, district: District, lin: Asker, client: Client
) -> None:
    revoked = make(NewTag("door", district.building), lin)
    revoke(revoked.id, lin)
    old = signed("ABCD2345", tags.signing_key())
    for worthless, sentence in (
        (signed("ABCD2345", b"another district"), "不是本区发放的"),
        (code[:-1] + ("7" if code[-1] != "7" else "8"), "不是本区发放的"),
        ("<script>", "不是本区发放的"),
        (old, "这个码已经很旧"),
        (revoked.code, "这个码已停用"),
    ):
        answer = client.get(f"/q/{worthless}")
        page = answer.content.decode()
        assert answer.status_code == 404
        assert sentence in page
        assert 'name="text"' in page
        assert 'name="tag"' not in page


@pytest.mark.django_db
def test_a_code_revoked_meanwhile_asks_for_the_place(code: str, lin: Asker, client: Client) -> None:
    revoke(tags.tags(lin).items[0].id, lin)
    answer = client.post("/report/", {**FORM, "tag": code})
    assert answer.status_code == 400
    assert "这个码已停用" in answer.content.decode()
    assert client.post("/report/", {**FORM, "address": "3栋"}).status_code == 302


@pytest.mark.django_db
def test_lin_makes_one_prints_it_and_revokes_it(district: District, browse: Browse) -> None:
    lin = browse("lin")
    lin.post("/console/codes/", {"kind": "lift", "place": "b3", "spot": "2号梯"})
    [made] = tags.tags(PARTS).items
    page = lin.get("/console/codes/").content.decode()
    assert " ".join(re.findall("....", made.code)) in page
    picture = lin.get(f"/console/codes/{made.id}/code.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    lin.post(f"/console/codes/{made.id}/revoke/")
    assert "已停用" in lin.get("/console/codes/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"place": "nowhere"}, 400, "“nowhere”"),
        ({"place": "b3", "kind": "tower"}, 400, "“tower”"),
        ({"place": "b3", "spot": "字" * 81}, 400, "81"),
        ({"place": "m3"}, 403, "不在您的范围内"),
    ],
)
def test_a_faulty_one_is_not_made(
    district: District, browse: Browse, sent: dict[str, str], status: int, sentence: str
) -> None:
    answer = browse("lin").post("/console/codes/", {"kind": "lift", **sent})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert tags.tags(PARTS).items == []


@pytest.mark.django_db
def test_the_list_is_searched_by_place(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    make(NewTag("lift", district.building, "2号梯"), people["lin"])
    page = browse("lin").get("/console/codes/", {"q": "翠竹苑3栋"}).content.decode()
    assert 'id="tag-' in page
    empty = browse("lin").get("/console/codes/", {"q": "不存在的地方"}).content.decode()
    assert 'id="tag-' not in empty
