"""How a case and its steps look to programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from linli.ground import clock
from linli.respond.cases.queries import CaseRow, Move, Step
from linli.respond.cases.queries.clusters import Cluster
from linli.web.shared.named import Named


class CaseOut(Schema):
    """One case. `place` and `parties` are codes; `signals` says how many there are.

    A case that was merged keeps its number of signals, though they are with the other one.
    """

    id: UUID
    number: str
    item: str
    item_name: str
    item_version: int
    state: str
    severity: str
    list: str
    is_open: bool
    is_overdue: bool
    place: str | None
    place_name: str | None
    lat: float | None
    lon: float | None
    address: str
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    signals: int
    reworked: int
    returned: int
    version: int
    merged_into: UUID | None = Field(description="The case that goes on with what it was told.")
    parties: Sequence[str]


class ClusterOut(Schema):
    """Open cases that lie close together: their middle and the gravest severity among them."""

    lat: float
    lon: float
    count: int
    severity: str
    number: str | None = Field(description="Of a case that lies alone.")


class MoveOut(Schema):
    to: str
    needs_reason: bool


class OneCaseOut(CaseOut):
    """With the steps that this account may take now through `transitions`."""

    moves: Sequence[MoveOut]


class StepOut(Schema):
    """One step on the timeline."""

    id: UUID
    at: datetime
    actor: str
    act: str
    from_state: str | None
    to_state: str | None
    reason: str
    is_public: bool = Field(description="Whether reporters hear of it.")


def some_cases(rows: Sequence[CaseRow]) -> list[dict[str, object]]:
    """The rows as programs see them; registers are asked once for all."""
    now, named = clock.now(), Named(row.place_id for row in rows)
    return [
        {
            "id": row.id,
            "number": row.number,
            "item": row.item,
            "item_name": named.item(row.item),
            "item_version": row.item_version,
            "state": row.state,
            "severity": row.severity,
            "list": row.list,
            "is_open": row.is_open,
            "is_overdue": row.is_overdue(now),
            "place": named.place(row.place_id),
            "place_name": named.place_name(row.place_id),
            "lat": row.lat,
            "lon": row.lon,
            "address": row.address,
            "opened_at": row.opened_at,
            "changed_at": row.changed_at,
            "closed_at": row.closed_at,
            "due_at": row.due_at,
            "signals": row.signal_count,
            "reworked": row.rework_count,
            "returned": row.returned_count,
            "version": row.version,
            "merged_into": row.merged_into,
            "parties": [code for code in map(named.party, row.parties) if code],
        }
        for row in rows
    ]


def cluster(one: Cluster) -> dict[str, object]:
    return {
        "lat": one.lat,
        "lon": one.lon,
        "count": one.count,
        "severity": one.severity,
        "number": one.number or None,
    }


def one_case(row: CaseRow, moves: Sequence[Move]) -> dict[str, object]:
    [told] = some_cases([row])
    steps = [{"to": move.to, "needs_reason": move.needs_reason} for move in moves]
    return {**told, "moves": steps}


def step(one: Step) -> dict[str, object]:
    return {
        "id": one.id,
        "at": one.at,
        "actor": one.actor_name,
        "act": one.act,
        "from_state": one.from_state or None,
        "to_state": one.to_state or None,
        "reason": one.reason,
        "is_public": one.is_public,
    }
