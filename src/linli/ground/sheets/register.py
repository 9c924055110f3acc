"""What a register brings, beside its list, so that its rows are looked up and edited one by one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from django.db.models import Model, Q, QuerySet

from linli.ground.paging import Key, Order
from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Loader, Plan
from linli.ground.sheets.reading import Record

BY_CODE: Final = Order("code", (Key("code", str),))
LATEST_FIRST: Final = Order("latest", (Key("pk", int, descending=True),))


class Register(Loader, Protocol):
    """A loader whose table has one row for each row of the list."""

    seen_by: str
    """The act of the rights table that opens its rows."""
    revision: str
    """What its writers bump: of two of them, the second waits there."""
    fixed: tuple[str, ...]
    """The columns that name a row; they never change."""
    personal: tuple[str, ...]
    """Columns that are shown only to whoever says what for."""
    left_out: tuple[str, ...]
    """Columns of lists that tell in other words what another column tells already."""
    order: Order

    def kept(self, asker: Asker) -> "QuerySet[Any]":
        """The rows that this asker may look up. Raises `Refused`."""
        ...

    def sought(self, text: str) -> Q:
        """Rows that somebody may mean who types this."""
        ...

    def same(self, values: Mapping[str, Any]) -> Q:
        """The row that has these `fixed` columns."""
        ...

    def values(self, rows: Sequence[Any]) -> list[dict[str, Value]]:
        """The rows in the columns and the words of the list."""
        ...

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        """As `plan` for one row, but what is empty becomes empty."""
        ...

    def save(self, one: Any, asker: Asker) -> None:
        """Stores what `plan_exact` came to, inside the transaction of the caller."""
        ...


class Listed:
    """What most registers do alike."""

    seen_by: str = "see"
    fixed: tuple[str, ...] = ("code",)
    personal: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    order: Order = BY_CODE

    def sought(self, text: str) -> Q:
        return Q(code__icontains=text) | Q(name__icontains=text) | Q(name_en__icontains=text)

    def same(self, values: Mapping[str, Any]) -> Q:
        return Q(code=values["code"])

    def save(self, one: Any, asker: Asker) -> None:
        self.store([one], asker)

    def store(self, some: Sequence[Any], asker: Asker) -> None:
        raise NotImplementedError


def word_of(words: Mapping[str, str], code: str) -> str:
    """The word of a list that stands for this code of ours."""
    return next((word for word, known in words.items() if known == code), code)


def all_rows(table: type[Model], kind: str, asker: Asker, *related: str) -> "QuerySet[Any]":
    """Every row, for whoever may look this kind up. Raises `Refused`."""
    asker.require("see", kind)
    rows = table._default_manager.all()
    return rows.select_related(*related) if related else rows
