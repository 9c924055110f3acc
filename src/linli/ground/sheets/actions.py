"""Takes a spreadsheet in, reads it for a person to see, and stores its good rows when told to."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from linli.ground import clock
from linli.ground.accounts import queries as accounts
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.faults import MOST_FAULTS, Fault, Unreadable
from linli.ground.sheets.loader import FromSources, Loader, Loaders, Plan
from linli.ground.sheets.models import Loading
from linli.ground.sheets.reading import MOST_BYTES, Table, read_table
from linli.wire.texts import N_, shown

ROWS_AT_ONCE: Final = 200
"""A transaction of this many rows holds the pen of SQLite for a fraction of a second."""


class NotNow(Exception):
    """The file is not in a state in which this can be done: somebody was quicker, or it is gone."""


def take_file(kind: str, file_name: str, content: bytes, asker: Asker, source: str = "") -> UUID:
    """Keeps a file to be read by a job. Raises `Unreadable` (too large) or `Refused`."""
    asker.require("load", kind)
    if len(content) > MOST_BYTES:
        raise Unreadable(
            N_("The file has %(size)d MB; at most %(most)d MB are read. Split it."),
            {"size": len(content) // 1024**2, "most": MOST_BYTES // 1024**2},
        )
    with atomic():
        loading = Loading.objects.create(
            kind=kind,
            file_name=shown(file_name, 120),
            content=content,
            source=source,
            made_by=_person(asker),
        )
    return loading.id


def read(loading_id: UUID, loaders: Loaders) -> None:
    """The dry run: what would be added and changed, and every fault by row and column."""
    loading = Loading.objects.filter(pk=loading_id, state=Loading.READING).first()
    if loading is None:
        return
    loader = _loader(loading, loaders)
    try:
        table, plan = _planned(loading, loader)
    except Unreadable as refusal:
        _refuse(loading, refusal.message, refusal.values)
        return
    faults = _in_order(table, plan)
    with atomic():
        Loading.objects.filter(pk=loading.pk, state=Loading.READING).update(
            state=Loading.READ,
            rows=len(plan.todo),
            added=plan.added,
            changed=plan.changed,
            same=plan.same,
            rows_with_faults=len(table.rows_with_faults | {one.row for one in plan.faults}),
            faults=[_kept(fault) for fault in faults[:MOST_FAULTS]],
            notes=[_kept(note) for note in plan.notes[:MOST_FAULTS]],
            rows_with_notes=len({note.row for note in plan.notes}),
            left_out=[shown(name, 80) for name in table.left_out[:40]],
        )


def confirm(loading_id: UUID, asker: Asker) -> None:
    """A person has seen the dry run and says: load the good rows. Raises `NotNow` or `Refused`."""
    kind = Loading.objects.filter(pk=loading_id).values_list("kind", flat=True).first()
    asker.require("load", kind or "sheet")
    with atomic():
        mine = Loading.objects.filter(pk=loading_id, made_by=_person(asker), state=Loading.READ)
        if not mine.exclude(content=None).update(state=Loading.LOADING):
            raise NotNow(f"{loading_id} is not waiting to be loaded by {asker.name}.")


def store(loading_id: UUID, loaders: Loaders) -> None:
    """Stores the good rows, some at a time; after a kill it begins anew, and nothing doubles."""
    loading = Loading.objects.filter(pk=loading_id, state=Loading.LOADING).first()
    if loading is None:
        return
    loader = _loader(loading, loaders)
    try:
        asker = _asker(loading)
        _table, plan = _planned(loading, loader)
    except Unreadable as refusal:
        _refuse(loading, refusal.message, refusal.values)
        return
    for start in range(0, len(plan.todo), ROWS_AT_ONCE):
        some = plan.todo[start : start + ROWS_AT_ONCE]
        with atomic():
            loader.store(some, asker)
            Loading.objects.filter(pk=loading.pk).update(rows_done=start + len(some))
    with atomic():
        Loading.objects.filter(pk=loading.pk).update(
            state=Loading.LOADED,
            content=None,
            ended_at=clock.now(),
            rows_done=F("rows"),
            **_counts(loading, plan),
        )
        audit.record(
            asker,
            "load",
            loading.kind,
            file=loading.file_name,
            added=plan.added,
            changed=plan.changed,
        )


def look_now(content: bytes, loader: Loader, asker: Asker) -> tuple[Plan, list[Fault]]:
    """The dry run of `load_now`: what would be done, and all faults by row."""
    table = read_table(content, loader.schema)
    plan = loader.plan(table.records, asker)
    return plan, _in_order(table, plan)


def load_now(
    content: bytes,
    loader: Loader,
    asker: Asker,
    told: Callable[[int, int], None] | None = None,
) -> tuple[Plan, list[Fault]]:
    """For a command: reads and stores at once; what was done, and all faults by row.

    `told` hears how many rows are stored, of how many. Raises `Unreadable` or `Refused`.
    """
    plan, faults = look_now(content, loader, asker)
    for start in range(0, len(plan.todo), ROWS_AT_ONCE):
        with atomic():
            loader.store(plan.todo[start : start + ROWS_AT_ONCE], asker)
        if told:
            told(min(start + ROWS_AT_ONCE, len(plan.todo)), len(plan.todo))
    return plan, faults


def forget_before(when: datetime) -> int:
    """Drops the files (not what is known of them) that nobody loaded; returns how many."""
    with atomic():
        waiting = Loading.objects.filter(made_at__lt=when).exclude(content=None)
        return waiting.exclude(state=Loading.LOADING).update(content=None)


def _counts(loading: Loading, plan: Plan) -> dict[str, int]:
    """What the load came to; after a kill, what was said before it, for the plan holds the rest."""
    if loading.rows_done:
        return {}
    return {"added": plan.added, "changed": plan.changed, "same": plan.same}


def give_up_before(when: datetime) -> int:
    """Says of files that nobody has finished since then that they failed; returns how many."""
    with atomic():
        stuck = Loading.objects.filter(state__in=(Loading.READING, Loading.LOADING))
        return stuck.filter(made_at__lt=when).update(
            state=Loading.FAILED, content=None, ended_at=clock.now()
        )


def _loader(loading: Loading, loaders: Loaders) -> Loader:
    loader = loaders[loading.kind]
    if loading.source and isinstance(loader, FromSources):
        return loader.of_source(loading.source)
    return loader


def _planned(loading: Loading, loader: Loader) -> tuple[Table, Plan]:
    table = read_table(bytes(loading.content or b""), loader.schema)
    return table, loader.plan(table.records, _asker(loading))


def _in_order(table: Table, plan: Plan) -> list[Fault]:
    return sorted([*table.faults, *plan.faults], key=lambda fault: fault.row)


def _person(asker: Asker) -> int:
    """A file is shown to whoever sent it, so somebody must have. Raises `Refused`."""
    if asker.user_id is None:
        raise Refused(f"{asker.name} is not a person; a part loads by its command.")
    return asker.user_id


def _asker(loading: Loading) -> Asker:
    """Whoever sent the file, with the rights of now. Raises `Unreadable` when they are gone."""
    asker = accounts.asker_of(loading.made_by)
    try:
        if asker is not None:
            asker.require("load", loading.kind)
            return asker
    except Refused:
        pass
    raise Unreadable(N_("Whoever sent this file may not load it any more."))


def _refuse(loading: Loading, message: str, values: dict[str, Any]) -> None:
    with atomic():
        Loading.objects.filter(pk=loading.pk).update(
            state=Loading.REFUSED,
            content=None,
            ended_at=clock.now(),
            refusal={"message": message, "values": values},
        )


def _kept(fault: Fault) -> Sequence[Any]:
    return [fault.row, fault.column, fault.message, dict(fault.values)]
