"""Tells whoever should know of what has happened; again is harmless."""

from typing import Final
from uuid import UUID

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.answers import queries as answers
from linli.organise.answers.facts import AnswerDecided, AnswerDrafted
from linli.organise.answers.logic import DraftState
from linli.organise.delays import queries as delays
from linli.organise.delays.facts import DelayAsked, DelayDecided
from linli.organise.delays.logic import DelayState
from linli.organise.hotline import queries as hotline
from linli.organise.hotline.facts import HotlineOrderMoved
from linli.organise.hotline.logic.states import State as OrderState
from linli.organise.notices.actions.writing import News, desk, of_case, of_task, unit, write
from linli.organise.notices.logic import OF_RUNG, Kind, holders
from linli.organise.supervision.facts import LetterSent
from linli.organise.supervision.logic import OFFICE_OF
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.facts import TaskDispatched, TaskMoved
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.queries import TaskRow
from linli.registers.parties import queries as parties
from linli.respond.cases import queries as cases
from linli.respond.cases.facts import CaseMoved, ClockClimbed
from linli.respond.cases.logic.ladder import RETURNS_DECIDED, Rung
from linli.respond.cases.queries import CaseRow, clocks

OF_DECISION: Final = {
    DelayState.APPROVED: Kind.DELAY_APPROVED,
    DelayState.REFUSED: Kind.DELAY_REFUSED,
}
OF_ORDER: Final = {
    (OrderState.WITH_US, OrderState.RETURN_ASKED): Kind.RETURN_ASKED,
    (OrderState.RETURN_ASKED, OrderState.RETURNED): Kind.RETURN_GRANTED,
    (OrderState.RETURN_ASKED, OrderState.WITH_US): Kind.RETURN_DENIED,
}


def tell_assigned(fact: TaskDispatched, asker: Asker) -> None:
    """The unit hears of its new work."""
    if row := tasks.task(fact.task_id, asker):
        with atomic():
            write(Kind.ASSIGNED, str(row.id), of_task(row), unit(row.party_id))


def tell_task(fact: TaskMoved, asker: Asker) -> None:
    """Given back: the desk. Sent back or cancelled: whoever is at it. Given anew: the unit."""
    row = tasks.task(fact.task_id, asker)
    case = cases.case(fact.case_id, asker)
    if row is None or case is None:
        return
    step = (fact.from_state, fact.to_state)
    with atomic():
        if fact.to_state == State.RETURNED:
            _tell_returned(row, case)
        elif step == (State.DONE, State.IN_PROGRESS):
            key = f"{row.id}:{case.rework_count}"
            write(Kind.REWORK, key, of_task(row), _at_work(row))
        elif step == (State.CANCELLED, State.DISPATCHED):
            write(Kind.ASSIGNED, f"{row.id}:{case.version}", of_task(row), unit(row.party_id))
        elif fact.to_state == State.CANCELLED:
            write(Kind.WITHDRAWN, f"{row.id}:{case.version}", of_task(row), _at_work(row))


def tell_delay(fact: DelayAsked, asker: Asker) -> None:
    """Those who may decide on it, but for whoever asked."""
    row = delays.delay(fact.delay_id, asker)
    if row is None:
        return
    news = News(
        about="delays",
        case_number=row.case_number,
        item=row.item,
        place_id=row.place_id,
        party_id=row.party_id,
        detail={"delay": row.kind},
    )
    with atomic():
        readers = [one for one in desk(row.act, row.where) if one != row.asked_by]
        write(Kind.DELAY_ASKED, str(row.id), news, readers)


def tell_decided(fact: DelayDecided, asker: Asker) -> None:
    """Whoever asked for it."""
    row = delays.delay(fact.delay_id, asker)
    task = tasks.task(fact.task_id, asker)
    kind = OF_DECISION.get(DelayState(fact.outcome))
    if row is None or task is None or kind is None:
        return
    with atomic():
        write(kind, str(row.id), of_task(task, delay=row.kind), [row.asked_by])


def tell_climbed(fact: ClockClimbed, asker: Asker) -> None:
    """At three quarters whoever is at the work; then its unit, and the post that is named.

    Of the desk's own clocks only the posts hear: its queue is ordered by them already.
    """
    case = cases.case(fact.case_id, asker)
    running = clocks.running([fact.case_id]).get(fact.case_id, [])
    timed = next((one for one in running if (one.task_id, one.clock) == _timed(fact)), None)
    if case is None or timed is None or timed.is_paused:
        return  # it was over, or stood still, before anybody could be told
    rung = Rung(fact.rung)
    key = f"{fact.task_id or case.id}:{fact.clock}:{timed.due_at:%y%m%d%H%M}"
    row = tasks.task(fact.task_id, asker) if fact.task_id else None
    office = OFFICE_OF.get(rung)
    post = parties.in_charge(office, case.place_id) if office else None
    with atomic():
        if row is not None and rung in (Rung.REMIND, Rung.OVERDUE):
            readers = _at_work(row) if rung is Rung.REMIND else unit(row.party_id)
            write(OF_RUNG[rung], key, of_task(row, clock=fact.clock), readers)
        if post is not None:
            news = of_case(case, fact.party_id, clock=fact.clock)
            write(OF_RUNG[rung], key, news, [post.user_id])


def tell_letter(fact: LetterSent, asker: Asker) -> None:
    """The whole unit reads what its leader is told."""
    if row := tasks.task(fact.task_id, asker):
        with atomic():
            write(Kind.LETTER, str(fact.letter_id), of_task(row), unit(row.party_id))


def tell_order(fact: HotlineOrderMoved, asker: Asker) -> None:
    """The desk hears what becomes of an order that is not ours."""
    kind = OF_ORDER.get((OrderState(fact.from_state), OrderState(fact.to_state)))
    row = hotline.order(fact.order_id, asker)
    if kind is None or row is None:
        return
    news = News(about="order", about_id=row.id, place_id=row.place_id)
    with atomic():
        # A later asking of the same order is another one.
        write(kind, f"{row.id}:{row.version}", news, desk("dispatch", row.where))


def tell_merged(case_id: UUID, asker: Asker) -> None:
    """Those at work on the case that goes on: it has become more than they were told."""
    case = cases.case(case_id, asker)
    into = cases.case(case.merged_into, asker) if case and case.merged_into else None
    if into is None:
        return
    with atomic():
        for row in tasks.of_case(into.id, asker):
            if row.is_open:
                write(Kind.MERGED, f"{case_id}:{row.id}", of_task(row), _at_work(row))


def tell_disputed(fact: CaseMoved, asker: Asker) -> None:
    """The leaders of the nearest desk decide on it."""
    if case := cases.case(fact.case_id, asker):
        with atomic():
            readers = desk("reopen", case.where, "case")
            write(Kind.REOPEN_ASKED, str(fact.entry_id), of_case(case), readers)


def tell_draft(fact: AnswerDrafted, asker: Asker) -> None:
    """The leaders of the nearest desk, but for whoever wrote it."""
    row, case = answers.draft(fact.draft_id, asker), cases.case(fact.case_id, asker)
    if row is None or case is None:
        return
    with atomic():
        readers = [one for one in desk("send", case.where, "case") if one != row.written_by]
        write(Kind.ANSWER_WAITS, str(row.id), of_case(case), readers)


def tell_answer_decided(fact: AnswerDecided, asker: Asker) -> None:
    """Whoever wrote it, if there is something to be changed."""
    row, case = answers.draft(fact.draft_id, asker), cases.case(fact.case_id, asker)
    if row is None or case is None or fact.outcome != DraftState.HANDED_BACK:
        return
    with atomic():
        write(Kind.ANSWER_BACK, str(row.id), of_case(case), [row.written_by])


def _tell_returned(row: TaskRow, case: CaseRow) -> None:
    news = of_case(case, row.party_id)
    write(Kind.RETURNED, str(row.id), news, desk("dispatch", row.where))
    if case.returned_count >= RETURNS_DECIDED:
        post = parties.in_charge(OFFICE_OF[0], case.place_id)
        write(Kind.RETURNED_AGAIN, str(row.id), news, [post.user_id if post else None])


def _at_work(row: TaskRow) -> list[int]:
    return holders(unit(row.party_id), row.signed_by)


def _timed(fact: ClockClimbed) -> tuple[UUID | None, str]:
    return fact.task_id, fact.clock
