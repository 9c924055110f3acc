"""Takes, keeps and gives back work. Whoever lost a lease has no effect any more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, Q, QuerySet

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.leases import logic
from linli.ground.leases.holders import has_died
from linli.ground.leases.models import Leased

Work = TypeVar("Work", bound=Leased)


class LeaseLost(Exception):
    """Another worker holds this now: our lease ran out. Nothing of ours may be committed."""


def claim(rows: "QuerySet[Work]", *, holder: str, seconds: float, limit: int) -> list[Work]:
    """Leases up to `limit` waiting rows, in the order of `rows`, and counts the attempt.

    Committed before the work begins, so that work which kills its worker is counted too.
    """
    now = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    waiting = rows.filter(free, state=Leased.WAITING, run_at__lte=now)
    if not waiting.exists():
        return []  # an idle worker does not take the pen from those who write
    with atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        found = list(waiting[:limit])
        claimed = [row for row in found if not logic.is_exhausted(row.attempts)]
        _park_deadly([row.pk for row in found if logic.is_exhausted(row.attempts)], rows.model)
        for row in claimed:
            row.lease_holder = holder
            row.lease_until = now + timedelta(seconds=seconds)
            row.attempts += 1
        if claimed:
            rows.model._default_manager.filter(pk__in=[row.pk for row in claimed]).update(
                lease_holder=holder,
                lease_until=now + timedelta(seconds=seconds),
                attempts=F("attempts") + 1,
            )
    return claimed


def _park_deadly(keys: Sequence[Any], kind: type[Leased]) -> None:
    """Work whose every attempt ended with its worker; nobody was left to say so."""
    if keys:
        told = f"{logic.MAX_ATTEMPTS} workers died with this in hand."
        kind._default_manager.filter(pk__in=keys).update(
            state=Leased.PARKED, lease_until=None, error=told
        )


def free_of_the_dead(kind: type[Work]) -> int:
    """Frees what processes held that have died on this machine; returns how much.

    Whatever such a process has committed stands, and nothing of it can follow. What died with a
    worker twice may be the reason: that waits for the end of its lease, so that others come first.
    """
    held = kind._default_manager.filter(state=Leased.WAITING, lease_until__gt=clock.now())
    holders = held.values_list("lease_holder", flat=True).distinct()
    dead = [holder for holder in holders if has_died(holder)]
    if not dead:
        return 0
    with atomic():
        return held.filter(lease_holder__in=dead, attempts__lte=1).update(lease_until=None)


def renew(row: Leased, *, seconds: float) -> None:
    """Keeps a lease that is still ours. Raises `LeaseLost`."""
    with atomic():
        _change(row, lease_until=clock.now() + timedelta(seconds=seconds))


def keep(rows: Sequence[Work], *, seconds: float) -> list[Work]:
    """Prolongs what one holder still has of these leases, committed at once, and returns that."""
    kind, holder = type(rows[0]), rows[0].lease_holder
    until = clock.now() + timedelta(seconds=seconds)
    ours = kind._default_manager.filter(
        pk__in=[row.pk for row in rows], state=Leased.WAITING, lease_holder=holder
    )
    with atomic():
        ours.update(lease_until=until)
        held = set(ours.values_list("pk", flat=True))
    kept = [row for row in rows if row.pk in held]
    for row in kept:
        row.lease_until = until
    return kept


def finish(row: Leased, **columns: object) -> None:
    """Marks the work done, in the transaction of its effect. Raises `LeaseLost`."""
    _change(row, state=Leased.DONE, lease_until=None, error="", **columns)


def finish_all(rows: Sequence[Leased]) -> None:
    """Marks work of one kind and one holder done, in the transaction of its effects.

    Raises `LeaseLost` when one of them is no longer held.
    """
    if not rows:
        return
    kind, holder = type(rows[0]), rows[0].lease_holder
    ours = kind._default_manager.filter(
        pk__in=[row.pk for row in rows], state=Leased.WAITING, lease_holder=holder
    )
    if ours.update(state=Leased.DONE, lease_until=None, error="") != len(rows):
        raise LeaseLost(f"Some of {len(rows)} {kind.__name__} are no longer held by {holder}.")


def retry(row: Leased, error: str) -> None:
    """Gives the work back for a later attempt, or parks it when the attempts are used up."""
    if logic.is_exhausted(row.attempts):
        park(row, error)
        return
    run_at = clock.now() + logic.back_off(row.attempts)
    _change(row, run_at=run_at, lease_until=None, error=error)


def park(row: Leased, error: str) -> None:
    """Puts the work before a person: it is not tried again until somebody says so."""
    _change(row, state=Leased.PARKED, lease_until=None, error=error)


def revive(row: Leased) -> None:
    """A person says: try again, from the first attempt."""
    type(row)._default_manager.filter(pk=row.pk, state=Leased.PARKED).update(
        state=Leased.WAITING, run_at=clock.now(), attempts=0, lease_until=None
    )


def _change(row: Leased, **columns: object) -> None:
    ours = type(row)._default_manager.filter(
        pk=row.pk, state=Leased.WAITING, lease_holder=row.lease_holder, attempts=row.attempts
    )
    if ours.update(**columns) != 1:
        raise LeaseLost(f"{type(row).__name__} {row.pk} is no longer held by {row.lease_holder}.")
