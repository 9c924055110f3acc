"""A receipt tells item, state and estate; the digits of the phone tell the rest."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.tries.logic import Bound
from linli.sense.reports.models import Report
from linli.web.portal import opened
from tests.cast import District
from tests.web.conftest import Story

Browse = Callable[[str], Client]
ANSWER = "我们已收到您的诉求。"


def look(client: Client, receipt: str) -> str:
    return client.get(f"/r/{receipt}").content.decode()


@pytest.mark.django_db
def test_without_the_digits_it_tells_item_state_and_estate(story: Story, client: Client) -> None:
    page = look(client, story.receipt)
    for told in ("道路积水", "已收到", "翠竹苑", "电话号码后四位"):
        assert told in page
    for hidden in (ANSWER, "地下通道积水", "3栋"):
        assert hidden not in page


@pytest.mark.django_db
@pytest.mark.parametrize("digits", ["0000", " 00-00 ", "０００００"])
def test_the_digits_open_it_in_this_browser_alone(
    story: Story, client: Client, digits: str
) -> None:
    sent = client.post("/follow/", {"receipt": f" {story.receipt.lower()} ", "digits": digits})
    assert sent["Location"] == f"/r/{story.receipt}"
    assert "0000" not in sent["Location"]
    assert ANSWER in look(client, story.receipt)
    assert ANSWER not in look(Client(), story.receipt)


@pytest.mark.django_db
def test_a_wrong_number_and_wrong_digits_get_the_same_answer(story: Story, client: Client) -> None:
    answers = [
        client.post("/follow/", {"receipt": receipt, "digits": "1111"})
        for receipt in (story.receipt, "ABCD2345")
    ]
    pages = [
        answer.content.decode().replace(story.receipt, "ABCD2345").split("<main")[1]
        for answer in answers
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert "受理编号和电话号码后四位对不上" in pages[0]


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.django_db
def test_where_no_number_was_left_the_receipt_is_enough(story: Story, client: Client) -> None:
    Report.objects.update(reporter_phone="")
    assert ANSWER in look(client, story.receipt)
    answer = client.post("/follow/", {"receipt": story.receipt, "digits": "1111"})
    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["0551-62345678-801", "0551 6234 5678-801"])
def test_the_last_digits_are_those_of_the_line_and_not_of_its_extension(
    story: Story, client: Client, phone: str
) -> None:
    Report.objects.filter(receipt=story.receipt).update(reporter_phone=phone)
    for digits in ("8801", "0801"):
        sent = {"receipt": story.receipt, "digits": digits}
        assert client.post("/follow/", sent).status_code == 404
    sent = {"receipt": story.receipt, "digits": "5678"}
    assert client.post("/follow/", sent).status_code == 302
    assert ANSWER in look(client, story.receipt)


@pytest.mark.django_db
def test_a_number_that_everybody_knows_guards_nothing(story: Story, client: Client) -> None:
    Report.objects.filter(receipt=story.receipt).update(reporter_phone="12345")
    assert ANSWER in look(client, story.receipt)


@pytest.mark.django_db
def test_who_sent_it_has_it_open(
    story: Story, district: District, client: Client, browse: Browse
) -> None:
    assert ANSWER in look(browse("wang"), story.receipt)
    form = {"key": "k", "item": "noise", "text": "吵", "address": "北门"}
    sent = client.post("/report/", {**form, "reporter_phone": "139 0000 4321"})
    receipt = sent["Location"].rstrip("/").rsplit("/", 1)[1]
    assert "电话号码后四位" not in look(client, receipt)
    assert "电话号码后四位" in look(Client(), receipt)


@pytest.mark.django_db
def test_nothing_is_added_to_a_receipt_that_is_not_open(story: Story, client: Client) -> None:
    assert client.post(f"/r/{story.receipt}", {"text": "北门。"}).status_code == 403
    answer = client.post(f"/r/{story.receipt}/helped/", {"helped": "yes"})
    assert answer.status_code in (302, 404)


@pytest.mark.django_db
def test_a_forged_cookie_opens_nothing(story: Story, client: Client) -> None:
    client.cookies[opened.COOKIE] = f'["{story.receipt}"]:forged'
    assert ANSWER not in look(client, story.receipt)


@pytest.mark.django_db
def test_guessing_ends_after_a_few_tries(
    story: Story, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "OF_RECEIPT", Bound("r", most=2, seconds_each=600))
    tried = [
        client.post("/follow/", {"receipt": story.receipt, "digits": digits}).status_code
        for digits in ("1111", "2222", "0000")
    ]
    assert tried == [404, 404, 429]
    assert ANSWER not in look(client, story.receipt)


@pytest.mark.django_db
def test_one_address_tries_only_so_many_receipts(
    story: Story, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "OF_ADDRESS", Bound("a", most=1, seconds_each=30))
    tried = [
        client.post(
            "/follow/", {"receipt": receipt, "digits": "1111"}, REMOTE_ADDR="198.51.100.7"
        ).status_code
        for receipt in ("ABCD2345", "ABCD2346")
    ]
    assert tried == [404, 429]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/r/{}", "/report/received/{}/"])
def test_one_address_looks_up_only_so_many_receipts_that_nobody_has(
    story: Story, client: Client, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    client.post("/follow/", {"receipt": story.receipt, "digits": "0000"})
    monkeypatch.setattr(opened, "OF_MISSES", Bound("misses", most=3, seconds_each=60))
    guesser = Client(REMOTE_ADDR="203.0.113.9")

    answers = [guesser.get(page.format(f"ABCDEFG{n}")).status_code for n in range(5)]
    assert answers == [404, 404, 404, 429, 429]

    there = guesser.get(page.format(story.receipt))
    assert there.status_code == 429
    assert "翠竹苑" not in there.content.decode()
    assert client.get(page.format(story.receipt), REMOTE_ADDR="203.0.113.9").status_code == 200
    assert Client().get(page.format(story.receipt)).status_code == 200


@pytest.mark.django_db
def test_the_receipt_says_truly_what_it_shows_to_whoever_has_it(
    story: Story, client: Client
) -> None:
    address = f"/report/received/{story.receipt}/"
    assert "再加您电话号码的后四位" in client.get(address).content.decode()
    Report.objects.update(reporter_phone="")
    page = client.get(address).content.decode()
    assert "您没有留电话" in page
    assert "后四位" not in page
