"""Counts what happened to cases, and rolls up by day what that comes to; again is harmless."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count as Counting
from django.db.models import Q

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.ground.rights.table import LEVELS
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.runs import Clock, Run
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import Step, whole
from linli.respond.cases.queries.whole import WholeCase
from linli.respond.insight.logic import Course, Timed, counts
from linli.respond.insight.models import Counted, Progress, StaleDay, Tally

_INSIGHT: Final = Asker.for_part("insight")
_AT_ONCE: Final = 1000
_RUN: Final = timedelta(seconds=40)
_LATEST_COMMIT: Final = timedelta(minutes=1)
_HELPED: Final = {"helped": True, "not_helped": False}
_OF_DEVICES: Final = frozenset({"reading", "silence"})
EVERYWHERE: Final = "all"


def count_changed() -> bool:
    """Counts cases to which something happened since the last time; whether that was all.

    Stops after most of a minute: the rest is for the next time.
    """
    until = clock.now() + _RUN
    last = Progress.objects.filter(pk=1).values_list("last_entry", flat=True).first()
    while clock.now() < until:
        happened = whole.happened_after(last, _AT_ONCE, _INSIGHT)
        if not happened:
            _keep(_a_little_before(last))
            return True
        with atomic():
            count({one.case_id for one in happened})
            last = happened[-1].entry_id
            _keep(last)
    return False


def roll_up() -> int:
    """Tallies the days whose counts have changed; returns how many."""
    days = list(StaleDay.objects.order_by("day").values_list("day", flat=True))
    for day in days:
        with atomic():
            # First, so that a change that comes meanwhile marks the day again.
            StaleDay.objects.filter(pk=day).delete()
            Tally.objects.filter(day=day).delete()
            Tally.objects.bulk_create(_tallies(day), batch_size=_AT_ONCE)
    return len(days)


def count(case_ids: Iterable[UUID]) -> None:
    """Counts these cases anew, whatever was counted of them before."""
    found = whole.whole_cases(case_ids, _INSIGHT)
    zone = _zone()
    rows = [row for one in found for row in _rows(one, zone)]
    before = Counted.objects.filter(case_id__in=[one.row.id for one in found])
    with atomic():
        stale = {*before.values_list("day", flat=True), *(row.day for row in rows)}
        before.delete()
        Counted.objects.bulk_create(rows, batch_size=_AT_ONCE)
        mark_stale(stale)


def mark_stale(days: Iterable[date]) -> None:
    StaleDay.objects.bulk_create((StaleDay(day=day) for day in days), ignore_conflicts=True)


def _keep(last: UUID | None) -> None:
    with atomic():
        Progress.objects.update_or_create(pk=1, defaults={"last_entry": last})


def _a_little_before(entry_id: UUID | None) -> UUID | None:
    """Keys tell when an entry was made; its transaction may commit some time later."""
    if entry_id is None:
        return None
    milliseconds = (entry_id.int >> 80) - _LATEST_COMMIT // timedelta(milliseconds=1)
    return UUID(int=max(0, milliseconds) << 80)


def _rows(one: WholeCase, zone: ZoneInfo) -> list[Counted]:
    row = one.row
    path = places.path(row.place_id) if row.place_id else ()
    estate = next((place.id for place in path if place.level == "estate"), None)
    return [
        Counted(
            case_id=row.id,
            measure=found.measure,
            day=found.day,
            is_met=found.is_met,
            item=row.item,
            party_id=party_id,
            place_id=row.place_id,
            estate_id=estate,
            **row.where.columns(),
        )
        for found in counts(course_of(one), zone)
        for party_id in (0, *sorted(_parties(one)))
    ]


def course_of(one: WholeCase) -> Course:
    """What happened to a case, as figures look at it."""
    row, steps = one.row, one.steps
    item = catalogue.item_at(row.item, row.item_version)
    opened = next((step for step in steps if step.act == Act.OPENED), None)
    said = [
        (step.at, _HELPED[step.detail["outcome"]])
        for step in steps
        if step.detail.get("outcome") in _HELPED
    ]
    return Course(
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        state=State(row.state),
        group=item.group if item else "",
        by_device=opened is not None and opened.detail.get("source") in _OF_DEVICES,
        was_checked=_was_checked(steps),
        was_reworked=any(step.act == Act.SENT_BACK or _takes_up(step) for step in steps),
        respond=_timed([run for (_, name), run in one.runs.items() if name == Clock.RESPOND]),
        handle=_timed([run for (_, name), run in one.runs.items() if name == Clock.HANDLE]),
        said=said[-1] if said else None,
    )


def _was_checked(steps: Sequence[Step]) -> bool:
    """Whether somebody looked at the work, the last time that it was done."""
    ends = [step.act for step in steps if step.act in (Act.VERIFIED, Act.UNSAMPLED)]
    return not ends or ends[-1] == Act.VERIFIED


def _takes_up(step: Step) -> bool:
    """Whether it is done again that had come to an end: to ask for it is not enough."""
    return (
        step.from_state in (State.CLOSED, State.REOPEN_REQUESTED) and step.to_state == State.FILED
    )


def _timed(runs: list[Run]) -> Timed | None:
    """Of several works on one case the latest deadline and the latest end count."""
    dues = [due for run in runs if (due := whole.due_at(run))]
    if not dues:
        return None
    ends = [whole.ended_at(run) for run in runs]
    done = [end for end in ends if end]
    return Timed(max(dues), max(done) if len(done) == len(ends) else None)


def _parties(one: WholeCase) -> set[int]:
    """Who had it, but for those to whom it was sent by mistake."""
    told: set[int] = set()
    for step in one.steps:
        if step.act == Act.DISPATCHED and step.detail.get("party_id"):
            told.add(int(step.detail["party_id"]))
        elif step.act == Act.UNDISPATCHED:
            told.discard(int(step.detail["party_id"]))
    return told | set(one.row.parties)


def _tallies(day: date) -> list[Tally]:
    found: list[Tally] = []
    of_day = Counted.objects.filter(day=day).order_by()
    for level in (EVERYWHERE, *LEVELS):
        by = ["party_id", "measure", "item"]
        column = None if level == EVERYWHERE else f"{level}_id"
        some = of_day.exclude(**{column: None}) if column else of_day
        grouped = some.values(*by, *([column] if column else []))
        for one in grouped.annotate(of=Counting("id"), met=Counting("id", filter=Q(is_met=True))):
            place_id = one.pop(column) if column else 0
            found.append(Tally(level=level, place_id=place_id, day=day, **one))
    return found


def _zone() -> ZoneInfo:
    """Days are those of the office."""
    [zone] = [one.time_zone for one in calendars.calendars() if one.code == OFFICE]
    return ZoneInfo(zone)
