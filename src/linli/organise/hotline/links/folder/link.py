"""Exchanges files: lists of orders lie in `in/`, what we say lies in `out/`, one file for each.

A list that was taken in moves to `taken/`, with its faults beside it if it has any. Whoever puts a
file there writes it under another name first and renames it, so that no half of it is read: names
that begin with a dot, or do not end with .xlsx or .csv, are left alone.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from linli.ground.sheets.writing import write_csv
from linli.organise.hotline.link import Handed, LinkDown, Told

ENDINGS: Final = (".xlsx", ".csv")
HEADER: Final = ("工单编号", "类型", "内容")


@dataclass(frozen=True, slots=True)
class FolderLink:
    """The folder has to be there: one that was not mounted is a fault, and not an empty one."""

    folder: Path

    def handed(self) -> Iterator[Handed]:
        for path in sorted(self._inside("in").iterdir(), key=_age):
            if path.suffix.lower() in ENDINGS and not path.name.startswith(".") and path.is_file():
                yield Handed(path.name, path.read_bytes())

    def acknowledge(self, key: str, faults: Iterable[str]) -> None:
        source, taken = self._inside("in") / key, self._inside("taken")
        text = "\n".join(faults)
        if text:
            _write(taken / f"{key}.faults.txt", text.encode())
        if source.exists():
            source.replace(taken / key)

    def tell(self, told: Told) -> None:
        row = (told.number, told.about.value, told.text)
        _write(self._inside("out") / f"{told.key}.csv", write_csv(HEADER, [row]))

    def _inside(self, name: str) -> Path:
        if not self.folder.is_dir():
            raise LinkDown(f"{self.folder} is not there; mount it, or change LINLI_HOTLINE_FOLDER.")
        inside = self.folder / name
        inside.mkdir(exist_ok=True)
        return inside


def _age(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name


def _write(path: Path, content: bytes) -> None:
    """At once or not at all, and on the disk when this returns."""
    half = path.with_name(f".{path.name}.half")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
