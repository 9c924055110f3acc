"""`GET cases`, `GET cases/{id}` and its timeline, `POST cases/{id}/transitions`,
`POST cases/{id}/merge` and `.../unmerge`.
"""

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema

from linli.ground.idempotency.actions import Answer
from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions as tasks
from linli.respond.cases import actions, queries
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.logic.states import VERIFY, State, leaving
from linli.respond.cases.queries import CaseFilter
from linli.respond.cases.queries.clusters import Window, clusters
from linli.web.api.v1.asking import Asked, told, write
from linli.web.api.v1.case_shapes import (
    CaseOut,
    ClusterOut,
    OneCaseOut,
    StepOut,
    cluster,
    one_case,
    some_cases,
    step,
)
from linli.web.api.v1.shapes import (
    MOST_ROWS,
    NO_NUL,
    USUAL_ROWS,
    Code,
    Latitude,
    Listed,
    Longitude,
    Moment,
    Reason,
    Version,
)

router = Router()


class CaseQuery(Schema):
    """`state` may be repeated. `place` takes in what lies below it.

    `q` is a number, or words that all occur in what is known of a case: its item and place, its
    address, what was reported and noted. With `q` a page may hold fewer than `limit`, even none:
    go on until `next` is null. For a handling unit its newest 5,000 cases are searched.
    """

    state: list[State] = []
    item: Code | None = None
    place: Code | None = None
    severity: Code | None = None
    since: Moment | None = None
    until: Moment | None = None
    overdue: bool = False
    device: Code | None = None
    q: Annotated[str, Query(max_length=100, pattern=NO_NUL)] | None = None
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = USUAL_ROWS
    cursor: Annotated[str, Query(min_length=1, max_length=200)] | None = None


class ClusterQuery(Schema):
    """A window in degrees (WGS-84) and its zoom: at 0 the world is 512 pixels wide, and twice that
    with each step; a cell is 64 pixels wide. The filters are those of `GET cases`.
    """

    west: Longitude
    south: Latitude
    east: Longitude
    north: Latitude
    zoom: Annotated[float, Query(ge=0, le=24, allow_inf_nan=False)]
    state: list[State] = []
    item: Code | None = None
    place: Code | None = None
    severity: Code | None = None
    overdue: bool = False


class TransitionIn(Schema):
    """A step of a case. States that tasks own are refused here."""

    to: State
    version: Version
    reason: Reason = ""


class MergeIn(Schema):
    """Into which case, and the versions of both as they were read."""

    into: UUID
    version: Version
    into_version: Version
    reason: Reason = ""


class UnmergeIn(Schema):
    version: Version
    reason: Reason = ""


@router.get("cases", response=Listed[CaseOut], summary="Cases, newest first")
def list_cases(request: Asked, wanted: Query[CaseQuery]) -> HttpResponse:
    """Those within reach of the account."""
    page = queries.cases(_filter(wanted), request.auth)
    return told({"items": some_cases(page.items), "next": page.next})


@router.get("cases/clusters", response=Listed[ClusterOut], summary="Open cases on a map")
def list_clusters(request: Asked, wanted: Query[ClusterQuery]) -> HttpResponse:
    """Those within reach that lie in the window, close ones as one cluster: at most 2,000."""
    asked = CaseFilter(
        states=tuple(wanted.state),
        item=wanted.item or "",
        place=wanted.place or "",
        severity=wanted.severity or "",
        overdue=wanted.overdue,
    )
    window = Window(wanted.west, wanted.south, wanted.east, wanted.north, wanted.zoom)
    found = clusters(asked, window, request.auth)
    return told({"items": [cluster(one) for one in found], "next": None})


@router.get("cases/{uuid:id}", response=OneCaseOut, summary="One case")
def get_case(request: Asked, id: UUID) -> HttpResponse:
    """With the steps that the account may take now."""
    return told(_case(id, request.auth))


@router.get("cases/{uuid:id}/timeline", response=Listed[StepOut], summary="What happened")
def get_timeline(request: Asked, id: UUID) -> HttpResponse:
    """Oldest first, in one answer."""
    if queries.case(id, request.auth) is None:
        raise Http404
    steps = queries.timeline(id, request.auth)
    return told({"items": [step(one) for one in steps], "next": None})


@router.post("cases/{uuid:id}/transitions", response=OneCaseOut, summary="Take a step")
def transition(request: Asked, id: UUID, wanted: TransitionIn) -> HttpResponse:
    """From `resolved`, a checker's feedback, closed or handling is the verification.

    What residents reported goes to feedback, all else is closed.
    """

    def act() -> Answer:
        _take(id, wanted, request.auth)
        return 200, _case(id, request.auth)

    return write(request, act)


@router.post("cases/{uuid:id}/merge", response=OneCaseOut, summary="Merge into another case")
def merge(request: Asked, id: UUID, wanted: MergeIn) -> HttpResponse:
    """The other case goes on with what this one was told, and its reporters follow that one.

    Refused while a unit is at work on this case, and into a case that is over or itself merged.
    """

    def act() -> Answer:
        versions = wanted.version, wanted.into_version
        tasks.merge(id, wanted.into, request.auth, *versions, reason=wanted.reason)
        return 200, _case(id, request.auth)

    return write(request, act)


@router.post("cases/{uuid:id}/unmerge", response=OneCaseOut, summary="Separate it again")
def unmerge(request: Asked, id: UUID, wanted: UnmergeIn) -> HttpResponse:
    """It goes on where it was merged, with what it was told and the time that it had left.

    What the other case was told after the merging stays there.
    """

    def act() -> Answer:
        tasks.unmerge(id, request.auth, wanted.version, wanted.reason)
        return 200, _case(id, request.auth)

    return write(request, act)


def _filter(wanted: CaseQuery) -> CaseFilter:
    return CaseFilter(
        states=tuple(wanted.state),
        item=wanted.item or "",
        place=wanted.place or "",
        severity=wanted.severity or "",
        since=wanted.since,
        until=wanted.until,
        overdue=wanted.overdue,
        device=wanted.device or "",
        q=wanted.q or "",
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


def _take(case_id: UUID, wanted: TransitionIn, asker: Asker) -> None:
    row = queries.case(case_id, asker)
    if row is None:
        raise NotFound("case", case_id)
    if any(one.to == wanted.to for one in leaving(row.state, VERIFY)):
        tasks.check(case_id, wanted.to, wanted.reason, asker, wanted.version)
    else:
        actions.move(case_id, wanted.to, asker, wanted.version, wanted.reason)


def _case(case_id: UUID, asker: Asker) -> dict[str, object]:
    row = queries.case(case_id, asker)
    if row is None:
        raise Http404
    return one_case(row, [*queries.moves(row, asker), *queries.moves(row, asker, VERIFY)])
