"""Turns numbered facts into events; each case and alert is loaded once for all clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from linli.ground.environment import LANGUAGES
from linli.ground.facts import queries as facts
from linli.ground.facts.fact import Fact
from linli.ground.facts.queries import Numbered
from linli.ground.revisions.memory import new_moment
from linli.registers.catalogue import queries as catalogue
from linli.respond.alerts import queries as alerts
from linli.respond.alerts.facts import AlertAcknowledged, AlertMade, AlertOver
from linli.respond.alerts.queries import AlertRow
from linli.respond.cases import queries as cases
from linli.respond.cases.facts import CaseMoved, CaseOpened, CasePlaced, SignalJoined
from linli.respond.cases.queries import CaseRow
from linli.web.live.events import Event, Stream, frames

FACTS: Final[dict[Stream, tuple[type[Fact], ...]]] = {
    "cases": (CaseOpened, SignalJoined, CaseMoved, CasePlaced),
    "alerts": (AlertMade, AlertAcknowledged, AlertOver),
}
NAMES: Final[dict[Stream, tuple[str, ...]]] = {
    stream: tuple(kind.NAME for kind in kinds) for stream, kinds in FACTS.items()
}
ALL_NAMES: Final = tuple(name for names in NAMES.values() for name in names)


@dataclass(frozen=True, slots=True)
class Batch:
    """Events in order; all facts up to number `reached` are in them."""

    events: list[Event]
    reached: int
    is_full: bool


def read_after(number: int, names: tuple[str, ...], limit: int) -> Batch:
    """The events of up to `limit` facts behind `number`.

    A case shows as it is now, not as it was then: who missed something is up to date at once.
    """
    new_moment()
    numbered = facts.after(number, names, limit)
    told = _latest_of_each_thing(numbered)
    events = sorted([*_case_events(told), *_alert_events(told)], key=_number)
    reached = numbered[-1].number if numbered else number
    return Batch(events, reached, is_full=len(numbered) == limit)


def _latest_of_each_thing(numbered: Sequence[Numbered]) -> list[Numbered]:
    """A hundred signals of one flood in one batch are one change of its case."""
    return list({(one.fact.NAME, _thing(one.fact)): one for one in numbered}.values())


def _thing(fact: Fact) -> UUID:
    """The id of the alert or case that the fact tells of."""
    thing: UUID = fact.alert_id if isinstance(fact, FACTS["alerts"]) else fact.case_id  # type: ignore[attr-defined]
    return thing


def _case_events(told: Sequence[Numbered]) -> list[Event]:
    ours = [one for one in told if isinstance(one.fact, FACTS["cases"])]
    rows = {row.id: row for row in cases.summaries({_thing(one.fact) for one in ours})}
    return [
        Event(one.number, "cases", row.where, tuple(row.parties), frames("cases", one.number, data))
        for one in ours
        if (row := rows.get(_thing(one.fact)))
        for data in (_case_data(one, row),)
    ]


def _alert_events(told: Sequence[Numbered]) -> list[Event]:
    ours = [one for one in told if isinstance(one.fact, FACTS["alerts"])]
    rows = {row.id: row for row in alerts.summaries({_thing(one.fact) for one in ours})}
    return [
        Event(one.number, "alerts", row.where, (row.party_id,), frames("alerts", one.number, data))
        for one in ours
        if (row := rows.get(_thing(one.fact)))
        for data in (_alert_data(one, row),)
    ]


def _case_data(one: Numbered, row: CaseRow) -> dict[str, Any]:
    return {
        "case_id": str(row.id),
        "number": row.number,
        **_item(row.item),
        "state": row.state,
        "severity": row.severity,
        "list": row.list,
        "is_open": row.is_open,
        "place_id": row.place_id,
        "lat": row.lat,
        "lon": row.lon,
        "signal_count": row.signal_count,
        "opened_at": row.opened_at.isoformat(),
        "fact": one.fact.NAME,
    }


def _alert_data(one: Numbered, row: AlertRow) -> dict[str, Any]:
    return {
        "alert_id": str(row.id),
        "case_id": str(row.case_id),
        "number": row.case_number,
        **_item(row.item),
        "state": row.state,
        "severity": row.severity,
        "party_id": row.party_id,
        "made_at": row.made_at.isoformat(),
        "fact": one.fact.NAME,
    }


def _item(code: str) -> dict[str, Any]:
    names = {language: catalogue.item_name(code, language) for language in LANGUAGES}
    return {"item": code, "item_name": names}


def _number(event: Event) -> int:
    return event.number
