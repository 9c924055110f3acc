"""The frame of every staff page: the menu of what the asker may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.ground.rights.asker import Asker
from linli.ground.rights.table import Role
from linli.web.shared.icons import Icon
from linli.web.shared.request import Request


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the menu, and the right (act, kind) that shows it."""

    name: str
    label: Promise
    icon: Icon
    act: str
    kind: str

    @property
    def address(self) -> str:
        return reverse(f"console:{self.name}")


MENU: Final = (
    Entry("queue", _("On duty"), Icon("siren"), "move", "case"),
    Entry("queue", _("Cases"), Icon("layers"), "see", "case"),
    Entry("placing", _("To be placed"), Icon("map-pin"), "place", "case"),
    Entry("shift", _("Shift"), Icon("arrow-left-right"), "see", "shift"),
    Entry("tasks", _("Work orders"), Icon("clipboard-list"), "see", "task"),
    Entry("foot", _("My tasks"), Icon("footprints"), "walk", "round"),
    Entry("devices", _("Devices"), Icon("gauge"), "see", "device"),
    Entry("tags", _("Place codes"), Icon("qr-code"), "see", "tag"),
    Entry("catalogue", _("Catalogue"), Icon("list-checks"), "see", "item"),
    Entry("platform", _("Platform"), Icon("server"), "see", "part"),
    Entry("lists", _("Registers"), Icon("file-spreadsheet"), "see", "place"),
    Entry("outbox", _("Messages"), Icon("send"), "see", "outbox"),
    Entry("people", _("People and rights"), Icon("users"), "see", "user"),
    Entry("audit", _("Audit"), Icon("scroll-text"), "see", "audit_entry"),
)
WORKS_OFF_ORDERS: Final = frozenset({Role.HANDLER})


def menu(asker: Asker) -> list[Entry]:
    """What this asker may see, what they came for first: Wu looks for what he owes."""
    seen: list[Entry] = []
    for entry in MENU:
        # Of two words for one page the first fits: the desk is on duty, others look at cases.
        if asker.may(entry.act, entry.kind) and entry.name not in {one.name for one in seen}:
            seen.append(entry)
    if {grant.role for grant in asker.grants} <= WORKS_OFF_ORDERS:
        seen.sort(key=lambda entry: entry.name != "tasks")
    return seen


def show(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A staff page; `here` of the menu is the entry under whose address the page lies."""
    entries = menu(request.asker)
    inside = [entry for entry in entries if request.path.startswith(entry.address)]
    frame = {
        "menu": entries,
        "queue_label": next((entry.label for entry in entries if entry.name == "queue"), ""),
        "asker_is_on_duty": request.asker.may("move", "case"),
        "asker_takes_reports": request.asker.may("take", "report"),
        "asker_sees_outbox": request.asker.may("see", "outbox"),
        "menu_here": inside[0].name if inside else "",
        "roles": sorted({grant.role.value for grant in request.asker.grants}),
    }
    return render(request, template, {**frame, **context}, status=status)
