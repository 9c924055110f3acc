"""Loads files of parties, posts and duties: all of what is given, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.db import transaction

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.ground.sheets.faults import Fault, Unreadable
from linli.ground.sheets.loader import Loader
from linli.ground.sheets.reading import Table, read_table
from linli.registers.parties.loaders.duty import DutyLoader
from linli.registers.parties.loaders.party import PartyLoader
from linli.registers.parties.loaders.post import PostLoader
from linli.wire.texts import N_

LOADERS: Final[Mapping[str, Loader]] = {
    "party": PartyLoader(),
    "post": PostLoader(),
    "duty": DutyLoader(),
}
"""In this order: a duty may name a party that is in another file of the same load."""


@dataclass(slots=True)
class LoadReport:
    """What a load did; with faults, each beside the name of its file, nothing."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Columns and sheets that nobody knows."""


def load(files: Iterable[Path], asker: Asker) -> LoadReport:
    """Loads lists of parties, posts and duties (XLSX or CSV), each known by its headings.

    A known code is changed, a second load of the same changes nothing, what is not in a list stays.
    """
    for kind in LOADERS:
        asker.require("load", kind)
    report = LoadReport()
    tables = _read(files, report)
    with atomic():
        for kind, loader in LOADERS.items():
            if not report.faults:
                _load(loader, tables[kind], report, asker)
        if report.faults:
            transaction.set_rollback(True)
            report.added = report.changed = report.same = 0
    return report


def _load(
    loader: Loader, tables: list[tuple[str, Table]], report: LoadReport, asker: Asker
) -> None:
    for name, table in tables:
        plan = loader.plan(table.records, asker)
        report.faults += [(name, fault) for fault in plan.faults]
        if not report.faults:
            loader.store(plan.todo, asker)
        report.added += plan.added
        report.changed += plan.changed
        report.same += plan.same


def _read(files: Iterable[Path], report: LoadReport) -> dict[str, list[tuple[str, Table]]]:
    tables: dict[str, list[tuple[str, Table]]] = {kind: [] for kind in LOADERS}
    for path in files:
        try:
            kind, table = recognise(path.read_bytes())
        except Unreadable as refusal:
            report.faults.append((path.name, Fault(0, "", refusal.message, refusal.values)))
            continue
        tables[kind].append((path.name, table))
        report.faults += [(path.name, fault) for fault in table.faults]
        report.left_out += table.left_out
    return tables


def recognise(content: bytes) -> tuple[str, Table]:
    """The list that has all headings which it needs, and fits best. Raises `Unreadable`."""
    found: list[tuple[int, str, Table]] = []
    refusals: dict[str, Unreadable] = {}
    for kind, loader in LOADERS.items():
        try:
            table = read_table(content, loader.schema)
            found.append((len(table.left_out), kind, table))
        except Unreadable as refusal:
            refusals[str(refusal)] = refusal
    if found:
        _, kind, table = min(found, key=lambda one: one[0])
        return kind, table
    if len(refusals) == 1:
        raise next(iter(refusals.values()))
    needed = {
        kind: ", ".join(one.title for one in loader.schema.columns if one.required)
        for kind, loader in LOADERS.items()
    }
    message = N_(
        "The headings are those of no list. Parties need: %(party)s; posts: %(post)s; duties:"
        " %(duty)s."
    )
    raise Unreadable(message, needed)
