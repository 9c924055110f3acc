"""Loads the demo district and the demo accounts into an empty installation."""

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
from django.utils.translation import gettext as _

from linli.cli.demo_people import ACCOUNTS_FILE, DemoAccount, make_people, name_posts
from linli.cli.faults import CommandFault
from linli.cli.keeping import keep_secret
from linli.ground.accounts import queries as accounts
from linli.ground.database import atomic
from linli.ground.environment import DEMO_COMPLETE, Environment
from linli.ground.revisions.memory import new_moment
from linli.ground.rights.asker import Asker
from linli.ground.sheets.files import load_files
from linli.registers.calendars import actions as calendars
from linli.registers.catalogue import actions as catalogue
from linli.registers.parties.loaders import LOADERS as PARTIES
from linli.registers.places import actions as places
from linli.registers.places import queries as known_places
from linli.registers.places.logic.details import NewPlace
from linli.sense.devices import actions as devices
from linli.sense.devices import bulk
from linli.sense.devices.loader import DeviceLoader

__all__ = [
    "ACCOUNTS_FILE",
    "DemoAccount",
    "is_loaded",
    "load_basics",
    "load_demo",
    "simulator_command",
]

LEVELS: Final = ("city", "district", "street", "community", "grid", "estate", "building")
BEGUN: Final = "begun"
DEVICES: Final = "devices.csv"
TOKENS: Final = "tokens.csv"


def load_basics(asker: Asker) -> None:
    """What every installation needs: the built-in catalogue and the calendars."""
    report = catalogue.load_packs(None, asker)
    if report.faults:
        raise CommandFault(
            "\n".join(f"{one.file}:{one.line}: {one.reason}" for one in report.faults)
        )
    calendars.load_defaults(asker)
    new_moment()


def load_demo(environment: Environment, asker: Asker) -> list[DemoAccount]:
    """The demo accounts, if this call loaded them; nothing where others have begun to work.

    Interrupted at any point it goes on where it is called again: each step may run twice.
    """
    folder = environment.demo
    if is_loaded(environment) or not (_is_begun(folder) or _is_empty(asker)):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BEGUN).touch()
    _write_district(folder)
    for step in (_load_places, _load_parties, _load_devices):
        new_moment()  # each step looks at what the one before has kept
        step(folder, asker)
    new_moment()
    people = make_people(environment, asker)
    name_posts(asker)
    (folder / DEMO_COMPLETE).touch()
    return people


def is_loaded(environment: Environment) -> bool:
    """Whether this installation holds the whole demo district."""
    return environment.holds_demo


def simulator_command(
    environment: Environment, scenario: str, seconds: int | None = None
) -> tuple[str, ...]:
    """How to start the simulator on this installation; it ends with this process."""
    host = "127.0.0.1" if environment.bind == "0.0.0.0" else environment.bind  # noqa: S104
    folder = environment.demo
    return (
        *(sys.executable, "-m", "linli_simulator", "run", "--scenario", scenario),
        *("--mqtt", f"{host}:{environment.mqtt_port}"),
        *("--http", f"http://{host}:{environment.http_port}"),
        *("--devices", str(folder / DEVICES), "--tokens", str(folder / TOKENS)),
        *("--parent", str(os.getpid())),
        *(() if seconds is None else ("--seconds", str(seconds))),
    )


def _is_begun(folder: Path) -> bool:
    return (folder / BEGUN).exists()


def _is_empty(asker: Asker) -> bool:
    return not (known_places.children(None) or accounts.users(asker))


def _write_district(folder: Path) -> None:
    command = (sys.executable, "-m", "linli_simulator", "district", "--out", str(folder))
    subprocess.run(command, check=True)  # noqa: S603 - our own program


def _load_places(folder: Path, asker: Asker) -> None:
    with atomic():
        for level in LEVELS:
            written = msgspec.json.decode((folder / f"{level}.geojson").read_bytes())
            for feature in written["features"]:
                drawn = {"level": level, "polygon": feature["geometry"]}
                place = msgspec.convert({**feature["properties"], **drawn}, NewPlace)
                places.save_place(place, asker)


def _load_parties(folder: Path, asker: Asker) -> None:
    report = load_files([folder / "parties.csv", folder / "duties.csv"], PARTIES, asker)
    if report.faults:
        name, fault = report.faults[0]
        raise CommandFault(
            _("The demo's parties cannot be loaded: %(fault)s") % {"fault": f"{name}:{fault}"}
        )


def _load_devices(folder: Path, asker: Asker) -> None:
    """Tokens are told once: those of a load that was interrupted are made anew."""
    report = load_files([folder / DEVICES], {"device": DeviceLoader()}, asker)
    if report.faults:
        name, fault = report.faults[0]
        raise CommandFault(
            _("The demo's devices cannot be loaded: %(fault)s") % {"fault": f"{name}:{fault}"}
        )
    issued = {one.id: one.token for one in bulk.issue_tokens(asker)}
    tokens = {**_kept_tokens(folder), **issued}
    with (folder / DEVICES).open(newline="", encoding="utf-8") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    for device_id in ids:
        if device_id not in tokens:
            tokens[device_id] = devices.new_token(device_id, asker).token
    lines = [f"{device_id},{tokens[device_id]}" for device_id in ids]
    keep_secret(folder / TOKENS, "\n".join(["id,token", *lines]) + "\n")


def _kept_tokens(folder: Path) -> dict[str, str]:
    try:
        with (folder / TOKENS).open(newline="", encoding="utf-8") as file:
            return {row["id"]: row["token"] for row in csv.DictReader(file)}
    except FileNotFoundError:
        return {}
