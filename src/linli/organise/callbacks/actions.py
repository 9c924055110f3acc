"""Keeps what reporters say when they are asked whether it helped, and lets the case follow."""

from typing import Final
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker
from linli.organise.callbacks.facts import ReporterAsked
from linli.organise.callbacks.logic import Heard, Outcome, are_all_settled, read_heard
from linli.organise.callbacks.models import CallBack
from linli.organise.callbacks.queries import CALLBACKS, checked_at, has_disputed, said_since
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry, hold, require_reach, require_version, tell
from linli.respond.cases.actions.feedback import close_answered, take_up_again
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.respond.cases.logic.states import CALL_BACK, TELL, Rights, State, by_hand
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import UnknownReport
from linli.sense.reports.queries import PublicReport
from linli.wire.texts import N_

DECIDED: Final = N_(
    "You asked for it to be done again, and a leader decided on that; "
    "the answer stands with the report."
)
REPORTER: Final = Asker.for_part("reporter")


def call_back(case_id: UUID, heard: Heard, asker: Asker, version: int) -> None:
    """Somebody rang a reporter, and this came of it. `version` is that of the case as it was read.

    "It did not help" takes the case up again at once; it closes when nobody is left to be asked.
    Raises `NotFound` (also for a reporter who left no number), `Refused` (also to whoever worked on
    the case), `StaleVersion`, `IllegalMove`.
    """
    with atomic():
        case = hold(case_id, asker)
        require_version(case, version)
        require_reach(case, CALL_BACK, asker)
        waiting = _waiting(case)
        if heard.report_id not in waiting:
            raise NotFound("report to call back", heard.report_id)
        _keep(case, heard, waiting, CALL_BACK, asker)
        audit.record(
            asker, "call_back", "report", str(heard.report_id), outcome=heard.outcome.value
        )


def answer(receipt: str, has_helped: bool, words: str) -> None:
    """The holder of a receipt says whether it helped; said again, the last word counts.

    Raises `UnknownReport`, `BadText`, and `NotFound` or `IllegalMove` when nothing is asked now.
    """
    report = _of_receipt(receipt)
    heard = read_heard(report.id, Outcome.HELPED if has_helped else Outcome.NOT_HELPED, words)
    found = cases.case_of_signal(report.signal_id, REPORTER)
    if found is None:
        raise NotFound("case of report", report.id)
    with atomic():
        case = hold(found.id, REPORTER)
        _keep(case, heard, _waiting(case), TELL, REPORTER)


def dispute(receipt: str, words: str) -> None:
    """The holder of a receipt asks for a closed case to be done again; said again counts once.

    Raises `UnknownReport`, `BadText`, `NotFound`, and `IllegalMove` for a case that is not closed,
    after the time for it, and once a leader has decided otherwise.
    """
    report = _of_receipt(receipt)
    heard = read_heard(report.id, Outcome.NOT_HELPED, words)
    found = cases.case_of_signal(report.signal_id, REPORTER)
    if found is None:
        raise NotFound("case of report", report.id)
    with atomic():
        case = hold(found.id, REPORTER)
        has_said = has_disputed(case, report.id)
        if case.state == State.REOPEN_REQUESTED and has_said:
            return
        if has_said:
            raise IllegalMove("case", case.state, State.REOPEN_REQUESTED, (), DECIDED)
        kept = _row(case, heard, REPORTER)
        detail = {"callback_id": str(kept.id), "outcome": heard.outcome}
        entry = Entry(Act.DISPUTED, detail=detail)
        if case.state == State.REOPEN_REQUESTED:
            tell(case.id, REPORTER, entry)  # another reporter has asked already
        else:
            take_up_again(case, TELL, entry, REPORTER)


def _of_receipt(receipt: str) -> PublicReport:
    report = reports.by_receipt(receipt)
    if report is None:
        raise UnknownReport("Nobody holds this receipt; compare it with what you wrote down.")
    return report


def _keep(case: CaseRow, heard: Heard, waiting: frozenset[UUID], by: Rights, asker: Asker) -> None:
    """Their words stay with the call-back: the timeline is read by whoever did the work."""
    if case.state != State.FEEDBACK:
        settled = N_("Its reporters are not asked whether it helped now.")
        raise IllegalMove("case", case.state, case.state, by_hand(case.state), settled)
    kept = _row(case, heard, asker)
    act = Act.CALLED_BACK if asker.is_person else Act.REPORTER_SAID
    detail = {"callback_id": str(kept.id), "outcome": heard.outcome}
    entry = Entry(act, detail=detail)
    if heard.outcome is Outcome.NOT_HELPED:
        take_up_again(case, by, entry, asker)
    elif _is_settled(case, waiting):
        close_answered(case, by, entry, asker)
    else:
        tell(case.id, asker, entry)


def _row(case: CaseRow, heard: Heard, asker: Asker) -> CallBack:
    announce(ReporterAsked(case.id, heard.report_id, heard.outcome))
    return CallBack.objects.create(
        case_id=case.id,
        report_id=heard.report_id,
        outcome=heard.outcome,
        words=heard.words,
        caller_id=asker.user_id,
        caller_name=asker.name if asker.is_person else "",
    )


def _is_settled(case: CaseRow, waiting: frozenset[UUID]) -> bool:
    said = said_since(case.id, checked_at(case, CALLBACKS))
    outcomes = {report: [one.outcome for one in all_said] for report, all_said in said.items()}
    return are_all_settled(waiting, outcomes)


def _waiting(case: CaseRow) -> frozenset[UUID]:
    """The reporters who can be rung."""
    told = reports.ids_of_signals(cases.signal_ids(case.id, CALLBACKS), CALLBACKS)
    return reports.reachable(told, CALLBACKS)
