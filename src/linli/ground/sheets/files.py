"""Loads files at once, for a command: all of what is given, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.ground.sheets.faults import Fault, Unreadable
from linli.ground.sheets.loader import Loader, Loaders
from linli.ground.sheets.reading import Table, check, read_sheet
from linli.ground.sheets.schema import Schema
from linli.wire.texts import N_

Tables = dict[str, list[tuple[str, Table]]]


@dataclass(slots=True)
class LoadReport:
    """What a load did; with faults, each beside the name of its file, nothing."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Columns and sheets that nobody knows."""


def load_files(files: Iterable[Path], loaders: Loaders, asker: Asker) -> LoadReport:
    """Loads XLSX and CSV files, each with the loader whose headings it has, in their order.

    So one file may name what is in another. Raises `Refused`.
    """
    for kind in loaders:
        asker.require("load", kind)
    report = LoadReport()
    tables = _read(files, loaders, report)
    with atomic():
        for kind, loader in loaders.items():
            if not report.faults:
                _load(loader, tables[kind], report, asker)
        if report.faults:
            transaction.set_rollback(True)
            report.added = report.changed = report.same = 0
    return report


def recognise(content: bytes, loaders: Loaders) -> tuple[str, Table]:
    """The kind of list that has all headings which it needs, and fits best. Raises `Unreadable`."""
    sheet = read_sheet(content)
    found: list[tuple[str, Table]] = []
    refusals: dict[str, Unreadable] = {}
    for kind, loader in loaders.items():
        try:
            found.append((kind, check(sheet, loader.schema)))
        except Unreadable as refusal:
            refusals[str(refusal)] = refusal
    if found:
        return min(found, key=lambda one: len(one[1].left_out))
    if len(refusals) == 1:
        raise next(iter(refusals.values()))
    lists = "; ".join(_needed(loader.schema) for loader in loaders.values())
    raise Unreadable(
        N_("The headings are those of no list. There are these, with what they need: %(lists)s."),
        {"lists": lists},
    )


def _needed(schema: Schema) -> str:
    titles = ", ".join(column.title for column in schema.columns if column.required)
    return f"{schema.title} ({titles})"


def _read(files: Iterable[Path], loaders: Loaders, report: LoadReport) -> Tables:
    tables: Tables = {kind: [] for kind in loaders}
    for path in files:
        try:
            kind, table = recognise(path.read_bytes(), loaders)
        except Unreadable as refusal:
            report.faults.append((path.name, Fault(0, "", refusal.message, refusal.values)))
            continue
        tables[kind].append((path.name, table))
        report.faults += [(path.name, fault) for fault in table.faults]
        report.left_out += table.left_out
    return tables


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
