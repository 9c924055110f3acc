"""The duty log: lines by hand and what happened to cases, by the day; found, printed, exported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.organise.shifts import actions, logic
from linli.organise.shifts import queries as shifts
from linli.organise.shifts.queries import log as duty_log
from linli.organise.shifts.queries.log import LineRow, Log
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.respond.cases.queries.happenings import Happening
from linli.web.console.pages import show
from linli.web.console.printing import answer
from linli.web.console.prints.log import log_sheet
from linli.web.console.sheet_file import Table, table_file
from linli.web.console.shift import Desk
from linli.web.console.troubles import EXPECTED, Trouble, trouble_of
from linli.web.shared import words
from linli.web.shared.access import filled_in, posted, staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.request import Request
from linli.web.shared.templatetags.linli import party_name


@dataclass(frozen=True, slots=True)
class Line:
    """A line in words; `row` is as it is kept."""

    row: LineRow
    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The desk, and the day or the words that are asked for."""

    desk: Desk
    day: date
    words: str

    @classmethod
    def of(cls, request: Request) -> "Asked":
        today = timezone.localdate(clock.now())
        try:
            day = date.fromisoformat(request.GET.get("day", ""))
        except ValueError:
            day = today
        # Days at the ends of the calendar have no neighbours.
        is_sane = date(2000, 1, 1) <= day <= today
        return cls(Desk.of(request), day if is_sane else today, request.GET.get("q", "").strip())

    def read(self, request: Request) -> Log:
        asker = shifts.at_desk(request.asker, self.desk.id)
        if self.words:
            return duty_log.search(self.desk.id, self.words, asker)
        since = timezone.make_aware(datetime.combine(self.day, time.min))
        return duty_log.log(self.desk.id, since, since + timedelta(days=1), asker)


@filled_in
@staff
def log(request: Request) -> HttpResponse:
    """The log of one day; a line that is sent is written, and nothing is ever changed."""
    asked = Asked.of(request)
    if request.method != "POST":
        return _page(request, asked)
    try:
        actions.write_line(
            asked.desk.id,
            _when(request.POST.get("time", ""), asked.day),
            request.POST.get("text", ""),
            request.asker,
            _corrected(request),
        )
    except EXPECTED as error:
        return _page(request, asked, trouble_of(error))
    return HttpResponseRedirect(f"{reverse('console:log')}?{_query(asked)}")


@posted
@staff
def export(request: Request) -> HttpResponse:
    """The same lines as a spreadsheet; when there were more, the last row says so."""
    asked = Asked.of(request)
    found = asked.read(request)
    rows = [
        [date_format(timezone.localtime(line.at), "Y-m-d H:i"), line.who, line.text]
        for line in worded(found)
    ]
    if found.is_cut:
        rows.append([_("There are more lines than are shown here.")])
    table = Table(
        name=f"log-{asked.day}",
        title=_("Duty log"),
        header=[_("Time"), _("Who"), _("What")],
        rows=rows,
    )
    return table_file(request, table, "log", asked.desk.id)


@viewed
@staff
def log_print(request: Request) -> HttpResponse:
    asked = Asked.of(request)
    found = asked.read(request)
    lines = [(line.at, line.who, line.text) for line in worded(found)]
    sheet = log_sheet(asked.desk.id, asked.day, lines, request.asker)
    return answer(request, sheet, f"log-{asked.day}")


def worded(found: Log) -> Iterator[Line]:
    """Every line in the words of the reader; who and what of those that were drawn, too."""
    named = Named(one.happening.place_id for one in found.lines if one.happening)
    for row in found.lines:
        if row.happening is None:
            yield Line(row, row.at, row.who, _by_hand(row))
        else:
            by_person = row.happening.step.actor_id is not None
            who = row.who if by_person else _("Linli, automatically")
            yield Line(row, row.at, who, _happened(row.happening, named))


def _by_hand(row: LineRow) -> str:
    if row.corrects is None:
        return row.text
    at = date_format(timezone.localtime(row.corrects), "m-d H:i")
    return _("Correction of the line of %(at)s: %(text)s") % {"at": at, "text": row.text}


def _happened(one: Happening, named: Named) -> str:
    step = one.step
    act = str(words.CASE_ACTS.get(step.act, step.act))
    to = str(words.sign_of("case", step.to_state).label) if step.to_state else ""
    what = catalogue.item_name(one.item, get_language() or "")
    party_id = step.detail.get("party_id")
    party = party_name(party_id) if isinstance(party_id, int) else ""
    where = named.place_name(one.place_id) or ""
    about = " ".join(part for part in (what, where, one.number) if part)
    done = " → ".join(part for part in (act, to) if part)
    return " · ".join(part for part in (done, about, party) if part)


def _page(request: Request, asked: Asked, trouble: Trouble | None = None) -> HttpResponse:
    found = asked.read(request)
    corrects = request.GET.get("corrects", "")
    today = timezone.localdate(clock.now())
    context: dict[str, Any] = {
        "desk": asked.desk,
        "desks": [place for place in map(places.place, asked.desk.others) if place],
        "place": places.place(asked.desk.id),
        "asked": asked,
        "query": _query(asked),
        "lines": list(worded(found)),
        "is_cut": found.is_cut,
        "before": asked.day - timedelta(days=1),
        "after": asked.day + timedelta(days=1) if asked.day < today else None,
        "correcting": _line(corrects, asked.desk.id),
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "now": date_format(timezone.localtime(clock.now()), "H:i"),
        "longest": logic.LONGEST_LINE,
        "may_write": request.asker.may("write", "shift"),
    }
    return show(request, "console/log.html", context, status=trouble.status if trouble else 200)


def _line(typed: str, desk_id: int) -> LineRow | None:
    try:
        return duty_log.line(UUID(typed), desk_id) if typed else None
    except ValueError:
        return None


def _corrected(request: Request) -> UUID | None:
    typed = request.POST.get("corrects", "")
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise Http404 from error


def _when(typed: str, day: date) -> datetime | None:
    """That time on the day of the page; None for what is no time."""
    try:
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(typed)))
    except ValueError:
        return None


def _query(asked: Asked) -> str:
    found = {"q": asked.words} if asked.words else {}
    return urlencode({"desk": asked.desk.id, "day": asked.day.isoformat(), **found})
