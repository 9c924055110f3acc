"""Decides how the cases of another system are read: a map says what its columns and words mean.

Pure. A map is TOML or JSON; `guides/take-over-a-history.md` tells all that it may say.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from linli.registers.catalogue.logic import ItemDefinition, Joining, Limit, Words
from linli.respond.cases.logic.states import State
from linli.wire.texts import N_, shown

LONGEST_MAP: Final = 100_000
"""Characters. A city has some hundred types of requests."""
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)

COLUMNS: Final = {
    "number": 64,
    "opened": 40,
    "closed": 40,
    "item": 120,
    "state": 60,
    "lat": 24,
    "lon": 24,
    "place": 64,
    "address": 300,
    "channel": 60,
    "assignee": 120,
    "words": 2000,
}
"""What a map may name a column for, and how long its cells may be."""
NEEDED: Final = ("number", "opened", "item")
OPEN: Final = "open"
STATES: Final = {
    OPEN: State.RECEIVED,
    "closed": State.CLOSED,
    "rejected": State.REJECTED,
    "voided": State.VOIDED,
}
"""The words of a map for how a case ended there → ours; an open one waits for the desk."""


class BadMap(ValueError):
    """A map that cannot be used: `message % values` is for people."""

    def __init__(self, message: str, **values: Any) -> None:
        self.message = message
        self.values = values
        super().__init__(message % values)


class BadHistory(ValueError):
    """A row that cannot be taken over: which of `COLUMNS` is wrong, and why."""

    def __init__(self, column: str, message: str, **values: Any) -> None:
        self.column = column
        self.message = message
        self.values = values
        super().__init__(message % values)


class OwnItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type that our catalogue does not have: kept as a retired item, for its history alone."""

    code: str
    zh: str
    en: str
    handle: Limit | None = None

    @property
    def definition(self) -> ItemDefinition:
        name = Words(self.zh, self.en)
        return ItemDefinition(
            code=self.code,
            version=1,
            name=name,
            description=name,
            group="services",
            severity="normal",
            public=False,
            joining=Joining(radius_m=0, minutes=0, reports=False),
            filing="desk",
            clocks={"handle": self.handle} if self.handle else {},
            retired=True,
        )


class HistoryMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the columns and words of a file mean.

    `source` and a row's number name a case for ever. `area`: the code of the place that all of it
    lies in. `handling`: the time until it was closed counts as the work on it.
    """

    source: str
    zone: str
    times: tuple[str, ...]
    columns: Mapping[str, str]
    items: Mapping[str, str | OwnItem] = {}
    states: Mapping[str, str] = {}
    area: str = ""
    handling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One case as another system had it; `item` is a code of ours, `kind` what it was called."""

    number: str
    item: str
    kind: str
    state: State
    opened_at: datetime
    closed_at: datetime | None
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    address: str = ""
    words: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    """Channel and assignee, as far as there are any."""


def read_map(text: str) -> HistoryMap:
    """The map that a TOML or JSON text holds. Raises `BadMap`."""
    if len(text) > LONGEST_MAP:
        raise BadMap(N_("The map is longer than %(most)d characters."), most=LONGEST_MAP)
    try:
        plain = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        found = msgspec.convert(plain, HistoryMap)
    except (ValueError, RecursionError, msgspec.ValidationError) as wrong:
        raise BadMap(N_("The map cannot be read: %(reason)s"), reason=str(wrong)[:300]) from wrong
    _require_sound(found)
    return found


def read_past(values: Mapping[str, Any], how: HistoryMap, now: datetime) -> Past:
    """A row of the file; `values` by `COLUMNS`. Raises `BadHistory`."""
    cells = {name: str(value or "") for name, value in values.items()}
    opened = _time(cells, "opened", how)
    closed = _time(cells, "closed", how) if cells.get("closed") else None
    state = _state(cells, how, is_closed=closed is not None)
    _require_order(opened, closed, now)
    if state is State.RECEIVED:
        closed = None
    elif closed is None:
        raise BadHistory("closed", N_("is empty, though its state says that it is over"))
    lat, lon = _point(cells)
    return Past(
        number=cells["number"],
        item=_item(cells["item"], how),
        kind=cells["item"],
        state=state,
        opened_at=opened,
        closed_at=closed,
        lat=lat,
        lon=lon,
        place=cells.get("place", ""),
        address=cells.get("address", ""),
        words=cells.get("words", ""),
        told={name: cells[name] for name in ("channel", "assignee") if cells.get(name)},
    )


def own_items(how: HistoryMap) -> dict[str, ItemDefinition]:
    """The items that the map brings, by code."""
    return {one.code: one.definition for one in how.items.values() if isinstance(one, OwnItem)}


def _require_sound(found: HistoryMap) -> None:
    if not (found.source.isascii() and found.source.isidentifier() and len(found.source) <= 32):
        raise BadMap(
            N_("“source” is “%(source)s”; use a short name of letters, digits and _."),
            source=shown(found.source),
        )
    missing = [name for name in NEEDED if not found.columns.get(name)]
    if missing:
        raise BadMap(N_("[columns] does not say which one is “%(name)s”."), name=missing[0])
    unknown = sorted(set(found.columns) - set(COLUMNS))
    if unknown:
        known = ", ".join(COLUMNS)
        raise BadMap(
            N_("[columns] has “%(name)s”; it may have: %(known)s."), name=unknown[0], known=known
        )
    strange = sorted(set(found.states.values()) - set(STATES))
    if strange:
        raise BadMap(
            N_("[states] has “%(name)s”; use one of: %(known)s."),
            name=shown(strange[0]),
            known=", ".join(STATES),
        )
    if not found.times:
        raise BadMap(N_("“times” is empty; say how times are written, as “%%Y-%%m-%%d %%H:%%M”."))
    try:
        ZoneInfo(found.zone)
    except (ValueError, OSError, LookupError) as wrong:
        raise BadMap(
            N_("“zone” is “%(zone)s”; use a name such as Asia/Shanghai."), zone=shown(found.zone)
        ) from wrong


def _time(cells: Mapping[str, str], name: str, how: HistoryMap) -> datetime:
    text = cells[name]
    for form in how.times:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007 - the map says the zone
            aware = read if read.tzinfo else read.replace(tzinfo=ZoneInfo(how.zone))
            return aware.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise BadHistory(
        name,
        N_("“%(value)s” is not written as %(forms)s"),
        value=text[:40],
        forms=" / ".join(how.times),
    )


def _require_order(opened: datetime, closed: datetime | None, now: datetime) -> None:
    if closed is not None and closed < opened:
        raise BadHistory("closed", N_("lies before it was opened"))
    if opened < EARLIEST:
        raise BadHistory("opened", N_("lies before 1970"))
    if max(opened, closed or opened) > now:
        late = "closed" if closed and closed > now else "opened"
        raise BadHistory(late, N_("lies in the future"))


def _state(cells: Mapping[str, str], how: HistoryMap, *, is_closed: bool) -> State:
    text = cells.get("state", "")
    if not text:
        return State.CLOSED if is_closed else State.RECEIVED
    if text not in how.states:
        raise BadHistory("state", N_("[states] of the map has no “%(value)s”"), value=text[:40])
    return STATES[how.states[text]]


def _item(text: str, how: HistoryMap) -> str:
    found = how.items.get(text)
    if found is None:
        raise BadHistory("item", N_("[items] of the map has no “%(value)s”"), value=text[:60])
    return found.code if isinstance(found, OwnItem) else found


def _point(cells: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Both or neither. A pair of zeros is how programs write that there is none."""
    texts = {name: cells.get(name, "") for name in ("lat", "lon")}
    if not all(texts.values()):
        return None, None
    bounds = {"lat": 90.0, "lon": 180.0}
    found: dict[str, float] = {}
    for name, text in texts.items():
        try:
            found[name] = float(text)
        except ValueError as wrong:
            raise BadHistory(name, N_("“%(value)s” is not a number"), value=text[:40]) from wrong
        if not abs(found[name]) <= bounds[name]:
            raise BadHistory(name, N_("“%(value)s” is no degree"), value=text[:40])
    is_none = found["lat"] == found["lon"] == 0
    return (None, None) if is_none else (found["lat"], found["lon"])
