"""The readings store, whatever the database: what can be kept in it and asked of it.

Times are whole microseconds since 1970, so that device + quantity + time is an exact key.
"""

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import psycopg

from linli.sense.telemetry.logic.admission import MOST_REFUSED_KEPT, Refusal
from linli.sense.telemetry.logic.engine import QuantityKey, RuleKey
from linli.sense.telemetry.logic.rules import Crossing, RuleState
from linli.sense.telemetry.store import statements
from linli.wire.faults import Fault
from linli.wire.readings import Reading

Row = tuple[Any, ...]
LAST: Final = 253_402_300_799.0
"""The end of the year 9999, in Unix seconds."""


STORE_FAULTS: Final = (
    sqlite3.OperationalError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OSError,
)
"""The store does not work; other errors are the fault of what was to be stored."""


class WrongStore(Exception):
    """The readings store cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A crossing that has not been raised as a signal yet."""

    id: int
    crossing: Crossing
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be raised, and of that what has failed before."""

    waiting: int
    failing: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored value; truths are 1 and 0. Times in Unix seconds."""

    device_id: str
    quantity: str
    at: float
    value: float
    arrived: float


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in Unix seconds, both ends included.

    `behind` are the time and the quantity of the value behind which to go on.
    """

    since: float = 0.0
    until: float = LAST
    behind: tuple[float, str] | None = None

    def of(self, quantity: str) -> tuple[int, int]:
        """The first and the last microsecond of it in which to look for this quantity."""
        last = _micro(self.until)
        if self.behind is not None:
            at, name = _micro(self.behind[0]), self.behind[1]
            last = min(last, at if quantity > name else at - 1)
        return _micro(self.since), last


class Store(ABC):
    """One connection, for one thread. What is written in `transaction()` is durable after it."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; on the disk when it returns."""

    @abstractmethod
    def claim(self) -> bool:
        """Whether this process is the one writer, until it ends; False while another one is."""

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _make_tables(self) -> None: ...

    @abstractmethod
    def _ask(self, statement: str, values: Sequence[object] = ()) -> list[Row]: ...

    @abstractmethod
    def _tell(self, statement: str, rows: Iterable[Sequence[object]]) -> None: ...

    @abstractmethod
    def _change(self, statement: str) -> None:
        """One statement about the tables themselves."""

    @abstractmethod
    def _insert_new(self, rows: list[Row]) -> list[bool]:
        """For each reading (device, quantity, at, value, arrived) whether it was not there yet."""

    def add_readings(self, readings: Sequence[Reading], arrived: float) -> list[Reading]:
        """Stores readings; returns those that were not stored before."""
        rows = [_reading_row(reading, arrived) for reading in readings]
        is_new = self._insert_new(rows)
        return [reading for reading, new in zip(readings, is_new, strict=True) if new]

    def keep_latest(self, readings: Iterable[Reading], arrived: float) -> None:
        """The youngest of each quantity, at most one of each in `readings`."""
        self._tell(statements.KEEP_LATEST, [_reading_row(reading, arrived) for reading in readings])

    def keep_heard(self, noted: Mapping[str, float]) -> None:
        """Until when devices were heard; silence counts from then."""
        rows = [(device_id, _micro(at)) for device_id, at in noted.items()]
        self._tell(statements.KEEP_HEARD, rows)

    def keep_awake(self, now: float) -> None:
        """Somebody listens, and could store what he hears."""
        self._tell(statements.KEEP_ABOUT, [("awake", str(_micro(now)))])

    def keep_states(self, states: Mapping[RuleKey, RuleState]) -> None:
        self._tell(statements.KEEP_STATE, [_state_row(*pair) for pair in states.items()])

    def add_crossings(self, crossings: Iterable[Crossing]) -> None:
        self._tell(statements.ADD_CROSSING, [_crossing_row(one) for one in crossings])

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Keeps what was refused; only the newest ten thousand stay."""
        rows = [_refused_row(one) for one in refusals]
        if rows:
            self._tell(statements.ADD_REFUSED, rows)
            self._tell(
                "DELETE FROM refused WHERE id <= (SELECT max(id) FROM refused) - ?",
                [(MOST_REFUSED_KEPT,)],
            )

    def states(self) -> dict[RuleKey, RuleState]:
        rows = self._ask(
            "SELECT device, rule, number, raised, pending_since, past_at, value, since, until"
            " FROM rule_state"
        )
        return {
            (device, rule): RuleState(number, bool(raised), *times)
            for device, rule, number, raised, *times in rows
        }

    def latest_times(self) -> dict[QuantityKey, float]:
        rows = self._ask("SELECT device, quantity, at FROM latest")
        return {(device, quantity): at / 1e6 for device, quantity, at in rows}

    def heard(self) -> dict[str, float]:
        return {device: at / 1e6 for device, at in self._ask("SELECT device, at FROM heard")}

    def awake_at(self) -> float | None:
        """When somebody last listened; None when nobody ever did."""
        rows = self._ask("SELECT value FROM about WHERE name = 'awake'")
        return int(rows[0][0]) / 1e6 if rows else None

    def waiting(self, now: float, limit: int) -> list[Waiting]:
        """Crossings that may be raised now, in the order in which they happened."""
        return [_waiting(row) for row in self._ask(statements.WAITING, (_micro(now), limit))]

    def mark_forwarded(self, ids: Iterable[int], now: float) -> None:
        rows = [(_micro(now), one) for one in ids]
        self._tell("UPDATE crossing SET forwarded = ?, error = '' WHERE id = ?", rows)

    def postpone(self, crossing_id: int, retry_at: float, error: str) -> None:
        self._tell(
            "UPDATE crossing SET attempts = attempts + 1, retry_at = ?, error = ? WHERE id = ?",
            [(_micro(retry_at), error, crossing_id)],
        )

    def backlog(self) -> Backlog:
        ((waiting, failing),) = self._ask(
            "SELECT count(*), count(CASE WHEN attempts > 0 THEN 1 END) FROM crossing"
            " WHERE forwarded IS NULL"
        )
        return Backlog(waiting, failing)

    def failing(self, limit: int) -> list[Waiting]:
        """Crossings that could not be raised so far, oldest first."""
        return [_waiting(row) for row in self._ask(statements.FAILING, (limit,))]

    def readings(self, device_id: str, quantity: str | None, span: Span, limit: int) -> list[Kept]:
        """The values of one device, newest first; those of one moment by quantity.

        Reads `limit` values of each quantity at most, however many there are.
        """
        names = self._quantities(device_id) if quantity is None else [quantity]
        found = [
            row
            for name in names
            for row in self._ask(statements.READINGS, (device_id, name, *span.of(name), limit))
        ]
        found.sort(key=lambda row: (-row[2], row[1]))
        return [_kept(row) for row in found[:limit]]

    def _quantities(self, device_id: str) -> list[str]:
        """What the device has ever measured."""
        return [name for (name,) in self._ask(statements.QUANTITIES, (device_id, device_id))]

    def latest(self, device_ids: Sequence[str]) -> list[Kept]:
        """The youngest value of each quantity of these devices (some hundreds at most)."""
        if not device_ids:
            return []
        marks = ", ".join("?" * len(device_ids))
        statement = statements.LATEST.format(marks=marks)
        return [_kept(row) for row in self._ask(statement, device_ids)]

    def refused(self, limit: int, before: int | None = None) -> list[tuple[int, Refusal]]:
        """What was refused, newest first, each with its number; before that number if given."""
        rows = self._ask(
            "SELECT id, device, door, reason, detail, at, size, payload, faults, more FROM refused"
            " WHERE id < ? ORDER BY id DESC LIMIT ?",
            (2**62 if before is None else before, limit),
        )
        return [(row[0], _refusal(row)) for row in rows]

    def _make_or_close(self) -> None:
        try:
            self._make_tables()
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        """Makes the tables of an older release ours. Raises `WrongStore` for a newer one's."""
        self._tell(
            "INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            [("version", statements.VERSION)],
        )
        while not self._is_up_to_date():
            version = self._version()
            if version not in statements.UPGRADES:
                raise WrongStore(
                    f"The readings store has version {version}; this release reads"
                    f" {statements.VERSION}: use the release that wrote it."
                )
            for statement in statements.UPGRADES[version]:
                self._change(statement)

    def _is_up_to_date(self) -> bool:
        return self._version() == statements.VERSION

    def _version(self) -> str:
        """Empty while the tables are being made."""
        rows = self._ask("SELECT value FROM about WHERE name = 'version'")
        return str(rows[0][0]) if rows else ""


def _micro(seconds: float) -> int:
    return round(seconds * 1e6)


def _reading_row(reading: Reading, arrived: float) -> Row:
    value = float(reading.value)
    return reading.device_id, reading.quantity, _micro(reading.at), value, _micro(arrived)


def _state_row(key: RuleKey, state: RuleState) -> Row:
    return (
        *key,
        state.number,
        state.raised,
        state.pending_since,
        state.past_at,
        state.value,
        state.since,
        state.until,
    )


def _crossing_row(one: Crossing) -> Row:
    return (
        one.device_id,
        one.rule,
        one.number,
        one.kind,
        one.item,
        one.source_kind,
        one.at,
        json.dumps(dict(one.evidence)),
    )


def _refused_row(one: Refusal) -> Row:
    faults = msgspec.json.encode(one.faults).decode()
    at = _micro(one.at)
    first = (one.device_id, one.door, one.reason, one.detail, at, one.size, one.payload)
    return (*first, faults, one.more)


def _refusal(row: Row) -> Refusal:
    _, device_id, door, reason, detail, at, size, payload, faults, more = row
    return Refusal(
        device_id=device_id,
        door=door,
        reason=reason,
        at=at / 1e6,
        faults=msgspec.json.decode(faults, type=tuple[Fault, ...]),
        more=more,
        size=size,
        payload=payload,
        detail=detail,
    )


def _kept(row: Row) -> Kept:
    device_id, quantity, at, value, arrived = row
    return Kept(device_id, quantity, at / 1e6, value, arrived / 1e6)


def _waiting(row: Row) -> Waiting:
    number, device_id, rule, crossing, kind, item, source_kind, at, evidence, attempts, error = row
    happened = Crossing(
        device_id, rule, crossing, kind, item, source_kind, at, json.loads(evidence)
    )
    return Waiting(number, happened, attempts, error)
