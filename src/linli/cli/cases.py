"""Takes over the cases of another system: `linli cases import FILE --map FILE`."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cli.faults import CommandFault
from linli.cli.operator import operator
from linli.ground.sheets.actions import load_now, look_now
from linli.ground.sheets.faults import Fault, Unreadable
from linli.respond.cases.actions import keep_map
from linli.respond.cases.loader import HistoryLoader
from linli.respond.cases.logic.history import BadMap


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cases = commands.add_parser("cases", help="take over the cases of another system")
    command = cases.add_subparsers(required=True, metavar="import").add_parser("import")
    command.add_argument("file", type=Path, metavar="FILE", help="XLSX or CSV")
    command.add_argument(
        "--map",
        type=Path,
        required=True,
        metavar="FILE",
        help="TOML or JSON: what its columns and words mean",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="only tell what would be taken over and refused"
    )
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    content, asker = _read(options.file), operator()
    try:
        code = keep_map(_read(options.map).decode("utf-8-sig"), asker)
        loader = HistoryLoader().of_source(code)
        if options.dry_run:
            plan, faults = look_now(content, loader, asker)
        else:
            plan, faults = load_now(content, loader, asker, _show_progress)
    except UnicodeDecodeError as wrong:
        raise CommandFault(f"{options.map} is not UTF-8; save it so.") from wrong
    except (BadMap, Unreadable) as wrong:
        raise CommandFault(_(wrong.message) % wrong.values) from wrong
    for fault in faults:
        print(_line(_("refused"), fault))
    for note in plan.notes:
        print(_line(_("note"), note))
    told = "would be taken over" if options.dry_run else "taken over"
    refused = len({fault.row for fault in faults})
    print(
        f"{plan.added} {told}, {plan.same} there already, {refused} rows refused,"
        f" {len(plan.notes)} without a place",
        file=sys.stderr,
    )
    return int(bool(faults))


def _show_progress(done: int, rows: int) -> None:
    print(f"\r{done} / {rows}", end="\n" if done == rows else "", file=sys.stderr, flush=True)


def _line(kind: str, fault: Fault) -> str:
    """`refused 1015 ClosedDate: …`, in the language of the installation."""
    where = " ".join(filter(None, [kind, str(fault.row), fault.column]))
    return f"{where}: {_(fault.message) % fault.values}"


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise CommandFault(f'There is no file "{path}".')
    return path.read_bytes()
