"""Reads how work goes on that somebody waits for: planned for a time, or with an outside body."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from linli.ground.rights.asker import Asker
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.models import Referral, Task
from linli.organise.tasks.queries import task


@dataclass(frozen=True, slots=True)
class Arranged:
    """How work goes on that somebody waits for: for when it is planned, if it is, and whether an
    outside body has some of it.
    """

    planned_at: datetime | None = None
    is_referred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRow:
    """Work that an outside body has, or had: then `outcome` says how that ended."""

    id: UUID
    body: str
    reference: str
    way: str
    follower: str
    referred_at: datetime
    answer_by: datetime
    ask_again_at: datetime
    asked: int
    ended_at: datetime | None
    outcome: str


def arranged(case_ids: Iterable[UUID]) -> dict[UUID, Arranged]:
    """How the work on each of these cases goes on, the first planned of it; asks nobody."""
    found: dict[UUID, Arranged] = {}
    states = (State.SCHEDULED, State.REFERRED)
    waiting = Task.objects.filter(case_id__in=set(case_ids), state__in=states).order_by("-next_at")
    for case_id, state, at in waiting.values_list("case_id", "state", "next_at"):
        known = found.get(case_id, Arranged())
        is_planned = state == State.SCHEDULED
        found[case_id] = (
            replace(known, planned_at=at) if is_planned else replace(known, is_referred=True)
        )
    return found


def referrals(task_id: UUID, asker: Asker) -> list[ReferralRow]:
    """What of the work outside bodies had, newest first; none for a task out of reach."""
    if task(task_id, asker) is None:
        return []
    return [
        ReferralRow(
            id=one.id,
            body=one.body,
            reference=one.reference,
            way=one.way,
            follower=one.follower,
            referred_at=one.referred_at,
            answer_by=one.answer_by,
            ask_again_at=one.ask_again_at,
            asked=one.asked,
            ended_at=one.ended_at,
            outcome=one.outcome,
        )
        for one in Referral.objects.filter(task_id=task_id).order_by("-id")
    ]
