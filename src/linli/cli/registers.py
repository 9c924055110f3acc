"""Commands that load and check registers: places, catalogue, devices."""

import argparse
import sys
from pathlib import Path

from linli.cli.faults import CommandFault
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import actions as catalogue
from linli.registers.catalogue.checks import PACKS, check
from linli.registers.places import actions as places
from linli.sense.devices import actions as devices

COMMAND = Asker.for_part("command")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _add_catalogue(commands.add_parser("catalogue", help="check or load the catalogue of items"))
    _add_places(commands.add_parser("places", help="load places"))
    _add_devices(commands.add_parser("devices", help="load devices"))


def _add_catalogue(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(required=True, metavar="check|load")
    for name, run in (("check", _check_catalogue), ("load", _load_catalogue)):
        command = does.add_parser(name)
        command.add_argument("folder", nargs="?", type=Path, metavar="DIR")
        command.set_defaults(run=run)


def _add_places(parser: argparse.ArgumentParser) -> None:
    load = parser.add_subparsers(required=True, metavar="load").add_parser("load")
    load.add_argument("file", type=Path, metavar="FILE.geojson")
    load.add_argument("--id", required=True, metavar="PROPERTY", help="becomes the place's code")
    load.add_argument("--name", required=True, metavar="PROPERTY")
    load.add_argument("--level", required=True)
    load.add_argument("--parent", default=None, metavar="CODE")
    load.set_defaults(run=_load_places)


def _add_devices(parser: argparse.ArgumentParser) -> None:
    load = parser.add_subparsers(required=True, metavar="load").add_parser("load")
    load.add_argument("file", type=Path, metavar="FILE.csv")
    load.add_argument("--tokens", type=Path, required=True, metavar="FILE", help="tokens go here")
    load.set_defaults(run=_load_devices)


def _check_catalogue(options: argparse.Namespace) -> int:
    faults = check(_existing(options.folder or PACKS))
    for fault in faults:
        print(f"{fault.file}:{fault.line}: {fault.reason}")
    return 1 if faults else 0


def _load_catalogue(options: argparse.Namespace) -> int:
    folder = _existing(options.folder) if options.folder else None
    return _tell(catalogue.load_packs(folder, COMMAND))


def _load_places(options: argparse.Namespace) -> int:
    report = places.load_geojson(
        _existing(options.file),
        id_property=options.id,
        name_property=options.name,
        level=options.level,
        parent_code=options.parent,
        asker=COMMAND,
    )
    return _tell(report)


def _load_devices(options: argparse.Namespace) -> int:
    return _tell(devices.load_csv(_existing(options.file), COMMAND))


def _existing(path: Path) -> Path:
    if not path.exists():
        raise CommandFault(f'There is no "{path}".')
    return path
