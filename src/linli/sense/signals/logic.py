"""Decides what a signal must look like before it may be raised. Pure: the time is passed in."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from linli.ground.rights.asker import Where
from linli.registers.catalogue.logic import SEVERITIES
from linli.registers.places.logic.outlines import BadPoint, check_point
from linli.wire.texts import plain_fault

SOURCE_KINDS: Final = ("reading", "report", "silence", "partner", "person")
KINDS_OF_PEOPLE: Final = ("person", "partner")
"""What a person, or a program with a person's token, may call itself; the rest are our parts."""

MOST_EVIDENCE_BYTES: Final = 8192
MOST_EVIDENCE_LEVELS: Final = 16
LONGEST_SOURCE_KEY: Final = 120
LONGEST_DEVICE_ID: Final = 64
PERSON_MAY_BE_LATE: Final = timedelta(days=366)
PERSON_MAY_BE_EARLY: Final = timedelta(minutes=10)

# JSON writes NUL as \u0000; an even run of backslashes before it means that text was meant.
_NUL_IN_JSON: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class BadSignal(ValueError):
    """A signal that cannot be raised as it is; `field` names the culprit."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class UnknownItem(BadSignal):
    """The catalogue has no such item, or has retired it."""

    def __init__(self, code: str, *, retired: bool = False) -> None:
        what = "is retired" if retired else "is not in the catalogue"
        super().__init__("item", f'"{code[:64]}" {what}; use the code of a current item.')
        self.code = code


class UnknownSignal(LookupError):
    """No signal has this id or source key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignal:
    """Something noticed. `source_key` makes raising it twice harmless.

    `place_id` None means: find the place of the point; where there is none a person places it
    later, somebody whose reach covers `area`. `severity` None means: as the item says.
    """

    item: str
    source_kind: str
    source_key: str
    happened_at: datetime
    place_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    severity: str | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    device_id: str = ""
    report_id: UUID | None = None
    area: Where = field(default_factory=Where)


def check(new: NewSignal) -> None:
    """Raises `BadSignal` for the first thing that is wrong."""
    _one_of("source_kind", new.source_kind, SOURCE_KINDS)
    if new.severity is not None:
        _one_of("severity", new.severity, SEVERITIES)
    _plain("source_key", new.source_key, LONGEST_SOURCE_KEY)
    if not new.source_key:
        raise BadSignal("source_key", "is empty; give a key that is the same on each re-send.")
    _plain("device_id", new.device_id, LONGEST_DEVICE_ID)
    try:
        check_point(new.lat, new.lon)
    except BadPoint as wrong:
        raise BadSignal("lat", str(wrong)) from wrong
    if new.happened_at.tzinfo is None:
        raise BadSignal("happened_at", f"{new.happened_at.isoformat()} has no time zone; add one.")
    _check_evidence(new.evidence)


def check_from_person(new: NewSignal, now: datetime) -> None:
    """What holds besides when a person raises it. Our own parts have checked their times before."""
    _one_of("source_kind", new.source_kind, KINDS_OF_PEOPLE)
    earliest, latest = now - PERSON_MAY_BE_LATE, now + PERSON_MAY_BE_EARLY
    if not earliest <= new.happened_at <= latest:
        at = new.happened_at.isoformat()
        raise BadSignal(
            "happened_at", f"{at} is over a year ago or still to come; check the clock."
        )


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadSignal(name, f'"{value[:64]}" is not known; use one of {", ".join(known)}.')


def _plain(name: str, value: str, longest: int) -> None:
    if fault := plain_fault(value, longest):
        raise BadSignal(name, f"{fault}.")


def _check_evidence(evidence: dict[str, Any]) -> None:
    """Both databases must be able to keep it: JSON without NaN, NUL or half characters."""
    if _is_deeper(evidence, MOST_EVIDENCE_LEVELS):
        raise BadSignal("evidence", f"lies over {MOST_EVIDENCE_LEVELS} levels deep; flatten it.")
    try:
        written = json.dumps(evidence, ensure_ascii=False, allow_nan=False)
        size = len(written.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise BadSignal("evidence", f"is not plain JSON ({error}); send JSON values.") from error
    if size > MOST_EVIDENCE_BYTES:
        raise BadSignal("evidence", f"has {size} bytes; {MOST_EVIDENCE_BYTES} is the most.")
    if _NUL_IN_JSON.search(written):
        raise BadSignal("evidence", "holds a NUL character; leave it out.")


def _is_deeper(found: object, most: int) -> bool:
    """Whether lists and objects lie in each other deeper than this; what writes JSON recurses."""
    level = [found]
    for _ in range(most):
        level = [inner for one in level for inner in _inside(one)]
    return any(isinstance(one, dict | list | tuple) for one in level)


def _inside(found: object) -> Iterable[object]:
    if isinstance(found, dict):
        return found.values()
    return found if isinstance(found, list | tuple) else ()
