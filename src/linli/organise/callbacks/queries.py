"""Reads whom to call back about a case, and what was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.callbacks.logic import Outcome, is_settled
from linli.organise.callbacks.models import CallBack
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import CALL_BACK, State
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import ReportRow

CALLBACKS: Final = Asker.for_part("callbacks")
MOST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What came of asking one reporter once. Without a caller it was the holder of the receipt."""

    outcome: Outcome
    words: str
    caller: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToCall:
    """A reporter who left a number; `said` since the work was checked, oldest first."""

    report: ReportRow
    said: tuple[Said, ...]

    @property
    def is_settled(self) -> bool:
        return is_settled([one.outcome for one in self.said])


@dataclass(frozen=True, slots=True)
class Words:
    """What a reporter said when asked, in their own words."""

    id: UUID
    text: str


def may_call_back(case: CaseRow, asker: Asker) -> bool:
    """Whether this asker may call its reporters now: never whoever worked on it."""
    return bool(cases.moves(case, asker, CALL_BACK))


def to_call(case: CaseRow, asker: Asker) -> list[ToCall]:
    """Whom to call about a case that waits for its reporters: who is still to be asked first.

    Not more than a desk can ring; of a case with a thousand reporters those are a sample.
    """
    if case.state != State.FEEDBACK:
        return []
    said = said_since(case.id, checked_at(case, asker))
    told = reports.of_signals(cases.signal_ids(case.id, asker), asker)
    reached = reports.reachable((report.id for report in told), asker)
    found = [
        ToCall(report, tuple(said.get(report.id, ()))) for report in told if report.id in reached
    ]
    return sorted(found, key=lambda one: one.is_settled)[:MOST_SHOWN]


def disputable_until(receipt: str) -> datetime | None:
    """Until when the holder of this receipt may ask for it to be done again; None for not now."""
    report = reports.by_receipt(receipt)
    case = cases.case_of_signal(report.signal_id, CALLBACKS) if report else None
    until = cases.disputable_until(case) if case else None
    if report is None or case is None or until is None or until < clock.now():
        return None
    return None if has_disputed(case, report.id) else until


def has_disputed(case: CaseRow, report_id: UUID) -> bool:
    """Whether its reporter has said since the work was checked that it did not help."""
    start = checked_at(case, CALLBACKS)
    said = CallBack.objects.filter(case_id=case.id, at__gte=start, report_id=report_id)
    return said.filter(outcome=Outcome.NOT_HELPED).exists()


def words(case_id: UUID, asker: Asker) -> list[Words]:
    """What its reporters said, oldest first, for those who may read their reports."""
    said = _said(case_id, asker)
    seen = {one.id for one in reports.reports((row.report_id for row in said), asker)}
    return [Words(row.id, row.words) for row in said if row.report_id in seen]


def public_words(case_id: UUID, asker: Asker) -> list[Words]:
    """The same for whoever does the work: without numbers and confidential names."""
    said = _said(case_id, asker)
    texts = reports.as_public((row.report_id, row.words) for row in said)
    return [Words(row.id, text) for row, text in zip(said, texts, strict=True) if text]


def _said(case_id: UUID, asker: Asker) -> list[CallBack]:
    if cases.case(case_id, asker) is None:
        return []
    return list(CallBack.objects.filter(case_id=case_id).exclude(words="").order_by("at", "id"))


def checked_at(case: CaseRow, asker: Asker) -> datetime:
    """When the work was last checked, and reporters were to be asked."""
    came = [step.at for step in cases.course(case.id, asker) if step.to_state == State.FEEDBACK]
    return max(came, default=case.opened_at)


def said_since(case_id: UUID, start: datetime) -> dict[UUID, list[Said]]:
    """By report, oldest first. For our own parts: what is found is shown to whoever may call."""
    found: dict[UUID, list[Said]] = {}
    for row in CallBack.objects.filter(case_id=case_id, at__gte=start).order_by("at", "id"):
        one = Said(Outcome(row.outcome), row.words, row.caller_name, row.at)
        found.setdefault(row.report_id, []).append(one)
    return found
