"""Keeps bytes under their hash, so that a crash leaves a whole file or none."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from linli.ground import clock
from linli.ground.files.logic import path_of


class MissingFile(Exception):
    """The file is known, but its bytes are not where they should be; the text names the path."""


def keep(content: bytes) -> str:
    """Writes the bytes durably, once however often they come; returns their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = _folder() / path_of(sha256)
    _make_folder(target.parent)
    with _locked(target.parent):
        if not target.exists():
            _write(target, content)
        _mark(target)
    _sync_folder(target.parent)  # also when another process wrote it a moment ago
    return sha256


def drop(sha256: str, before: datetime) -> None:
    """Removes the bytes kept under this hash, unless they came again since `before`."""
    path = _folder() / path_of(sha256)
    with suppress(FileNotFoundError), _locked(path.parent):
        if path.stat().st_mtime < before.timestamp():
            path.unlink()


def fetch(sha256: str) -> bytes:
    """The bytes kept under this hash. Raises `MissingFile`."""
    path = _folder() / path_of(sha256)
    try:
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise MissingFile(
            f"{path} is missing; restore the folder {_folder()} from the backup."
        ) from missing


def _folder() -> Path:
    folder: Path = settings.ENVIRONMENT.data / "files"
    return folder


def _make_folder(folder: Path) -> None:
    """With every new level synchronised, or the file could be lost with its folder."""
    missing = [level for level in (folder, *folder.parents) if not level.exists()]
    for level in reversed(missing):
        level.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(level.parent)


def _write(target: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mark(target: Path) -> None:
    """By the clock of the rows: whoever is about to tell of these bytes keeps them from `drop`."""
    now = clock.now().timestamp()
    os.utime(target, (now, now))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Nobody removes what another is about to tell of. Raises `FileNotFoundError`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
