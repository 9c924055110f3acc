"""The clocks of one case in people's words: how long each may run, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.tasks.queries import TaskRow
from linli.registers.calendars import queries as calendars
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import Limit
from linli.respond.cases.logic.clocks import OF_TASKS, limit_of
from linli.respond.cases.logic.runs import Clock, Run, Terms
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import CaseRow, clocks
from linli.web.shared.deadlines import length, limit_words

HOUR_S: Final = 3600
HALF: Final = 2
"""Hours are told in halves."""

WHAT: Final[Mapping[Clock, Promise]] = {
    Clock.ACCEPT: gettext_lazy("from the first message until somebody decides what it is"),
    Clock.RESPOND: gettext_lazy("until a person first tells the reporter something"),
    Clock.DISPATCH: gettext_lazy("from filing until a unit has the work order"),
    Clock.SIGN_IN: gettext_lazy("until the unit signs for its work order"),
    Clock.HANDLE: gettext_lazy("from the work order until its result"),
    Clock.VERIFY: gettext_lazy("from the result until somebody else has checked it"),
    Clock.FEEDBACK: gettext_lazy("as long as reporters can say whether it helped"),
}
"""What each clock times, for somebody who sees this for the first time."""

WHY: Final[Mapping[str, Promise]] = {
    State.INFO_REQUESTED: gettext_lazy("the reporter was asked for details"),
    State.SUSPENDED: gettext_lazy("the work was allowed to wait"),
    State.MERGED: gettext_lazy("it belongs to another case now"),
    State.RESOLVED: gettext_lazy("the result is there and waits for its check"),
    State.HANDLING: gettext_lazy("the result is there; others are still at work"),
}
"""Why a clock stands still, by the state of its case."""


@dataclass(frozen=True, slots=True)
class Told:
    """One clock. Without `started_at` it has not begun; `state` is waiting, running, paused, over.

    `limit`, `used`, `left` and `counted` are words; `is_late` once more is used than is allowed.
    """

    clock: Clock
    what: Promise
    limit: str
    party_id: int | None = None
    state: str = "waiting"
    started_at: datetime | None = None
    due_at: datetime | None = None
    why_paused: Promise | str = ""
    used: str = ""
    left: str = ""
    counted: str = ""
    is_late: bool = False


def panel(row: CaseRow, tasks: Sequence[TaskRow], asker: Asker) -> list[Told]:
    """The clocks in the order in which a case meets them; those of work orders one by one."""
    runs, parties = clocks.runs(row.id, asker), {one.id: one.party_id for one in tasks}
    item = catalogue.item_then(row.item, row.item_version)
    found: list[Told] = []
    for one in Clock:
        some = [(task, run) for (task, name), run in runs.items() if name == one]
        found += [_told(one, run, row, task, parties) for task, run in some]
        if not some:
            found.append(Told(one, WHAT[one], _limit(limit_of(one, item))))
    return found


def _told(
    one: Clock, run: Run, row: CaseRow, task: UUID | None, parties: Mapping[UUID, int]
) -> Told:
    now = clock.now()
    is_paused = run.is_paused
    return Told(
        clock=one,
        what=WHAT[one],
        limit=_limit_of_run(run.terms),
        party_id=parties.get(task) if task and one in OF_TASKS else None,
        state="over" if run.is_stopped else "paused" if is_paused else "running",
        started_at=run.started_at,
        due_at=None if run.is_stopped else run.due_at,
        why_paused=WHY.get(row.state, "") if is_paused else "",
        used=_time(run.elapsed(now), run.terms),
        left="" if run.is_stopped else _left(run, now),
        counted=_counted(run.terms),
        is_late=(run.share(now) or 0) > 1,
    )


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return _("no limit")
    return limit_words({"amount": limit.amount, "unit": limit.unit})


def _limit_of_run(terms: Terms) -> str:
    if terms.amount is None:
        return _("no limit")
    return limit_words({"amount": terms.amount, "unit": terms.unit})


def _left(run: Run, now: datetime) -> str:
    left, allowed = run.left(now), run.allowed
    if left is None or allowed is None:
        return ""
    over = run.elapsed(now) - allowed
    if over > timedelta():
        return _("%(time)s too long") % {"time": _time(over, run.terms)}
    return _("%(time)s left") % {"time": _time(left, run.terms)}


def _time(time: timedelta, terms: Terms) -> str:
    """By the clock on the wall, or in hours of work: those of a day differ between calendars."""
    seconds = time.total_seconds()
    if terms.unit == "minutes":
        return length(seconds)
    if seconds < HOUR_S:
        count = int(seconds // 60)
        told = ngettext("%(count)d working minute", "%(count)d working minutes", count)
        return told % {"count": count}
    hours = int(seconds / HOUR_S * HALF) / HALF
    return _("%(hours)s working hours") % {"hours": f"{hours:g}"}


def _counted(terms: Terms) -> str:
    if terms.unit == "minutes":
        return _("counted day and night")
    rows = (one for one in calendars.calendars() if one.code == terms.calendar)
    names = (one.label(get_language() or "") for one in rows)
    told = {"calendar": next(names, terms.calendar), "version": terms.version}
    return _("counted by %(calendar)s, version %(version)d") % told
