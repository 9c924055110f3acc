"""Takes in what a reporter was asked for, and lets the case go on where it was."""

from typing import Final
from uuid import UUID

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions.steps import Entry, decide, hold, take
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.logic.states import TELL, State
from linli.respond.cases.queries import case_of_signal, course
from linli.sense.reports.actions import supplement_report
from linli.sense.reports.logic import NewSupplement, UnknownReport
from linli.sense.reports.queries import by_receipt

REPORTER: Final = Asker.for_part("reporter")
"""Stands on the timeline for whoever holds the receipt: who that is stays with the report."""


def supplement_case(receipt: str, new: NewSupplement, asker: Asker) -> None:
    """Adds what the holder of the receipt tells, if the case waits for it.

    Raises `UnknownReport`, `BadReport`, and `NotFound` or `IllegalMove` when nothing was asked.
    """
    report = by_receipt(receipt)
    if report is None:
        raise UnknownReport("Nobody holds this receipt; compare it with what you wrote down.")
    case = case_of_signal(report.signal_id, REPORTER)
    if case is None:
        raise NotFound("case of report", report.id)
    with atomic():
        row = hold(case.id, REPORTER)
        decided = decide(row, where_it_was(row.id), TELL, REPORTER)
        added = supplement_report(receipt, new, asker)
        detail = {"report_id": str(report.id), "supplement_id": str(added)}
        take(row, decided, REPORTER, Entry(Act.SUPPLEMENTED, detail=detail))


def where_it_was(case_id: UUID) -> str:
    """The state from which more was asked for."""
    return course(case_id, REPORTER)[-1].from_state or State.RECEIVED
