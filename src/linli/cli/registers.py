"""Commands that load and check registers: places, parties, calendars, catalogue, devices."""

import argparse
import sys
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from linli.cli.faults import CommandFault
from linli.cli.keeping import keep_secret
from linli.cli.operator import operator
from linli.ground.sheets.faults import Fault
from linli.ground.sheets.files import load_files
from linli.ground.sheets.loader import Loaders
from linli.lists import PARTIES
from linli.registers.calendars.loader import DayLoader
from linli.registers.catalogue import actions as catalogue
from linli.registers.catalogue.checks import PACKS, check
from linli.registers.places import actions as places
from linli.registers.places.loader import PlaceLoader
from linli.registers.places.logic.coordinates import BadCoordinates, Source, read_source
from linli.registers.staff.loader import StaffLoader
from linli.sense.devices import bulk
from linli.sense.devices.loader import DeviceLoader

LISTS: Final = (".xlsx", ".csv")
MOST_FAULTS: Final = 50
"""So many fit on a screen or two; whoever mends them loads the lists again."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _add_catalogue(commands.add_parser("catalogue", help="check or load the catalogue of items"))
    _add_places(commands.add_parser("places", help="load places"))
    _add_lists(
        commands.add_parser("parties", help="load parties, their posts and duties"),
        "XLSX or CSV: a list of parties, of posts or of duties, known by its headings",
        PARTIES,
    )
    _add_lists(
        commands.add_parser("staff", help="load who works for parties, and their numbers"),
        "XLSX or CSV: a list of staff",
        {"staff": StaffLoader()},
    )
    _add_lists(
        commands.add_parser("calendars", help="load holidays and make-up days of one's own"),
        "XLSX or CSV: a list of days",
        {"calendar": DayLoader()},
    )
    _add_devices(commands.add_parser("devices", help="load devices"))


def _add_catalogue(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(required=True, metavar="check|load")
    for name, run in (("check", _check_catalogue), ("load", _load_catalogue)):
        command = does.add_parser(name)
        command.add_argument("folder", nargs="?", type=Path, metavar="DIR")
        command.set_defaults(run=run)


def _add_places(parser: argparse.ArgumentParser) -> None:
    load = parser.add_subparsers(required=True, metavar="load").add_parser("load")
    load.add_argument(
        "file", type=Path, metavar="FILE", help="GeoJSON with the options below; or XLSX or CSV"
    )
    load.add_argument("--id", metavar="PROPERTY", help="becomes the place's code")
    load.add_argument("--name", metavar="PROPERTY")
    load.add_argument(
        "--aliases",
        default="",
        metavar="PROPERTY",
        help="the other names that people use: a list, or one text with commas",
    )
    load.add_argument("--level")
    load.add_argument("--parent", default=None, metavar="CODE")
    _add_coordinates(load)
    load.set_defaults(run=_load_places)


def _add_lists(parser: argparse.ArgumentParser, what: str, loaders: Loaders) -> None:
    load = parser.add_subparsers(required=True, metavar="load").add_parser("load")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help=what)
    load.set_defaults(run=lambda options: _load_lists(options.files, loaders))


def _add_devices(parser: argparse.ArgumentParser) -> None:
    load = parser.add_subparsers(required=True, metavar="load").add_parser("load")
    load.add_argument("file", type=Path, metavar="FILE", help="XLSX or CSV: a list of devices")
    load.add_argument(
        "--tokens", type=Path, metavar="FILE", help="where the new tokens go; else they are printed"
    )
    _add_coordinates(load)
    load.set_defaults(run=_load_devices)


def _add_coordinates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--coordinates",
        default="",
        metavar="SYSTEM",
        help="of this file: wgs84 (as it is without), cgcs2000, gcj02, bd09, or projected"
        " cgcs2000-gk, and cgcs2000-gk39 where the eastings do not tell the zone",
    )


def _check_catalogue(options: argparse.Namespace) -> int:
    faults = check(_existing(options.folder or PACKS))
    for fault in faults:
        print(f"{fault.file}:{fault.line}: {fault.reason}")
    return 1 if faults else 0


def _load_catalogue(options: argparse.Namespace) -> int:
    folder = _existing(options.folder) if options.folder else None
    report = catalogue.load_packs(folder, operator())
    counts = f"{report.added} added, {report.updated} changed, {report.retired} retired"
    return _tell(counts, [f"{one.file}:{one.line}: {one.reason}" for one in report.faults])


def _load_places(options: argparse.Namespace) -> int:
    if options.file.suffix.lower() in LISTS:
        return _load_lists([options.file], {"place": PlaceLoader(_source(options))})
    missing = [f"--{name}" for name in ("id", "name", "level") if getattr(options, name) is None]
    if missing:
        raise CommandFault(f"GeoJSON needs {', '.join(missing)} too.")
    report = places.load_geojson(
        _existing(options.file),
        id_property=options.id,
        name_property=options.name,
        level=options.level,
        parent_code=options.parent,
        asker=operator(),
        aliases_property=options.aliases,
        source=_source(options),
    )
    counts = (
        f"{report.added} added, {report.updated} updated, {report.moved} moved,"
        f" {len(report.repaired)} repaired"
    )
    lines = [*report.repaired, *report.faults, *report.outside[:MOST_FAULTS]]
    if report.outside:
        lines.append(
            f"{len(report.outside)} lie outside the parent: is the file in other coordinates"
            " (--coordinates)?"
        )
    return _tell(counts, lines, failed=bool(report.faults))


def _load_lists(paths: list[Path], loaders: Loaders) -> int:
    report = load_files([_file(path) for path in paths], loaders, operator())
    counts = f"{report.added} added, {report.changed} changed, {report.same} as they were"
    left_out = [f"left out: {name}" for name in report.left_out]
    faults = [_worded(name, fault) for name, fault in report.faults[:MOST_FAULTS]]
    if beyond := len(report.faults) - len(faults):
        faults.append(_("… and %(count)d faults more") % {"count": beyond})
    if faults:
        faults.append(_("Nothing was loaded; correct the lists and load them again."))
    return _tell(counts, [*left_out, *faults], failed=bool(faults))


def _load_devices(options: argparse.Namespace) -> int:
    """With tokens for all devices that have none yet, as the page of devices issues them."""
    if _load_lists([options.file], {"device": DeviceLoader(_source(options))}):
        return 1
    table = ""
    while issued := bulk.issue_tokens(operator()):
        table += "".join(f"{one.id},{one.token}\n" for one in issued)
    if options.tokens:
        keep_secret(options.tokens, f"id,token\n{table}")
    else:
        print(table, end="")
    return 0


def _source(options: argparse.Namespace) -> Source:
    try:
        return read_source(options.coordinates)
    except BadCoordinates as bad:
        raise CommandFault(_(bad.message) % bad.values) from bad


def _tell(counts: str, lines: list[str], *, failed: bool | None = None) -> int:
    """Counts and faults, for a person; the exit status says whether all went well."""
    print(counts, file=sys.stderr)
    for line in lines:
        print(f"  {line}", file=sys.stderr)
    return int(bool(lines) if failed is None else failed)


def _worded(name: str, fault: Fault) -> str:
    """`duties.csv:7: 地点: …`, in the language of the installation."""
    where = ":".join([name, *([str(fault.row)] if fault.row else [])])
    return ": ".join([where, *filter(None, [fault.column]), _(fault.message) % fault.values])


def _file(path: Path) -> Path:
    if not path.is_file():
        raise CommandFault(f'There is no file "{path}".')
    return path


def _existing(path: Path) -> Path:
    if not path.exists():
        raise CommandFault(f'There is no "{path}".')
    return path
