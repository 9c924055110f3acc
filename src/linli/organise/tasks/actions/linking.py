"""Hands without an account: a link that opens one task on one telephone, and what is done by it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Held, Refused
from linli.ground.rights.table import Role
from linli.organise.tasks.actions.steps import TASKS, end_links, seen
from linli.organise.tasks.actions.working import finish, sign
from linli.organise.tasks.logic.links import (
    DIGITS,
    OPENS,
    BadLink,
    Why,
    called,
    digits_of,
    expires,
    hashed,
    read_name,
    read_phone,
)
from linli.organise.tasks.logic.results import Brought
from linli.organise.tasks.models import TaskLink
from linli.organise.tasks.queries import Linked, TaskRow, link_at, linked
from linli.respond.cases.actions import Entry, hold, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.wire.texts import N_

NOT_OPEN: Final = N_("Nobody works on it now, so that there is nothing to send a link for.")
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class SentLink:
    """The secret is told this once."""

    secret: str
    worker_name: str
    worker_phone: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at the page of a link, on the telephone that holds these marks.

    `version` is that of the task as they read it.
    """

    secret: str
    marks: Mapping[str, str]
    version: int


def send_link(task_id: UUID, name: str, phone: str, asker: Asker) -> SentLink:
    """Makes a link to the task for this worker; any link to it before ends.

    Raises `NotFound`, `Refused`, `IllegalMove` for work that is over, and `BadText`.
    """
    with atomic():
        row = _held(task_id, asker)
        if row.state not in OPENS:
            raise IllegalMove("task", row.state, "sent", (), NOT_OPEN)
        worker, number = read_name(name), read_phone(phone)
        end_links(task_id)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        ends = expires(clock.now(), row.due_at)
        TaskLink.objects.create(
            task_id=task_id,
            secret_hash=hashed(secret),
            worker_name=worker,
            worker_phone=number,
            made_by=asker.user_id,
            expires_at=ends,
        )
        _tell(row, Act.LINK_SENT, called(worker, number), asker)
        audit.record(asker, "send_link", "task", str(task_id), case_id=str(row.case_id))
    return SentLink(secret, worker, number, ends)


def revoke_link(task_id: UUID, asker: Asker) -> None:
    """From now on no link opens the task; again is harmless. Raises `NotFound`, `Refused`."""
    with atomic():
        row = _held(task_id, asker)
        if end_links(task_id):
            _tell(row, Act.LINK_REVOKED, "", asker)
            audit.record(asker, "revoke_link", "task", str(task_id), case_id=str(row.case_id))


def bind(secret: str, digits: str) -> dict[str, str]:
    """Binds the link to the telephone that asks; returns the mark it keeps, by the link's id.

    Callers count how often digits are tried. Raises `BadLink`.
    """
    with atomic():
        link = link_at(secret)
        if link.is_bound:
            raise BadLink(Why.OTHER_PHONE)
        if digits_of(digits) != link.worker_phone[-DIGITS:]:
            raise BadLink(Why.WRONG_DIGITS)
        mark = secrets.token_urlsafe(SECRET_BYTES)
        unbound = TaskLink.objects.filter(pk=link.id, bound_hash="", ended_at=None)
        if unbound.update(bound_hash=hashed(mark), bound_at=clock.now()) != 1:
            raise BadLink(Why.OTHER_PHONE)
    return {str(link.id): mark}


def sign_by_link(visit: Visit, before_ids: Sequence[UUID]) -> None:
    """The worker takes the work on, with how it looked before.

    Raises `BadLink`, `StaleVersion`, `IllegalMove`, `BadText`.
    """
    with atomic():
        opened = linked(visit.secret, visit.marks)
        brought = Brought(opened.link.worker, before_ids)
        sign(opened.task.id, _worker(opened), visit.version, brought=brought)


def finish_by_link(
    visit: Visit, text: str, photo_ids: Sequence[UUID], before_ids: Sequence[UUID]
) -> None:
    """The work is done; the link ends. Raises as `sign_by_link` does."""
    with atomic():
        opened = linked(visit.secret, visit.marks)
        brought = Brought(opened.link.worker, before_ids)
        worker, task_id = _worker(opened), opened.task.id
        finish(task_id, text, photo_ids, worker, visit.version, brought=brought)


def _worker(opened: Linked) -> Asker:
    """May do for this one task what a person of the party may: callers pass no other."""
    as_unit = Held(Role.HANDLER, party_id=opened.task.party_id)
    return Asker(name=opened.link.worker, grants=(as_unit,))


def _held(task_id: UUID, asker: Asker) -> TaskRow:
    hold(seen(task_id, asker).case_id, TASKS)
    row = seen(task_id, asker)
    if not asker.require("send_link", "task").covers(row.where, parties=(row.party_id,)):
        raise Refused(f"{asker.name} may not send a link to a task here.")
    return row


def _tell(row: TaskRow, act: Act, worker: str, asker: Asker) -> None:
    detail = {"task_id": str(row.id), "party_id": row.party_id, "worker": worker}
    tell(row.case_id, asker, Entry(act, detail=detail))
