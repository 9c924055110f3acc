"""Reads ledgers, within what the asker may see.

`of_case` asks nobody: it is for those who see the case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from linli.ground import clock
from linli.ground.database.counting import count_up_to
from linli.ground.paging import MOST_ROWS, Key, Order, Page, cut_parts
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import parts, within
from linli.organise.ledgers.logic import SOON, Filled, written
from linli.organise.ledgers.models import LedgerChange, LedgerEntry
from linli.registers.catalogue.ledgers import LedgerDefinition
from linli.registers.catalogue.ledgers.reading import shipped
from linli.respond.cases.queries.filters import require_one_of

DUE: Final = Order("ledger_due", (Key("due", datetime), Key("id", UUID)))
TABS: Final = ("all", "due", "overdue", "ended")
MOST_COUNTED: Final = 1000
MOST_CHANGES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One row of a ledger. `case_id` is the case that is open because it was due."""

    id: UUID
    ledger: str
    number: str
    place_id: int | None
    where: Where
    spot: str
    values: Mapping[str, Any]
    fed_by: UUID | None
    case_id: UUID | None
    is_open: bool
    due_at: datetime | None
    changed_at: datetime
    version: int

    @property
    def filled(self) -> Filled:
        return Filled(
            number=self.number,
            place_id=self.place_id,
            spot=self.spot,
            values=written(self.values),
        )

    @property
    def is_due(self) -> bool:
        """Now, or within a month."""
        return self.is_open and self.due_at is not None and self.due_at < clock.now() + SOON


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of a row's history; `columns`: what each held, and what it holds."""

    at: datetime
    who_id: int | None
    who: str
    did: str
    why: str
    case_id: UUID | None
    columns: Mapping[str, list[Any]]


def ledgers() -> list[LedgerDefinition]:
    """In the order of their files."""
    return list(shipped().values())


def ledger(code: str) -> LedgerDefinition | None:
    return shipped().get(code)


def fed_with(item: str) -> list[LedgerDefinition]:
    """The ledgers into which closed cases of this item go."""
    return [one for one in shipped().values() if item in one.items]


def entry(entry_id: UUID, asker: Asker) -> EntryRow | None:
    """The row, or None when there is none within the asker's reach."""
    found = LedgerEntry.objects.filter(_reached(asker), pk=entry_id).first()
    return entry_row(found) if found else None


def entries(
    code: str, asker: Asker, tab: str = "all", *, cursor: str = "", limit: int = 50
) -> Page[EntryRow]:
    """One page of a ledger by when rows fall due. Raises `BadFilter`, `BadPage`, `Refused`."""
    wanted = _of_tab(code, tab)
    read = [LedgerEntry.objects.filter(part & wanted) for part in _parts(asker)]
    rows, more = cut_parts(read, DUE, cursor, limit)
    return Page([entry_row(row) for row in rows], more)


def numbered(code: str, number: str, asker: Asker) -> EntryRow | None:
    """The row of this number within reach."""
    if not number.isprintable():
        return None  # PostgreSQL takes no NUL
    found = LedgerEntry.objects.filter(_reached(asker), ledger=code, number=number[:40]).first()
    return entry_row(found) if found else None


def every_entry(code: str, asker: Asker, tab: str = "all") -> Iterator[EntryRow]:
    """All rows of a tab, page by page."""
    cursor: str | None = ""
    while cursor is not None:
        page = entries(code, asker, tab, cursor=cursor, limit=MOST_ROWS)
        yield from page.items
        cursor = page.next


def counts(code: str, asker: Asker) -> dict[str, int]:
    """How many rows each tab has, up to `MOST_COUNTED`."""
    reached = _parts(asker)
    return count_up_to(
        MOST_COUNTED,
        {
            tab: [LedgerEntry.objects.filter(part & _of_tab(code, tab)) for part in reached]
            for tab in TABS
        },
    )


def history(entry_id: UUID, asker: Asker) -> list[ChangeRow]:
    """The newest changes of a row first; none when it is not within reach."""
    if entry(entry_id, asker) is None:
        return []
    found = LedgerChange.objects.filter(entry=entry_id).order_by("-id")[:MOST_CHANGES]
    return [
        ChangeRow(one.at, one.who_id, one.who, one.did, one.why, one.case_id, one.columns)
        for one in found
    ]


def of_case(case_id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, ledger and number of the rows that this case wrote, or was opened for."""
    found = LedgerEntry.objects.filter(Q(fed_by=case_id) | Q(case_id=case_id)).order_by("id")
    return list(found.values_list("id", "ledger", "number"))


def by_numbers(code: str, numbers: list[str]) -> dict[str, EntryRow]:
    """Rows of a ledger by their numbers, whoever may see them."""
    found = LedgerEntry.objects.filter(ledger=code, number__in=numbers)
    return {one.number: entry_row(one) for one in found}


def may(act: str, row: EntryRow, asker: Asker) -> bool:
    return asker.scope(act, "ledger").covers(row.where)


def entry_row(one: LedgerEntry) -> EntryRow:
    return EntryRow(
        id=one.id,
        ledger=one.ledger,
        number=one.number,
        place_id=one.place_id,
        where=Where.of(one),
        spot=one.spot,
        values=one.values,
        fed_by=one.fed_by,
        case_id=one.case_id,
        is_open=one.is_open,
        due_at=one.due_at,
        changed_at=one.changed_at,
        version=one.version,
    )


def _of_tab(code: str, tab: str) -> Q:
    """Raises `BadFilter`."""
    require_one_of("tab", tab, TABS)
    wanted, now = Q(ledger=code, is_open=tab != "ended"), clock.now()
    if tab == "due":
        return wanted & Q(due__lt=now + SOON)
    return wanted & Q(due__lt=now) if tab == "overdue" else wanted


def _parts(asker: Asker) -> list[Q]:
    return parts(asker.require("see", "ledger"))


def _reached(asker: Asker) -> Q:
    return within(asker.require("see", "ledger"))
