"""Pages of long lists: each goes on behind the last row of the one before (keyset)."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import msgspec
from django.db.models import Model, Q, QuerySet

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)
Value = int | str | datetime | UUID

MOST_ROWS: Final = 200
LARGEST: Final = 2**63 - 1
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC)


class BadPage(ValueError):
    """A cursor or a limit that no page can begin with; `field` names which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor to go on with, if there are more.

    `is_cut`: so many rows fit that only some of them were looked at, and others are in no page.
    """

    items: list[T]
    next: str | None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order; it is never NULL."""

    name: str
    kind: type[Value]
    descending: bool = False

    @property
    def behind(self) -> str:
        return "lt" if self.descending else "gt"


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that sort a list; the last one is unique, so that no row is shown twice."""

    name: str
    keys: tuple[Key, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"-{key.name}" if key.descending else key.name for key in self.keys)

    def write(self, row: object) -> str:
        """The cursor behind this row."""
        values = [self.name, *(getattr(row, key.name) for key in self.keys)]
        return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")

    def read(self, cursor: str) -> tuple[Value, ...]:
        """The values of the row behind which to go on. Raises `BadPage`."""
        shape: Any = tuple[(str, *(key.kind for key in self.keys))]  # type: ignore[misc]  # made as it runs
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            name, *values = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=shape)
        except (UnicodeError, binascii.Error, msgspec.DecodeError) as error:
            raise BadPage("cursor", "is not one that was given; begin without it.") from error
        if name != self.name:
            raise BadPage("cursor", f'belongs to the order "{name}"; begin this one without it.')
        if not all(map(_may_be_in_a_row, values)):
            raise BadPage("cursor", "names a row that cannot be; begin without it.")
        return tuple(values)

    def behind(self, values: Sequence[Value]) -> Q:
        """Rows behind the row with these values."""
        found, same = Q(pk__in=[]), Q()
        for key, value in zip(self.keys, values, strict=True):
            found |= same & Q(**{f"{key.name}__{key.behind}": value})
            same &= Q(**{key.name: value})
        # Said once more of the first column alone: there an index begins to read.
        first = self.keys[0]
        return Q(**{f"{first.name}__{first.behind}e": values[0]}) & found

    def sort(self, rows: "list[Row]") -> None:
        """As the database would: rows that were read in several parts."""
        for key in reversed(self.keys):
            rows.sort(key=attrgetter(key.name), reverse=key.descending)


def _may_be_in_a_row(value: Value) -> bool:
    """Whether every database can compare its column with this value."""
    if isinstance(value, datetime):
        return value.utcoffset() == timedelta() and EARLIEST <= value <= LATEST
    if isinstance(value, str):
        return "\0" not in value
    return not isinstance(value, int) or abs(value) <= LARGEST


def require_limit(limit: int) -> None:
    """Raises `BadPage`."""
    if not 1 <= limit <= MOST_ROWS:
        raise BadPage("limit", f"is {limit}; use 1 to {MOST_ROWS}.")


def cut(
    rows: "QuerySet[Row, Any]", order: Order, cursor: str = "", limit: int = 50
) -> tuple[list[Row], str | None]:
    """The next `limit` rows (1 to 200) and the cursor behind them, if there are more.

    Raises `BadPage` for a cursor that was never given and for a limit out of bounds.
    """
    return cut_parts([rows], order, cursor, limit)


def cut_parts(
    parts: "Iterable[QuerySet[Row, Any]]", order: Order, cursor: str = "", limit: int = 50
) -> tuple[list[Row], str | None]:
    """The same of a list that is read in several parts, each in order by an index of its own.

    A row may be in more than one of them, and is shown once. Raises as `cut` does.
    """
    require_limit(limit)
    behind = order.behind(order.read(cursor)) if cursor else Q()
    read = [part.filter(behind).order_by(*order.columns)[: limit + 1] for part in parts]
    key = order.keys[-1].name
    found = list({getattr(row, key): row for part in read for row in part}.values())
    if len(read) > 1:
        # One part is as the database orders it: Python orders texts otherwise than a collation.
        order.sort(found)
    more = order.write(found[limit - 1]) if len(found) > limit else None
    return found[:limit], more
