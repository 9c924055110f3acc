"""Puts together what a shift hands over, as it is now, in words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.shifts.logic import Content, InAll, NoteText, Numbers, Row, mark
from linli.organise.shifts.models import WatchNote
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY, EMERGENCY
from linli.registers.places import queries as places
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import LABELS, OPEN, State
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.respond.cases.queries.happenings import tally

MOST_ROWS: Final = 40
"""Of each list; nobody reads out more at a desk, and the queue holds them all."""

CALLED: Final = (State.FEEDBACK,)
AT_WORK: Final = tuple(sorted(OPEN - {State.FEEDBACK}))
MOST_NOTES: Final = 60
MOST_COUNTED: Final = 10_000


def draft(shift_began_at: datetime, desk_id: int, asker: Asker) -> Content:
    """`asker`: with the rights at this desk only. Emergencies stand in the first list alone."""
    page = cases.cases(_wanted(severity=EMERGENCY), asker)
    late = cases.cases(_wanted(due_soon=True, states=AT_WORK), asker)
    called = cases.cases(_wanted(states=CALLED), asker)
    due = [row for row in late.items if row.severity != EMERGENCY]
    callbacks = [row for row in called.items if row.severity != EMERGENCY]
    named = _Named([*page.items, *due, *callbacks])
    return Content(
        emergencies=tuple(named.rows(page.items)),
        due=tuple(named.rows(due)),
        callbacks=tuple(named.rows(callbacks)),
        notes=_notes(desk_id),
        numbers=_numbers(shift_began_at, asker),
        is_cut=bool(page.next or late.next or called.next),
        counted=_in_all(asker),
    )


def _in_all(asker: Asker) -> InAll:
    """Emergencies stand in the first list, and so are not counted in the others."""
    grave: dict[str, object] = {"severity": EMERGENCY}
    due: dict[str, object] = {"due_soon": True, "states": AT_WORK}
    called: dict[str, object] = {"states": CALLED}
    wanted = {
        "grave": _wanted(**grave),
        "due": _wanted(**due),
        "grave_due": _wanted(**due, **grave),
        "called": _wanted(**called),
        "grave_called": _wanted(**called, **grave),
    }
    many = cases.counted(wanted, asker, MOST_COUNTED)
    return InAll(
        many["grave"], many["due"] - many["grave_due"], many["called"] - many["grave_called"]
    )


def clock_text(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "m-d H:i") if at else ""


def _until(row: CaseRow) -> datetime | None:
    """Its clock: that of the work, or the window in which reporters are asked."""
    return row.feedback_until if row.state == State.FEEDBACK else row.due_at


def _wanted(**narrower: object) -> CaseFilter:
    values = {"open_only": True, "order": "queue", "limit": MOST_ROWS, "list": DUTY, **narrower}
    return CaseFilter(**values)  # type: ignore[arg-type]  # the fields of a filter


def _notes(desk_id: int) -> tuple[NoteText, ...]:
    found = WatchNote.objects.filter(desk_id=desk_id, done_at=None).order_by("id")[:MOST_NOTES]
    return tuple(
        NoteText(mark("note", one.id), one.text, one.written_by_name, clock_text(one.written_at))
        for one in found
    )


def _numbers(began: datetime, asker: Asker) -> Numbers:
    done = tally(began, clock.now(), asker)
    left = cases.counted({"open": _wanted()}, asker, MOST_COUNTED)["open"]
    return Numbers(done.opened, done.filed, done.closed, left)


class _Named:
    """The words for all rows at once."""

    def __init__(self, found: list[CaseRow]) -> None:
        self._language = get_language() or "zh-hans"
        self._paths = places.paths(row.place_id for row in found if row.place_id is not None)

    def rows(self, found: Iterable[CaseRow]) -> Iterable[Row]:
        now = clock.now()
        for row in found:
            label = gettext(LABELS[State(row.state)])
            late = gettext("late") if row.is_overdue(now) else ""
            yield Row(
                mark=mark("case", row.id, row.state, row.severity, late),
                case_id=str(row.id),
                number=row.number,
                what=catalogue.item_name(row.item, self._language),
                where=self._where(row.place_id),
                state=" · ".join(one for one in (label, late) if one),
                due=clock_text(_until(row)),
            )

    def _where(self, place_id: int | None) -> str:
        path = self._paths.get(place_id, ()) if place_id is not None else ()
        near = [one for one in path if one.level not in ("city", "district")] or list(path[-1:])
        named = " ".join(one.label(self._language) for one in near)
        return named or gettext("place not known yet")
