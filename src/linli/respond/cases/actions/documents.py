"""Keeps the document that a case is found by, in the transaction of what it tells about.

Whoever changes what a case is made of or where it lies calls `rewrite`, or sets `has_document` to
false: then a job writes it within a minute or two.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Where
from linli.ground.search import actions as search
from linli.ground.search.actions import Thing
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.respond.cases.logic.documents import KIND, MOST_REPORTS, MOST_TOLD, as_far_as, marks
from linli.respond.cases.models import Case, CaseSignal, TimelineEntry
from linli.respond.cases.queries import past
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import public_text
from linli.sense.reports.queries import ReportRow

_CASES: Final = Asker.for_part("cases")
_AT_ONCE: Final = 50
_RUN: Final = timedelta(seconds=50)


def write(case: Case, told: list[ReportRow], noted: list[str]) -> None:
    """Makes the document of a case anew from what it is, what was told and what staff wrote."""
    open_words, guarded = _words(told)
    search.put(
        Thing(KIND, case.id, case.opened_at),
        [*_own_words(case), *as_far_as(open_words, MOST_TOLD), *noted],
        guarded=as_far_as(guarded, MOST_TOLD),
        marks=_marks(case),
    )


def rewrite(case_id: UUID) -> None:
    """Makes the document anew from all that is kept."""
    case = Case.objects.select_for_update().get(pk=case_id)
    joined = CaseSignal.objects.filter(case_id=case_id, report_id__isnull=False).order_by("id")
    told = reports.of_signals(joined.values_list("signal_id", flat=True)[:MOST_REPORTS], _CASES)
    written = TimelineEntry.objects.filter(case_id=case_id).exclude(reason="").order_by("id")
    write(case, told, list(written.values_list("reason", flat=True)))
    Case.objects.filter(pk=case_id, has_document=False).update(has_document=True)


def add_report(case_id: UUID, told: ReportRow) -> None:
    """One more person told of it."""
    words, guarded = _words([told])
    if not search.add(KIND, case_id, words, guarded=guarded, most=MOST_TOLD):
        _leave_to_the_job(case_id)


def add_note(case_id: UUID, text: str) -> None:
    """Staff wrote something on the timeline."""
    if not search.add(KIND, case_id, [text]):
        _leave_to_the_job(case_id)


def mark(case_id: UUID) -> None:
    """The case closed, opened again, or became an emergency."""
    if not search.mark(KIND, case_id, _marks(Case.objects.get(pk=case_id))):
        _leave_to_the_job(case_id)


def write_missing_documents() -> int:
    """For cases that have none yet or an old one, the newest first; returns how many.

    Stops after most of a minute: the rest is for the next time.
    """
    until, written = clock.now() + _RUN, 0
    missing = Case.objects.filter(has_document=False).order_by("-opened_at")
    while clock.now() < until:
        ids = list(missing.values_list("pk", flat=True)[:_AT_ONCE])
        if not ids:
            break
        with atomic():
            for case_id in ids:
                rewrite(case_id)
        written += len(ids)
    return written


def _own_words(case: Case) -> Iterator[str]:
    yield case.number
    yield from past.words_of(case.id)
    item = catalogue.item_at(case.item, case.item_version)
    if item:
        yield from (item.name.zh, item.name.en)
    yield case.address
    path = places.path(case.place_id) if case.place_id else ()
    yield "".join(place.name for place in path)  # people write 翠竹苑3栋 in a row
    yield " ".join(place.name_en for place in path)


def _words(told: list[ReportRow]) -> tuple[list[str], list[str]]:
    """What everybody may read who sees the case, and what only those who may see its reports."""
    open_words: list[str] = []
    guarded: list[str] = []
    for one in told:
        words = open_words if one.is_public and not one.is_confidential else guarded
        words += [public_text(one.text), public_text(one.address)]
    return open_words, guarded


def _marks(case: Case) -> set[str]:
    return marks(case, Where.of(case))


def _leave_to_the_job(case_id: UUID) -> None:
    """Not only where it is true: the job may be writing it just now without what is new."""
    Case.objects.filter(pk=case_id).update(has_document=False)
