"""The desk writes to reporters: at once, or once a leader who did not write it has agreed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from linli.ground import clock as ground_clock
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.organise.answers import queries
from linli.organise.answers.actions import (
    decide,
    forget_template,
    keep_template,
    set_rule,
    write_answer,
)
from linli.organise.answers.logic import DraftState
from linli.organise.answers.models import Answer, Draft
from linli.organise.notices import queries as notices
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound
from linli.respond.cases.queries import CaseRow
from linli.respond.cases.queries.clocks import runs
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import PART, acts, case_from, everything, noticed, told
from tests.cast import District, make_person

Deliver = Callable[[], None]
TEXT = "We come this afternoon."


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture
def case(clock: Any, district: District) -> CaseRow:
    return case_from(told("noise"))


@pytest.fixture
def waiting(case: CaseRow, lin: Asker, leader: Asker) -> UUID:
    """What Lin has written about noise waits for a leader."""
    set_rule("noise", leader, needs_leader=True)
    key = uuid4()
    assert write_answer(case.id, TEXT, key, lin) is DraftState.WAITING
    return key


def read() -> list[str]:
    """What reporters read of it."""
    return list(Answer.objects.filter(message="written").values_list("text", flat=True))


def kinds(asker: Asker) -> list[str]:
    return [one.kind for one in notices.notices(asker).items]


def test_an_answer_is_sent_once_and_is_the_first_word(case: CaseRow, lin: Asker) -> None:
    key = uuid4()
    for _ in range(2):
        assert write_answer(case.id, f" {TEXT} ", key, lin) is DraftState.SENT
    assert read() == [TEXT]
    assert acts(case.id).count("told") == 1
    assert not runs(case.id, PART)[None, "respond"].is_running


def test_nothing_reaches_reporters_before_a_leader_who_did_not_write_it_agrees(
    case: CaseRow, waiting: UUID, lin: Asker, leader: Asker, deliver: Deliver
) -> None:
    deliver()
    assert read() == []
    assert (kinds(leader), kinds(lin)) == (["answer_waits"], [])
    with pytest.raises(Refused):
        decide(waiting, lin, is_sent=True, text=TEXT)
    with pytest.raises(IllegalMove, match="waits"):
        write_answer(case.id, "Another one.", uuid4(), lin)

    decide(waiting, leader, is_sent=True, text="We come at four.")

    assert read() == ["We come at four."]
    with pytest.raises(IllegalMove, match="decided"):
        decide(waiting, leader, is_sent=False, why="Too late.")


def test_a_leader_hands_it_back_with_a_reason_and_it_is_written_anew(
    case: CaseRow, waiting: UUID, lin: Asker, leader: Asker, deliver: Deliver
) -> None:
    with pytest.raises(BadText):
        decide(waiting, leader, is_sent=False, why="")
    decide(waiting, leader, is_sent=False, why="Say when.")
    deliver()
    assert (read(), kinds(lin)) == ([], ["answer_back"])
    draft = queries.last_draft(case, lin)
    assert draft is not None
    assert (draft.state, draft.text, draft.why) == (DraftState.HANDED_BACK, TEXT, "Say when.")

    Draft.objects.update(written_at=ground_clock.now() - timedelta(minutes=1))
    again = uuid4()
    write_answer(case.id, "We come at four.", again, lin)
    decide(again, leader, is_sent=True, text="We come at four.")

    assert read() == ["We come at four."]
    assert queries.last_draft(case, lin) is None


def test_a_leader_does_not_decide_on_their_own_answer(
    case: CaseRow, leader: Asker, lin: Asker
) -> None:
    set_rule("*", leader, needs_leader=True)
    key = uuid4()
    write_answer(case.id, TEXT, key, leader)
    with pytest.raises(Refused, match="another leader"):
        decide(key, leader, is_sent=True, text=TEXT)
    assert read() == []
    assert Draft.objects.get().is_open


def test_who_is_elsewhere_or_has_no_right_writes_nothing(
    case: CaseRow, waiting: UUID, zhao: Asker, wu: Asker
) -> None:
    before = everything()
    with pytest.raises(NotFound):
        write_answer(case.id, TEXT, uuid4(), zhao)
    with pytest.raises(NotFound):
        decide(waiting, zhao, is_sent=True, text=TEXT)
    assert queries.draft(waiting, zhao) is None
    with pytest.raises(NotFound):
        write_answer(case.id, TEXT, uuid4(), wu)
    with pytest.raises(Refused):
        set_rule("noise", zhao, needs_leader=False)
    assert everything() == before


def test_where_nobody_told_anything_nobody_is_answered(
    clock: Any, district: District, lin: Asker
) -> None:
    case = case_from(noticed())
    assert not queries.may_answer(case, lin)
    with pytest.raises(IllegalMove, match="Nobody reported"):
        write_answer(case.id, TEXT, uuid4(), lin)
    with pytest.raises(BadText):
        write_answer(case_from(told("garbage")).id, "x" * 801, uuid4(), lin)


def test_a_template_is_put_in_and_each_reads_their_own_receipt(
    clock: Any, district: District, lin: Asker, leader: Asker
) -> None:
    one = take_report(
        NewReport(item="noise", text="Loud.", channel="portal", place_code="b3"), VISITOR
    )
    case = case_from(one.signal_id)
    for _ in range(2):
        keep_template("*", "Seen", "{item} at {地点}: {receipt}", leader)
    with pytest.raises(BadText, match="phone"):
        keep_template("*", "Seen", "{phone}", leader)
    with pytest.raises(Refused):
        keep_template("noise", "Mine", "Text", lin)
    (kept,) = queries.templates(lin, "noise")

    begun = queries.begun_with(kept.id, case, "en")
    write_answer(case.id, begun, uuid4(), lin)

    followed = queries.follow(one.receipt, "en")
    assert followed is not None
    assert followed.answers[-1].text.endswith(f": {one.receipt}")
    assert "Cuizhu Court" in followed.answers[-1].text
    with pytest.raises(Refused):
        forget_template(kept.id, lin)
    forget_template(kept.id, leader)
    assert queries.templates(lin) == []
