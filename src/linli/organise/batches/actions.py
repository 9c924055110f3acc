"""Does one act on many rows: each in its own transaction, by its own right and version.

Cut off half-way, each row is whole, and `go_on` does what remains.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic, create_or_get
from linli.ground.rights.asker import Asker
from linli.organise.batches.logic import (
    LEFT_OUT,
    NewBatch,
    Outcome,
    act_of,
    read_batch,
    why,
)
from linli.organise.batches.models import Batch, BatchRow
from linli.organise.tasks import actions as tasks
from linli.registers.parties import queries as parties
from linli.respond.cases import actions as cases
from linli.respond.cases.logic.faults import BadText, NotFound
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import case
from linli.wire.texts import N_


def begin(new: NewBatch, asker: Asker) -> UUID:
    """Keeps what is to be done; nothing is done yet. The same form again is the same batch.

    Raises `Refused` for whoever may do this nowhere, and `BadText`.
    """
    asker.require(*act_of(new.act).right)
    read = read_batch(new)
    with atomic():
        batch, is_new = create_or_get(
            Batch,
            {"act": read.act, "reason": read.reason, "target_id": read.target_id},
            made_by=asker.user_id,
            key=read.key,
        )
        if is_new:
            BatchRow.objects.bulk_create(
                BatchRow(
                    batch=batch,
                    position=position,
                    thing_id=one.thing_id,
                    version=one.version,
                    target_id=one.target_id,
                )
                for position, one in enumerate(read.rows)
            )
            audit.record(asker, read.act, "batch", str(batch.pk), rows=str(len(read.rows)))
    return batch.pk


def go_on(batch_id: UUID, asker: Asker) -> None:
    """Does what remains of it; of two at once, each row is done by one. Raises `NotFound`."""
    batch = Batch.objects.filter(pk=batch_id, made_by=asker.user_id or 0).first()
    if batch is None:
        raise NotFound("batch", batch_id)
    for row in batch.rows.filter(outcome=Outcome.WAITING).order_by("position"):
        _do(row, batch, asker)


def _do(row: BatchRow, batch: Batch, asker: Asker) -> None:
    waiting = BatchRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING)
    try:
        with atomic():
            if waiting.update(outcome=Outcome.DONE) == 1:
                DO[batch.act](row, batch, asker)
    except LEFT_OUT as error:
        told = why(error)
        with atomic():
            waiting.update(outcome=Outcome.REFUSED, told=told.told, values=told.values)


def _file(row: BatchRow, batch: Batch, asker: Asker) -> None:
    cases.move(row.thing_id, State.FILED, asker, row.version, batch.reason)


def _void(row: BatchRow, batch: Batch, asker: Asker) -> None:
    cases.move(row.thing_id, State.VOIDED, asker, row.version, batch.reason)


def _place(row: BatchRow, batch: Batch, asker: Asker) -> None:
    cases.place_case(row.thing_id, batch.target_id or 0, asker, row.version)


def _dispatch(row: BatchRow, batch: Batch, asker: Asker) -> None:
    party_id = batch.target_id or _holder(row, asker)
    tasks.dispatch(row.thing_id, party_id, asker, row.version)


def _holder(row: BatchRow, asker: Asker) -> int:
    """Who has the duty for it. Raises `NotFound`, `BadText`."""
    seen = case(row.thing_id, asker)
    if seen is None:
        raise NotFound("case", row.thing_id)
    found = parties.duty_holder(seen.item, seen.place_id) if seen.place_id is not None else None
    if found is None:
        raise BadText("party", N_("No unit holds this duty here: choose one"))
    return found.id


def _sign(row: BatchRow, _batch: Batch, asker: Asker) -> None:
    tasks.sign(row.thing_id, asker, row.version)


def _return(row: BatchRow, batch: Batch, asker: Asker) -> None:
    tasks.return_(row.thing_id, batch.reason, asker, row.version)


def _cancel(row: BatchRow, batch: Batch, asker: Asker) -> None:
    tasks.cancel(row.thing_id, batch.reason, asker, row.version)


def _hand_over(row: BatchRow, batch: Batch, asker: Asker) -> None:
    tasks.hand_over(row.thing_id, row.target_id or 0, batch.reason, asker, row.version)


DO: Final[dict[str, Callable[[BatchRow, Batch, Asker], None]]] = {
    "file": _file,
    "dispatch": _dispatch,
    "place": _place,
    "void": _void,
    "sign": _sign,
    "return": _return,
    "cancel": _cancel,
    "hand_over": _hand_over,
}
