"""Sends a numbered letter to a unit whose work is late."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused, Where
from linli.organise.supervision.facts import LetterSent
from linli.organise.supervision.logic import read_demand, require_late
from linli.organise.supervision.models import Letter, LetterBook
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.actions import Entry, hold, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import NotFound, StaleVersion


def supervise(
    task_id: UUID, demand: str, answer_by: datetime | None, asker: Asker, letters_seen: int
) -> UUID:
    """Writes the letter and a line on the timeline; returns its id.

    `letters_seen`: how many there were when the asker decided on one more. Raises `NotFound`,
    `Refused`, `StaleVersion`, `IllegalMove` for work that is not late, `BadText`.
    """
    with atomic():
        row = _late(task_id, asker)
        said = read_demand(demand, answer_by, clock.now())
        if Letter.objects.filter(task_id=task_id).count() != letters_seen:
            raise StaleVersion("task", row.version)
        assert row.due_at is not None
        assert answer_by is not None
        desk_id = _desk(row.where, asker)
        year, sequence = _next_number(desk_id)
        letter = Letter.objects.create(
            year=year,
            sequence=sequence,
            desk_id=desk_id,
            task_id=row.id,
            case_id=row.case_id,
            party_id=row.party_id,
            demand=said,
            was_due_at=row.due_at,
            answer_by=answer_by,
            made_by=asker.user_id,
            made_by_name=asker.name,
        )
        detail = {"party_id": row.party_id, "task_id": str(row.id), "letter_id": str(letter.id)}
        tell(row.case_id, asker, Entry(Act.SUPERVISED, said, detail))
        announce(LetterSent(letter.id, row.id, row.case_id, row.party_id))
        audit.record(asker, "supervise", "task", str(row.id), case_id=str(row.case_id))
        return letter.id


def _late(task_id: UUID, asker: Asker) -> TaskRow:
    """The task as it is while its case is held, if the asker may write about it."""
    seen = tasks.task(task_id, asker)
    if seen is None:
        raise NotFound("task", task_id)
    hold(seen.case_id, asker)
    row = tasks.task(task_id, asker)
    if row is None:
        raise NotFound("task", task_id)
    if not asker.require("supervise", "task").covers(row.where):
        raise Refused(f"{asker.name} may not supervise a task here.")
    require_late(row.state, is_late=row.is_overdue(clock.now()))
    return row


def _desk(where: Where, asker: Asker) -> int:
    """The asker's own place that the work lies in: its desk numbers the letters."""
    own = sorted(asker.scope("supervise", "task").places)
    around = [place for level, place in own if getattr(where, f"{level}_id") == place]
    return around[0] if around else own[0][1]


def _next_number(desk_id: int) -> tuple[int, int]:
    """The year and the next number in it; two who write at once get two numbers."""
    year = timezone.localtime(clock.now()).year
    LetterBook.objects.bulk_create([LetterBook(desk_id=desk_id, year=year)], ignore_conflicts=True)
    book = LetterBook.objects.filter(desk_id=desk_id, year=year)
    book.update(last=F("last") + 1)
    return year, book.values_list("last", flat=True).get()
