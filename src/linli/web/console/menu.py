"""The menu by job: a few words, each with the pages that its job needs."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.ground.rights.asker import Asker
from linli.ground.rights.table import Role
from linli.web.shared.icons import Icon


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and the right (act, kind) that shows it."""

    name: str
    label: Promise
    act: str
    kind: str

    @property
    def address(self) -> str:
        return reverse(f"console:{self.name}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the menu; it leads to the first of its pages, the others stand below it."""

    label: Promise
    icon: Icon
    pages: tuple[Page, ...]

    @property
    def name(self) -> str:
        return self.pages[0].name

    @property
    def address(self) -> str:
        return self.pages[0].address


MENU: Final = (
    Entry(
        _("On duty"),
        Icon("siren"),
        (
            Page("queue", _("On duty"), "move", "case"),
            Page("placing", _("To be placed"), "place", "case"),
            Page("incidents", _("Incidents"), "see", "incident"),
            Page("hotline", _("12345 orders"), "see", "hotline_order"),
            Page("callers", _("By caller"), "see", "reporter"),
            Page("outbox", _("Messages"), "see", "outbox"),
            Page("alarm", _("Sound and notices"), "move", "case"),
        ),
    ),
    Entry(
        _("Cases"),
        Icon("layers"),
        (
            Page("queue", _("Cases"), "see", "case"),
            Page("incidents", _("Incidents"), "see", "incident"),
            Page("ledgers", _("Ledgers"), "see", "ledger"),
        ),
    ),
    Entry(_("Shift"), Icon("arrow-left-right"), (Page("shift", _("Shift"), "see", "shift"),)),
    Entry(
        _("Work orders"),
        Icon("clipboard-list"),
        (
            Page("tasks", _("All"), "see", "task"),
            Page("delays", _("Asked for by units"), "extend", "task"),
            Page("late", _("Under supervision"), "see", "case"),
            Page("figures", _("Figures"), "see", "figure"),
        ),
    ),
    Entry(_("My tasks"), Icon("footprints"), (Page("foot", _("My tasks"), "walk", "round"),)),
    Entry(
        _("Devices"),
        Icon("gauge"),
        (
            Page("devices", _("All devices"), "see", "device"),
            Page("maintenance", _("Maintenance"), "see", "device"),
        ),
    ),
    Entry(
        _("Platform"),
        Icon("server"),
        (
            Page("platform", _("Platform"), "see", "part"),
            Page("outbox", _("Messages"), "see", "outbox"),
        ),
    ),
    Entry(
        _("Catalogue"),
        Icon("list-checks"),
        (
            Page("catalogue", _("Catalogue"), "see", "item"),
            Page("duties", _("Duty matrix"), "see", "duty"),
            Page("charges", _("Named posts"), "see", "post"),
            Page("answer-rules", _("Answers"), "set_answers", "item"),
        ),
    ),
    Entry(
        _("Registers"),
        Icon("file-spreadsheet"),
        (
            Page("lists", _("Registers"), "see", "place"),
            Page("ledgers", _("Ledgers"), "see", "ledger"),
            Page("tags", _("Place codes"), "see", "tag"),
            Page("history", _("Cases of another system"), "load", "history"),
        ),
    ),
    Entry(_("People and rights"), Icon("users"), (Page("people", _("People"), "see", "user"),)),
    Entry(_("Audit"), Icon("scroll-text"), (Page("audit", _("Audit"), "see", "audit_entry"),)),
)
WORK_OUTSIDE: Final = frozenset({Role.GRID_WORKER, Role.HANDLER, Role.CHECKER})


def menu(asker: Asker) -> list[Entry]:
    """What this asker may see, what they came for first: Wu looks for what he owes."""
    seen: list[Entry] = []
    for entry in MENU:
        pages = tuple(page for page in entry.pages if asker.may(page.act, page.kind))
        # Of two words for one page the first fits: the desk is on duty, others look at cases.
        is_known = entry.name in {one.name for one in seen}
        if pages and pages[0] is entry.pages[0] and not is_known:
            seen.append(Entry(entry.label, entry.icon, pages))
    if {grant.role for grant in asker.grants} <= WORK_OUTSIDE:
        seen.sort(key=lambda entry: entry.name != "foot")
    return seen


def here(entries: list[Entry], path: str) -> tuple[Entry, Page] | None:
    """Under which of them the address lies; the longest fits best."""
    found = [
        (entry, page) for entry in entries for page in entry.pages if path.startswith(page.address)
    ]
    return max(found, key=lambda one: len(one[1].address), default=None)
