"""A closed case is asked for again under the receipt, once and in time, and a leader decides."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.answers.queries import follow
from linli.organise.callbacks import queries as callbacks
from linli.organise.callbacks.actions import dispute
from linli.organise.callbacks.models import CallBack
from linli.organise.notices import queries as notices
from linli.respond.cases import queries
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove
from linli.respond.cases.queries import CaseRow
from linli.respond.cases.queries.clocks import runs
from linli.sense.reports.logic import Taken, UnknownReport
from tests.capabilities.callbacks.test_calling_back import checked, reported
from tests.capabilities.cases.happenings import PART, acts, again, everything

__all__ = ["checked", "reported"]

pytestmark = pytest.mark.usefixtures("clock", "district", "data")

WHY = "It is dark again since yesterday."


@pytest.fixture
def closed(checked: CaseRow, lin: Asker, clock: Any) -> CaseRow:
    clock.forward(minutes=1)
    move(checked.id, "closed", lin, checked.version)
    return again(checked.id)


def told(one: Taken) -> list[str]:
    followed = follow(one.receipt, "en")
    assert followed is not None
    return [line.text for line in followed.answers]


def test_a_leader_has_it_done_again(
    closed: CaseRow, reported: list[Taken], lin: Asker, leader: Asker, deliver: Any
) -> None:
    assert callbacks.disputable_until(reported[0].receipt) is not None

    dispute(reported[0].receipt, WHY)
    deliver()

    case = again(closed.id)
    assert (case.state, case.is_open, case.closed_at) == ("reopen_requested", True, None)
    assert runs(case.id, PART)[None, "accept"].is_running
    assert [one.kind for one in notices.notices(leader).items][:1] == ["reopen_asked"]
    assert "reopen_asked" not in [one.kind for one in notices.notices(lin).items]
    assert [one.text for one in callbacks.words(case.id, lin)] == [WHY]
    assert told(reported[0])[-1].startswith("A reporter asked for it to be done again.")
    assert queries.moves(case, lin) == []
    with pytest.raises(Refused, match="leader"):
        move(case.id, "filed", lin, case.version)

    move(case.id, "filed", leader, case.version)

    assert again(case.id).state == "filed"


def test_sent_twice_it_counts_once_and_another_reporter_is_heard_too(
    closed: CaseRow, reported: list[Taken]
) -> None:
    for _ in range(2):
        dispute(reported[0].receipt, WHY)
        dispute(reported[2].receipt, "And here.")
    assert acts(closed.id).count("disputed") == CallBack.objects.count() == 2
    assert again(closed.id).version == closed.version + 1


def test_a_leader_leaves_it_closed_with_words_and_that_stays_so(
    closed: CaseRow, reported: list[Taken], leader: Asker, deliver: Any, clock: Any
) -> None:
    clock.forward(minutes=1)
    dispute(reported[0].receipt, WHY)
    with pytest.raises(BadText):
        move(closed.id, "closed", leader, again(closed.id).version)
    move(closed.id, "closed", leader, again(closed.id).version, "We looked: it is lit.")
    deliver()

    assert told(reported[0])[-1].endswith("stays closed: We looked: it is lit.")
    assert callbacks.disputable_until(reported[0].receipt) is None
    before = everything()
    with pytest.raises(IllegalMove, match="leader decided"):
        dispute(reported[0].receipt, WHY)
    assert everything() == before


def test_after_two_weeks_of_the_desk_and_before_it_is_closed_it_is_refused(
    checked: CaseRow, reported: list[Taken], lin: Asker, clock: Any
) -> None:
    clock.forward(minutes=1)
    assert callbacks.disputable_until(reported[0].receipt) is None
    move(checked.id, "closed", lin, checked.version)
    until = callbacks.disputable_until(reported[0].receipt)
    assert until is not None
    with pytest.raises(UnknownReport):
        dispute("ABCD2345", WHY)
    with pytest.raises(BadText):
        dispute(reported[0].receipt, "")
    clock.at = until + timedelta(seconds=1)
    before = everything()

    with pytest.raises(IllegalMove, match="is over"):
        dispute(reported[0].receipt, WHY)

    assert callbacks.disputable_until(reported[0].receipt) is None
    assert everything() == before
