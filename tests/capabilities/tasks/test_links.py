"""Hands without an account: one link, one task, one telephone."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks import queries
from linli.organise.tasks.actions import (
    Visit,
    bind,
    cancel,
    finish_by_link,
    revoke_link,
    send_link,
    sign_by_link,
    verify,
)
from linli.organise.tasks.logic.links import BadLink, Why
from linli.organise.tasks.models import TaskLink
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from tests.capabilities.cases.happenings import PART, again, audited, facts
from tests.capabilities.tasks.works import everything, photo_by, task_now

pytestmark = pytest.mark.usefixtures("district")

PHONE = "139 0000 0001"
STRANGER = Asker(name="visitor")


@pytest.fixture
def secret(task: TaskRow, lin: Asker) -> str:
    """Lin has sent the work order to Liu, who has not opened it yet."""
    return send_link(task.id, "Liu", PHONE, lin).secret


def links() -> list[dict[str, Any]]:
    return list(TaskLink.objects.order_by("pk").values())


def test_liu_signs_and_finishes_by_the_link(task: TaskRow, secret: str, he: Asker) -> None:
    marks = bind(secret, "0001")
    before, after = photo_by(STRANGER), photo_by(STRANGER)

    sign_by_link(Visit(secret, marks, 1), [before])
    finish_by_link(Visit(secret, marks, 2), "Pumped out: 0 cm.", [after], [])

    row = task_now(task)
    assert (row.state, row.worker, row.signed_by, row.done_by) == (
        *("done", "Liu (…0001)"),
        *(None, None),
    )
    assert (row.before_ids, row.photo_ids) == ((before,), (after,))
    steps = cases.timeline(task.case_id, PART)
    assert [(one.act, one.actor_name) for one in steps[-3:]] == [
        ("link_sent", "Lin"),
        ("signed", "Liu (…0001)"),
        ("finished", "Liu (…0001)"),
    ]
    assert again(task.case_id).state == "resolved"
    verify(task.case_id, True, "", he, again(task.case_id).version)


def test_the_secret_is_kept_nowhere(task: TaskRow, lin: Asker) -> None:
    sent = send_link(task.id, "Liu", PHONE, lin)

    (link,) = links()
    assert len(sent.secret) == 43
    assert sent.secret not in repr(everything()) + repr(link)
    assert audited() == [("Lin", "send_link", "task")]
    assert "Liu" not in repr(facts())
    assert sent.worker_phone == "13900000001"


def test_the_link_belongs_to_the_first_telephone(secret: str) -> None:
    marks = bind(secret, "0001")

    with pytest.raises(BadLink) as other:
        bind(secret, "0001")
    assert other.value.why is Why.OTHER_PHONE
    with pytest.raises(BadLink) as without:
        queries.linked(secret, {})
    assert without.value.why is Why.OTHER_PHONE
    with pytest.raises(BadLink):
        queries.linked(secret, dict.fromkeys(marks, "x" * 43))
    assert queries.linked(secret, marks).link.worker_name == "Liu"


@pytest.mark.parametrize("digits", ["", "0002", "1", "139 0000 0001", "0001; --"])
def test_only_the_last_four_digits_open_it(secret: str, digits: str) -> None:
    before = links()

    if digits == "0001; --":
        assert bind(secret, digits)  # signs between digits do not matter
        return
    with pytest.raises(BadLink) as wrong:
        bind(secret, digits)

    assert wrong.value.why is Why.WRONG_DIGITS
    assert links() == before


def test_a_guessed_secret_opens_nothing(secret: str) -> None:
    for guess in ("", "x" * 43, secret[:-1], secret.swapcase()):
        with pytest.raises(BadLink) as unknown:
            queries.link_at(guess)
        assert unknown.value.why is Why.UNKNOWN


def test_the_link_ends_with_its_time(clock: Any, secret: str) -> None:
    marks = bind(secret, "0001")
    clock.forward(days=15)
    before = everything()

    with pytest.raises(BadLink) as over:
        sign_by_link(Visit(secret, marks, 1), [])

    assert over.value.why is Why.OVER
    assert everything() == before


def test_the_link_ends_with_the_work(task: TaskRow, secret: str, lin: Asker) -> None:
    marks = bind(secret, "0001")
    cancel(task.id, "Not needed.", lin, task.version)
    before = everything()

    with pytest.raises(BadLink) as over:
        sign_by_link(Visit(secret, marks, 2), [])

    assert over.value.why is Why.OVER
    assert everything() == before


def test_what_is_sent_twice_counts_once(secret: str) -> None:
    marks = bind(secret, "0001")
    sign_by_link(Visit(secret, marks, 1), [])
    before = everything()

    with pytest.raises(StaleVersion):
        sign_by_link(Visit(secret, marks, 1), [])
    with pytest.raises(IllegalMove):
        sign_by_link(Visit(secret, marks, 2), [])

    assert everything() == before


def test_a_new_link_ends_the_old_one(task: TaskRow, secret: str, lin: Asker) -> None:
    newer = send_link(task.id, "Liu", PHONE, lin).secret

    with pytest.raises(BadLink) as over:
        bind(secret, "0001")
    assert over.value.why is Why.OVER
    assert bind(newer, "0001")

    revoke_link(task.id, lin)
    with pytest.raises(BadLink):
        queries.link_at(newer)
    told = len(cases.timeline(task.case_id, PART))
    revoke_link(task.id, lin)
    assert len(cases.timeline(task.case_id, PART)) == told


def test_zhao_from_elsewhere_and_chen_send_no_link(
    task: TaskRow, secret: str, zhao: Asker, chen: Asker
) -> None:
    before = links()

    with pytest.raises(NotFound):
        send_link(task.id, "Liu", PHONE, zhao)
    with pytest.raises(NotFound):
        revoke_link(task.id, zhao)
    with pytest.raises(Refused):
        send_link(task.id, "Liu", PHONE, chen)
    assert queries.link_of(task_now(task), chen) is None

    assert links() == before


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("", PHONE),
        ("x" * 41, PHONE),
        ("Liu", ""),
        ("Liu", "12345"),
        ("Liu", "call me"),
        ("L\0", "1" * 9),
    ],
)
def test_a_link_needs_a_name_and_a_number(task: TaskRow, lin: Asker, name: str, phone: str) -> None:
    with pytest.raises(BadText):
        send_link(task.id, name, phone, lin)
    assert links() == []


def test_a_link_lasts_until_two_days_after_the_work_is_due(task: TaskRow, lin: Asker) -> None:
    sent = send_link(task.id, "Liu", PHONE, lin)
    assert task.due_at is not None
    assert sent.expires_at == task.due_at + timedelta(days=2)
