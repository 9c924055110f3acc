"""Lets the holder of a receipt follow a report: no personal data, no notes from inside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import override

from linli.ground.keys import read_short_code
from linli.ground.rights.asker import Asker
from linli.organise.answers.logic import PUBLIC_LEVELS, Came, Message, Word, steps
from linli.organise.answers.models import Answer
from linli.organise.answers.words import label, sentence
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports

ANSWERS = Asker.for_part("answers")


@dataclass(frozen=True, slots=True)
class Told:
    """One line that a reporter reads."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a report stands, in the words of the asked language."""

    receipt: str
    item_code: str
    item: str
    state_code: Word
    state_label: str
    place: str
    received_at: datetime
    steps: tuple[Told, ...]
    answers: tuple[Told, ...]


def follow(receipt: str, language: str) -> Followed | None:
    """What became of the report with this receipt, however loosely typed; None if there is none."""
    report = reports.by_receipt(receipt)
    if report is None:
        return None
    case = cases.case_of_signal(report.signal_id)
    taken = steps(report.received_at, _came(case))
    with override(language):
        return Followed(
            receipt=read_short_code(receipt),
            item_code=report.item,
            item=catalogue.item_name(report.item, language),
            state_code=taken[-1][1],
            state_label=label(taken[-1][1]),
            place=_place(report.place_id or (case.place_id if case else None), language),
            received_at=report.received_at,
            steps=tuple(Told(at, label(word)) for at, word in taken),
            answers=_answers(report.id, language),
        )


def _came(case: CaseRow | None) -> list[Came]:
    if case is None:
        return []
    return [Came(step.at, step.to_state) for step in cases.course(case.id, ANSWERS)]


def _place(place_id: int | None, language: str) -> str:
    """From the widest to the narrowest that may be shown to anybody with the receipt."""
    path = places.path(place_id) if place_id is not None else ()
    return " · ".join(place.label(language) for place in path if place.level in PUBLIC_LEVELS)


def _answers(report_id: UUID, language: str) -> tuple[Told, ...]:
    rows = Answer.objects.filter(report_id=report_id).order_by("id")
    return tuple(
        Told(row.made_at, sentence(Message(row.message), _text(row, language))) for row in rows
    )


def _text(row: Answer, language: str) -> str:
    """The reason as it was written, or the name of the party that was kept as a code."""
    if row.message not in (Message.HANDLING, Message.HANDLING_AGAIN):
        return row.text
    party = parties.by_code(row.text) if row.text else None
    return party.label(language) if party else row.text
