"""The page of a link to one work order: without an account, on one telephone."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.ground import clock
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.models import TaskLink
from linli.sense.reports.models import Report
from tests.web.conftest import PARTS, Story
from tests.web.stage_links import photo_file

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]


@pytest.fixture
def secret(story: Story, browse: Browse) -> str:
    """As Lin reads it in the message that she is to send."""
    page = browse("lin").post(
        reverse("console:send-link", args=[story.task]), {"name": "Liu", "phone": "139 0000 0001"}
    )
    assert page.status_code == 200
    message = str(page.context["message"])
    return urlsplit(message[message.index("http") :]).path.removeprefix("/t/")


def opened(secret: str) -> Client:
    phone = Client()
    answer = phone.post(f"/t/{secret}", {"digits": "0001"})
    assert answer.status_code == 302
    return phone


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_liu_works_through_the_whole_order(story: Story, secret: str) -> None:
    phone = opened(secret)
    Report.objects.update(reporter_phone="13911112222", reporter_name="Wang Hidden")

    first = phone.get(f"/t/{secret}")
    assert first.status_code == 200
    assert "no-store" in first["Cache-Control"]
    assert first["Referrer-Policy"] == "same-origin"
    assert "Wang" not in text_of(first)
    assert "13911112222" not in text_of(first)

    version = first.context["task"].version
    signed = phone.post(f"/t/{secret}/sign/", {"version": version, "before": photo_file()})
    assert signed.status_code == 302
    done = phone.post(
        f"/t/{secret}/done/",
        {"version": version + 1, "text": "Pumped out: 0 cm.", "after": photo_file()},
        follow=True,
    )

    assert done.status_code == 200
    row = tasks.task(story.task, PARTS)
    assert row is not None
    assert (row.state, row.result_text, len(row.before_ids), len(row.photo_ids)) == (
        *("done", "Pumped out: 0 cm."),
        *(1, 1),
    )
    assert phone.get(f"/t/{secret}").status_code == 410


def test_another_telephone_is_told_whose_the_link_is(secret: str) -> None:
    opened(secret)
    other = Client()

    answers = [
        other.get(f"/t/{secret}"),
        other.post(f"/t/{secret}", {"digits": "0001"}),
        other.post(f"/t/{secret}/sign/", {"version": 1}),
        other.post(f"/t/{secret}/done/", {"version": 1, "text": "x", "after": photo_file()}),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert all("address" not in (one.context or {}) for one in answers)


def test_a_forged_cookie_opens_nothing(secret: str) -> None:
    opened(secret)
    link = TaskLink.objects.get()
    forged = Client()
    forged.cookies["linli_task"] = f'{{"{link.id}": "x"}}'

    assert forged.get(f"/t/{secret}").status_code == 403


def test_digits_are_tried_five_times(secret: str) -> None:
    guesser = Client()

    answers = [guesser.post(f"/t/{secret}", {"digits": f"{at:04}"}) for at in range(100, 106)]

    assert [one.status_code for one in answers] == [403] * 5 + [429]
    assert Client().post(f"/t/{secret}", {"digits": "0001"}).status_code == 429
    assert not TaskLink.objects.get().bound_hash


def test_a_guessed_link_and_one_that_is_over_say_so(story: Story, secret: str) -> None:
    assert Client().get(f"/t/{'x' * 43}").status_code == 404
    assert Client().get("/t/x").status_code == 404
    TaskLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    over = Client().get(f"/t/{secret}")

    assert over.status_code == 410
    assert Client().post(f"/t/{secret}", {"digits": "0001"}).status_code == 410


def test_what_is_missing_is_said_and_nothing_is_done(story: Story, secret: str) -> None:
    phone = opened(secret)
    phone.post(f"/t/{secret}/sign/", {"version": 1})

    without_words = phone.post(f"/t/{secret}/done/", {"version": 2, "after": photo_file()})
    twice = phone.post(f"/t/{secret}/sign/", {"version": 1})
    odd = phone.post(f"/t/{secret}/sign/", {"version": "x"})

    assert [one.status_code for one in (without_words, twice, odd)] == [400, 409, 400]
    row = tasks.task(story.task, PARTS)
    assert row is not None
    assert row.state == "in_progress"


def test_a_link_that_nobody_opened_does_no_work(story: Story, secret: str) -> None:
    answer = Client().post(f"/t/{secret}/sign/", {"version": 1})
    assert answer.status_code == 403


def test_the_code_on_the_paper_leads_the_desk_to_the_result(story: Story, browse: Browse) -> None:
    lin, address = browse("lin"), reverse("portal:order", args=[story.task])

    page = lin.get(address, follow=True)
    assert page.redirect_chain[-1][0] == reverse("console:enter-result", args=[story.task])
    sent = {
        "version": page.context["task"].version,
        "text": "Pumped out: 0 cm.",
        "done_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "name": "Liu",
        "before": photo_file(),
        "photos": photo_file(),
    }
    first = lin.post(page.request["PATH_INFO"], sent)
    again = lin.post(page.request["PATH_INFO"], {**sent, "before": "", "photos": ""})

    assert (first.status_code, again.status_code) == (302, 409)
    row = tasks.task(story.task, PARTS)
    assert row is not None
    assert (row.state, row.worker, len(row.before_ids), len(row.photo_ids)) == ("done", "Liu", 1, 1)


def test_a_stranger_learns_by_the_code_only_whom_to_call(story: Story, browse: Browse) -> None:
    order = reverse("portal:order", args=[story.task])
    unknown = reverse("portal:order", args=[story.case])

    there, nowhere = Client().get(order), Client().get(unknown)

    once = re.compile(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]+"')
    told = once.sub("", text_of(there)).replace(order, unknown)
    assert told == once.sub("", text_of(nowhere))
    assert "12345" in text_of(there)
    of_another = browse("zhao").get(order)
    assert of_another.status_code == 200
    assert "within your reach" in text_of(of_another) or "权限" in text_of(of_another)
