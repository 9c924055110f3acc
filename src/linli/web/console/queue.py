"""The queue: what needs somebody now, beside the map."""

from dataclasses import asdict, dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.ground.paging import BadPage
from linli.ground.rights.asker import Asker
from linli.ground.shortcuts.logic import LONGEST_NAME
from linli.ground.shortcuts.queries import shortcuts
from linli.organise.batches.logic import Kind
from linli.organise.batches.queries import acts_of
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY, SEVERITIES
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.logic.states import INTAKE, State
from linli.respond.cases.queries import CaseFilter, CaseRow, clocks
from linli.respond.cases.queries.filters import require_one_of
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import ReportRow
from linli.web.console.menu import menu
from linli.web.console.pages import show
from linli.web.shared.access import staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.outlines import EVERYTHING, has_map, outlines_answer
from linli.web.shared.request import Request, wants_part

ROWS: Final = 50


MOST_COUNTED: Final = 99
QUEUE: Final = "queue"
"""The page whose filters people keep."""


@dataclass(frozen=True, slots=True)
class Part:
    """One tab of the queue; `filter` is what its rows have in common."""

    code: str
    label: Promise
    filter: CaseFilter


ON_DUTY: Final = CaseFilter(list=DUTY, open_only=True, order="queue", limit=ROWS)

PARTS: Final = (
    Part("", _("All open"), ON_DUTY),
    Part("received", _("To be accepted"), replace(ON_DUTY, states=tuple(INTAKE))),
    Part("filed", _("To be dispatched"), replace(ON_DUTY, states=(State.FILED,))),
    Part("due", _("Due soon"), replace(ON_DUTY, due_soon=True)),
    Part("resolved", _("To be checked"), replace(ON_DUTY, states=(State.RESOLVED,))),
    Part("feedback", _("To be called back"), replace(ON_DUTY, states=(State.FEEDBACK,))),
    Part("disputed", _("Asked to reopen"), replace(ON_DUTY, states=(State.REOPEN_REQUESTED,))),
    Part("unplaced", _("To be placed"), replace(ON_DUTY, unplaced=True)),
    Part("whistled", _("Whistle"), replace(ON_DUTY, states=(State.HANDLING,), whistled=True)),
    Part("handling", _("Being handled"), replace(ON_DUTY, states=(State.HANDLING,))),
)
"""First what waits for the desk or for a check, then what others are at."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; every part of the queue can be linked to."""

    tab: str = ""
    q: str = ""
    item: str = ""
    place: str = ""
    severity: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, request: Request) -> "Wanted":
        return cls(**{name: request.GET.get(name, "").strip() for name in cls.__slots__})

    @classmethod
    def sent(cls, request: Request) -> "Wanted":
        """From a form that tells what the page shows; from its first row on."""
        told = {name: request.POST.get(name, "").strip() for name in cls.__slots__}
        return cls(**{**told, "cursor": ""})

    @property
    def told(self) -> dict[str, str]:
        """What is asked for besides the page."""
        return {name: value for name, value in asdict(self).items() if value and name != "cursor"}

    @property
    def part(self) -> Part:
        return next((part for part in PARTS if part.code == self.tab), PARTS[0])

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.item or self.place or self.severity)

    def address(self) -> str:
        return f"{reverse('console:queue')}{self.query()}"

    def query(self) -> str:
        asked = {name: value for name, value in asdict(self).items() if value}
        return f"{'?' if asked else ''}{urlencode(asked)}"

    def on_map(self) -> str:
        """The address of the clusters of the whole list; there are none of words."""
        told = {name: value for name, value in self.told.items() if name != "q"}
        return "" if self.q else f"{reverse('console:clusters')}?{urlencode(told)}"

    def as_filter(self) -> CaseFilter:
        """Raises `BadFilter` for a tab that there is not."""
        require_one_of("tab", self.tab, tuple(part.code for part in PARTS))
        return replace(self.narrowed(self.part), q=self.q, cursor=self.cursor)

    def narrowed(self, part: Part) -> CaseFilter:
        """The rows of a tab that are asked for, words aside."""
        return replace(part.filter, item=self.item, place=self.place, severity=self.severity)


@viewed
@staff
def home(request: Request) -> HttpResponse:
    """The first page of each: the queue, or else what they came for."""
    first = menu(request.asker)[0]
    return queue(request) if first.name == "queue" else HttpResponseRedirect(first.address)


@viewed
@staff
def queue(request: Request) -> HttpResponse:
    """The whole page, or for htmx only the list, which is how it stays up to date."""
    asked = Wanted.of(request)
    try:
        page = cases.cases(asked.as_filter(), request.asker)
    except (BadFilter, BadPage):
        # An address typed or kept from yesterday: the plain queue is what its reader wants.
        return HttpResponseRedirect(replace(Wanted(), tab=asked.part.code).address())
    numbered = _numbered(asked, request.asker)
    found = {one.case.id for one in numbered if one.case}
    context = {
        "menu_entry": "queue",
        "numbered": numbered,
        "may_find_callers": request.asker.may("see", "reporter"),
        "may_place": request.asker.may("place", "case"),
        "filter": asked,
        "rows": [row for row in page.items if row.id not in found],
        "named": Named([*(row.place_id for row in page.items), *_places_of(numbered)]),
        "timed": clocks.timed([*(row.id for row in page.items), *found]),
        "is_cut": page.is_cut,
        "may_do_many": bool(acts_of(Kind.CASES, request.asker)),
        "many": asked.query(),
        "next": replace(asked, cursor=page.next).address() if page.next else "",
        "clusters": asked.on_map() if page.next or asked.cursor else "",
        "tabs": _tabs(asked, request.asker),
        "kept": _kept(asked, request.asker),
        "may_keep": request.asker.may("keep", "shortcut"),
        "longest_name": LONGEST_NAME,
        "items": catalogue.items(),
        "places": _places(request.asker),
        "severities": SEVERITIES,
        "focus": _own_places(request.asker),
        "has_map": has_map(),
        "live_address": asked.address(),
    }
    template = "queue_list" if wants_part(request) else "queue"
    return show(request, f"console/{template}.html", context)


@viewed
@staff
def outlines(request: Request) -> HttpResponse:
    """What maps are drawn of."""
    request.asker.require("see", "case")
    return outlines_answer(request, EVERYTHING, is_public=False)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A report that was asked for by its own number, and the case that it belongs to."""

    report: ReportRow
    case: CaseRow | None


def _numbered(asked: Wanted, asker: Asker) -> list[Numbered]:
    """What a receipt number leads to, or a number of 12345, whatever else is filtered."""
    if not asked.q or asked.cursor or not asker.may("see", "report"):
        return []
    told = reports.of_number(asked.q, asker)
    found = cases.of_signals([one.signal_id for one in told], asker) if told else {}
    return [Numbered(one, found.get(one.signal_id)) for one in told]


def _places_of(numbered: list[Numbered]) -> list[int | None]:
    return [one.case.place_id for one in numbered if one.case]


def _tabs(asked: Wanted, asker: Asker) -> list[dict[str, object]]:
    """Each with how many rows it holds; not while words are searched, which nothing counts."""
    lists = {} if asked.q else {part.code: asked.narrowed(part) for part in PARTS}
    counted = cases.counted(lists, asker, MOST_COUNTED + 1)
    return [
        {
            "label": part.label,
            "count": _tally(counted.get(part.code, 0)),
            "address": replace(asked, tab=part.code, cursor="").address(),
            "is_here": part is asked.part,
        }
        for part in PARTS
    ]


def _kept(asked: Wanted, asker: Asker) -> list[dict[str, object]]:
    """The filters that the asker keeps; the one that is shown is marked."""
    return [
        {
            "name": row.name,
            "address": Wanted(**row.asked).address(),
            "is_here": row.asked == asked.told,
        }
        for row in shortcuts(QUEUE, asker)
    ]


def _tally(count: int) -> str:
    if count > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(count) if count else ""


def _places(asker: Asker) -> list[PlaceRow]:
    """The places of the asker's own reach and those directly below, for the filter."""
    own = [place for place in map(places.place, _own_places(asker)) if place]
    return [row for place in own or places.children(None) for row in _with_children(place)]


def _with_children(place: PlaceRow) -> list[PlaceRow]:
    return [place, *places.children(place.id)]


def _own_places(asker: Asker) -> list[int]:
    return sorted({place_id for _, place_id in asker.scope("see", "case").places})
