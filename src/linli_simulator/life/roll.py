"""Reads who may speak: the devices of a file, with their tokens."""

import csv
from dataclasses import dataclass
from pathlib import Path


class RollFault(Exception):
    """A file cannot be used; the text says which, and what it needs."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device; `gateway` names the one that carries its messages, if it has no line itself."""

    id: str
    type: str
    spot: str
    lat: float
    lon: float
    gateway: str
    token: str

    @property
    def speaker(self) -> str:
        return self.gateway or self.id


def read_roll(devices: Path, tokens: Path) -> list[Device]:
    """The devices of the file that have a token. Raises `RollFault`."""
    secrets = {row["id"]: row["token"] for row in _rows(tokens, ("id", "token"))}
    needed = ("id", "type", "spot", "lat", "lon", "gateway")
    roll = [
        Device(
            id=row["id"],
            type=row["type"],
            spot=row["spot"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            gateway=row["gateway"],
            token=secrets[row["id"]],
        )
        for row in _rows(devices, needed)
        if row["id"] in secrets
    ]
    if not roll:
        raise RollFault(f'No device of "{devices}" has a token in "{tokens}"; load them again.')
    return roll


def _rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            missing = [column for column in needed if column not in (reader.fieldnames or ())]
            if missing:
                raise RollFault(f'"{path}" has no column {", ".join(missing)}.')
            return list(reader)
    except FileNotFoundError:
        raise RollFault(f'There is no "{path}"; start `linli run` once.') from None
