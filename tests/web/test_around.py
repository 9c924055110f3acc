"""Everybody sees item, state and estate of what is open around them, and may say: me too."""

import re
import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.rights.asker import VISITOR, Asker
from linli.registers.places.models import Place
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move, release_words
from linli.respond.cases.queries import public
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import CONFIDENTIAL, NAMED, NewReport
from linli.sense.reports.models import Report
from linli.web.shared import limits
from tests.cast import District
from tests.web.conftest import PARTS, Story

Deliver = Callable[[], None]
FORM = {"key": "k1", "item": "noise", "text": "我家楼上也吵", "at": "b3", "asks": "yes"}


@pytest.fixture
def noise(district: District, deliver: Deliver) -> UUID:
    """Somebody told of noise in the building."""
    return told(district, deliver)


def told(
    district: District,
    deliver: Deliver,
    item: str = "noise",
    naming: str = NAMED,
    asker: Asker = VISITOR,
) -> UUID:
    new = NewReport(
        item=item,
        text="502 室半夜唱歌",
        channel="portal",
        place_code="b3",
        address="3栋502",
        reporter_name="王秀兰",
        reporter_phone="13900000000",
        naming=naming,
    )
    taken = take_report(new, asker)
    deliver()
    case = cases.case_of_signal(taken.signal_id, PARTS)
    assert case is not None
    return case.id


def people(case_id: UUID) -> int:
    found = public.public_case(case_id)
    assert found is not None
    return found.people


@pytest.mark.django_db
def test_an_estate_shows_item_and_state_and_how_many(noise: UUID, client: Client) -> None:
    page = client.get("/around/e1/").content.decode()
    for shown in ("噪音扰民", "已收到", "1 人反映过"):
        assert shown in page
    for hidden in ("唱歌", "栋502", "王秀兰", "13900000000", "3栋"):
        assert hidden not in page


@pytest.mark.django_db
def test_an_estate_asks_as_often_for_many_cases_as_for_one(
    noise: UUID, district: District, client: Client, deliver: Deliver
) -> None:
    client.get("/around/e1/")
    with CaptureQueriesContext(connection) as few:
        client.get("/around/e1/")
    for item in ("garbage", "lamp_fault", "road_damage"):
        told(district, deliver, item)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/around/e1/").content.decode()
    assert page.count("/around/cases/") == 4
    assert len(many) == len(few)


@pytest.mark.django_db
def test_what_was_told_in_confidence_alone_is_shown_to_nobody(
    lin: Asker, district: District, client: Client, deliver: Deliver
) -> None:
    hidden = told(district, deliver, naming=CONFIDENTIAL, asker=lin)
    joining = client.post("/report/", {**FORM, "join": str(hidden)})
    asked = client.post("/report/", FORM | {"key": "k2", "text": ""}).content.decode()
    assert "噪音扰民" not in client.get("/around/e1/").content.decode()
    assert client.get(f"/around/cases/{hidden}/").status_code == 404
    assert (joining.status_code, public.public_case(hidden)) == (400, None)
    assert str(hidden) not in asked


@pytest.mark.django_db
def test_what_others_told_openly_too_is_shown_without_counting_who_told_in_confidence(
    lin: Asker, district: District, client: Client, deliver: Deliver
) -> None:
    water = told(district, deliver, "waterlogging")
    assert told(district, deliver, "waterlogging", naming=CONFIDENTIAL, asker=lin) == water
    assert people(water) == 1
    assert "1 人反映过" in client.get("/around/e1/").content.decode()


@pytest.mark.django_db
def test_a_building_leads_to_its_estate_and_a_community_to_what_lies_in_it(
    noise: UUID, client: Client
) -> None:
    assert "噪音扰民" in client.get("/around/b3/").content.decode()
    assert "/around/g1/" in client.get("/around/m1/").content.decode()
    assert "/around/e1/" in client.get("/around/", {"q": "翠竹苑"}).content.decode()
    assert client.get("/around/nowhere/").status_code == 404


@pytest.mark.django_db
def test_a_home_has_no_public_page(district: District, client: Client) -> None:
    levels = district.where("building").columns()
    Place.objects.create(code="h1", name="501", level="home", parent_id=district.building, **levels)
    assert client.get("/around/h1/").status_code == 404


@pytest.mark.django_db
def test_a_case_shows_what_was_released_and_no_more(
    noise: UUID, lin: Asker, client: Client
) -> None:
    address = f"/around/cases/{noise}/"
    assert "唱歌" not in client.get(address).content.decode()
    [report] = public.report_ids(noise)
    release_words(noise, report, "晚上有噪音", (), lin)
    page = client.get(address).content.decode()
    assert "晚上有噪音" in page
    assert "3栋502" not in page


@pytest.mark.django_db
def test_what_is_closed_or_not_for_everybody_is_not_there(
    story: Story, noise: UUID, client: Client
) -> None:
    assert client.get(f"/around/cases/{story.case}/").status_code == 404
    row = cases.case(noise, PARTS)
    assert row is not None
    move(noise, "voided", PARTS, row.version, "Test.")
    assert client.get(f"/around/cases/{noise}/").status_code == 404
    assert client.get(f"/around/cases/{uuid4()}/").status_code == 404


@pytest.mark.django_db
def test_a_released_photo_is_shown_until_it_is_taken_back(
    story: Story, people: dict[str, Asker], client: Client
) -> None:
    address = f"/around/cases/{story.reported}/photos/{story.photo}/"
    assert client.get(address).status_code == 404
    release_words(story.reported, story.report, "积水", (story.photo,), people["lin"])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    release_words(story.reported, story.report, "积水", (), people["lin"])
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_one_tap_joins_with_a_receipt_of_its_own_and_once(
    noise: UUID, district: District, client: Client
) -> None:
    address = f"/around/cases/{noise}/"
    first, second = (client.post(address, {"reporter_phone": "139 0000 1234"}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert people(noise) == 2
    receipt = first["Location"].rstrip("/").rsplit("/", 1)[1]
    report = reports.by_receipt(receipt)
    assert report is not None
    assert (report.item, report.text, report.place_id) == ("noise", "", district.building)
    assert "已收到" in client.get(f"/r/{receipt}").content.decode()
    assert Client().post(address).status_code == 302
    assert people(noise) == 3


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.mark.django_db
def test_a_form_that_comes_twice_joins_once_also_without_the_cookie(
    noise: UUID, client: Client
) -> None:
    address = f"/around/cases/{noise}/"
    form = {"key": key_of(client.get(address).content.decode()), "reporter_phone": "13900001234"}
    told = {Client().post(address, form)["Location"] for _ in range(3)}
    assert len(told) == 1
    assert people(noise) == 2
    assert key_of(Client().get(address).content.decode()) != form["key"]


@pytest.mark.django_db
def test_a_report_that_joins_and_comes_twice_counts_once(noise: UUID) -> None:
    told = {
        Client().post("/report/", {**FORM, **press})["Location"]
        for press in ({"join": str(noise)}, {"join": str(noise)}, {"anyway": "yes"})
    }
    assert len(told) == 1
    assert people(noise) == 2
    assert Report.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="test_idempotency tells of SQLite")
@pytest.mark.parametrize("form", [{"key": "k7"}, FORM])
def test_of_two_at_once_one_counts(noise: UUID, form: dict[str, str]) -> None:
    is_report = "item" in form
    address = "/report/" if is_report else f"/around/cases/{noise}/"
    sent = {**form, "join": str(noise)} if is_report else form
    start, told = threading.Barrier(2), []

    def send() -> None:
        start.wait(30)
        try:
            told.append(Client().post(address, sent)["Location"])
        finally:
            connection.close()

    both = [threading.Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(told) == 2
    assert len(set(told)) == 1
    assert people(noise) == 2


@pytest.mark.django_db
def test_a_faulty_number_joins_nothing(noise: UUID, client: Client) -> None:
    answer = client.post(f"/around/cases/{noise}/", {"reporter_phone": "号码"})
    assert answer.status_code == 400
    assert "“号码”不是电话号码" in answer.content.decode()
    assert people(noise) == 1


@pytest.mark.django_db
def test_one_address_joins_only_so_often(noise: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REPORTS", limits.AddressLimit(burst=1.0, per_second=0.001))
    address, there = f"/around/cases/{noise}/", {"REMOTE_ADDR": "198.51.100.7"}
    answers = [Client().post(address, **there).status_code for _ in range(2)]
    assert answers == [302, 429]
    assert people(noise) == 2


@pytest.mark.django_db
def test_before_sending_the_form_shows_what_others_told(
    noise: UUID, client: Client, deliver: Deliver
) -> None:
    page = client.post("/report/", FORM).content.decode()
    assert "别人已经反映过类似的问题" in page
    assert f'name="join" value="{noise}"' in page
    assert "我家楼上也吵" in page
    assert "唱歌" not in page
    assert people(noise) == 1

    sent = client.post("/report/", {**FORM, "join": str(noise)})
    assert sent.status_code == 302
    assert people(noise) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forged",
    [
        {"at": "m2"},
        {"at": "", "place_code": "m2"},
        {"at": "", "place_code": "nowhere"},
        {"at": "", "lat": "31.82", "lon": "117.36"},
        {"item": "garbage"},
    ],
)
def test_what_is_told_of_elsewhere_or_of_something_else_joins_nothing(
    noise: UUID, client: Client, forged: dict[str, str]
) -> None:
    answer = client.post("/report/", {**FORM, "join": str(noise), **forged})

    assert answer.status_code == 400
    assert "我家楼上也吵" in answer.content.decode()
    assert people(noise) == 1
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_whoever_means_something_else_sends_it(
    noise: UUID, client: Client, deliver: Deliver
) -> None:
    sent = client.post("/report/", {**FORM, "anyway": "yes"})
    deliver()
    assert sent.status_code == 302
    assert people(noise) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"item": "garbage"}, {"at": "m2"}, {"asks": ""}])
def test_other_matters_and_other_places_are_not_asked_about(
    noise: UUID, client: Client, changed: dict[str, str]
) -> None:
    form = {key: value for key, value in {**FORM, **changed}.items() if value}
    assert client.post("/report/", form).status_code == 302


@pytest.mark.django_db
def test_a_case_that_was_settled_meanwhile_takes_nobody_in(noise: UUID, client: Client) -> None:
    row = cases.case(noise, PARTS)
    assert row is not None
    move(noise, "voided", PARTS, row.version, "Test.")
    answer = client.post("/report/", {**FORM, "join": str(noise)})
    assert answer.status_code == 400
    assert "已经办结" in answer.content.decode()


@pytest.mark.django_db
def test_a_forged_cookie_counts_for_nothing(noise: UUID, client: Client) -> None:
    client.cookies["linli_joined"] = f'{{"{noise}": "ABCD2345"}}'
    assert re.search(r"/received/(?!ABCD2345)", client.post(f"/around/cases/{noise}/")["Location"])
