"""Lets everybody read what a report of a case says, and takes it back: both on its timeline."""

from uuid import UUID

from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions.steps import Entry, seen_case, write
from linli.respond.cases.facts import CaseNoted
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.models import CaseSignal
from linli.sense.reports import actions as reports


def release_words(
    case_id: UUID, report_id: UUID, text: str, photos: tuple[UUID, ...], asker: Asker
) -> None:
    """Raises `NotFound`, and as `reports.actions.release`."""
    with atomic():
        _require_its_own(case_id, report_id, asker)
        reports.release(report_id, text, photos, asker)
        _tell(case_id, report_id, Act.RELEASED, asker)


def withdraw_words(case_id: UUID, report_id: UUID, asker: Asker) -> None:
    """Raises `NotFound`, and as `reports.actions.withdraw`."""
    with atomic():
        _require_its_own(case_id, report_id, asker)
        reports.withdraw(report_id, asker)
        _tell(case_id, report_id, Act.WITHDRAWN, asker)


def _require_its_own(case_id: UUID, report_id: UUID, asker: Asker) -> None:
    seen_case(case_id, asker)
    if not CaseSignal.objects.filter(case_id=case_id, report_id=report_id).exists():
        raise NotFound("report", report_id)


def _tell(case_id: UUID, report_id: UUID, act: Act, asker: Asker) -> None:
    entry_id = write(case_id, asker, Entry(act, detail={"report_id": str(report_id)}))
    announce(CaseNoted(case_id, entry_id))
