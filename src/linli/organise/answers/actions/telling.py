"""Tells the reporters of a case what became of it."""

from collections.abc import Iterable
from uuid import UUID

from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker
from linli.organise.answers.facts import AnswersGiven
from linli.organise.answers.logic import Message, message_for, text_for
from linli.organise.answers.models import Answer
from linli.registers.parties import queries as parties
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import Step
from linli.sense.reports import queries as reports


def tell_opened(case_id: UUID, signal_id: UUID, asker: Asker) -> int:
    """Tells the reporter with whose report a case began; returns how many were told."""
    report_ids = reports.ids_of_signals([signal_id], asker)
    return tell_reporters(f"case_opened/{case_id}", case_id, report_ids, Message.RECEIVED)


def tell_joined(case_id: UUID, signal_id: UUID, asker: Asker) -> int:
    """Tells the reporter whose report joined a case; returns how many were told."""
    report_ids = reports.ids_of_signals([signal_id], asker)
    return tell_reporters(f"signal_joined/{signal_id}", case_id, report_ids, Message.JOINED)


def tell_moved(case_id: UUID, entry_id: UUID, asker: Asker) -> int:
    """Tells all reporters of a case about one public step; returns how many were told.

    Reporters who were told before are not told again. Raises `LookupError` for an unknown step.
    """
    step = _step(case_id, entry_id, asker)
    if not step.is_public:
        return 0
    message = message_for(step.from_state, step.to_state, step.act)
    report_ids = reports.ids_of_signals(cases.signal_ids(case_id, asker), asker)
    text = text_for(message, step.reason, _party_codes(case_id, asker))
    return tell_reporters(f"case_moved/{entry_id}", case_id, report_ids, message, text)


def _step(case_id: UUID, entry_id: UUID, asker: Asker) -> Step:
    for step in cases.course(case_id, asker):
        if step.id == entry_id:
            return step
    raise LookupError(f"Case {case_id} has no step {entry_id}; its reporters were told nothing.")


def _party_codes(case_id: UUID, asker: Asker) -> list[str]:
    case = cases.case(case_id, asker)
    return [party.code for party in parties.parties(case.parties)] if case else []


def tell_reporters(
    source: str, case_id: UUID, report_ids: Iterable[UUID], message: Message, text: str = ""
) -> int:
    with atomic():
        told = set(Answer.objects.filter(source=source).values_list("report_id", flat=True))
        new = [report_id for report_id in report_ids if report_id not in told]
        if not new:
            return 0
        Answer.objects.bulk_create(
            (
                Answer(
                    report_id=report_id, case_id=case_id, message=message, text=text, source=source
                )
                for report_id in new
            ),
            batch_size=500,
            ignore_conflicts=True,
        )
        announce(AnswersGiven(case_id, source, len(new)))
    return len(new)
