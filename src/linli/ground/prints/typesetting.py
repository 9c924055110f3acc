"""Has a sheet set in a process of its own: bounded in size, memory and time, one at a time.

In this process it would share a core with every other page. A worker's job would keep whoever
pressed "Print" waiting for a file to appear; a sheet takes 0.2 s.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import structlog
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.apart import run_apart
from linli.ground.prints.blocks import Poster, Sheet
from linli.ground.prints.logic import GIVEN, count_signs
from linli.ground.turns import NoTurn, Turns

log = structlog.get_logger(__name__)

PRESS: Final = "linli.ground.prints.press"
"""A program of its own: its library is loaded where a sheet is set, and nowhere else."""

MOST_SIGNS: Final = 300_000
MOST_PICTURES: Final = 24
MOST_SECONDS: Final = 20
OLD_SECONDS: Final = 600
MOST_BYTES: Final = 32 * 1024 * 1024

TURNS: Final = Turns(at_work=1, in_line=3, seconds=10.0)
"""A sheet may take most of a core and 500 MB."""


class PrintMustWait(Exception):
    """So many prints are being made that this one must come later; the text says so."""


class NoPrint(Exception):
    """This cannot be printed; the text says why and what to do."""


def typeset(what: Sheet | Poster) -> bytes:
    """The PDF. Raises `PrintMustWait`, `NoPrint`."""
    template = "sheet" if isinstance(what, Sheet) else "poster"
    pictures = what.pictures if isinstance(what, Sheet) else (what.code,)
    plain = asdict(what)
    plain.pop("pictures", None)
    plain.pop("code", None)
    if count_signs(plain) > MOST_SIGNS or len(pictures) > MOST_PICTURES:
        raise NoPrint(_("This is too long for one print; narrow it down, then print again."))
    return _in_turn(template, {**plain, **_words()}, pictures)


def _words() -> dict[str, str]:
    """What the templates themselves say."""
    return {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "page_of": _("Page {page} of {pages}"),
        "nothing": _("none"),
    }


def _in_turn(template: str, data: dict[str, Any], pictures: Sequence[bytes]) -> bytes:
    try:
        with TURNS.turn(), TemporaryDirectory(dir=_desk()) as folder:
            _sweep(Path(folder))
            for number, picture in enumerate(pictures):
                (Path(folder) / f"{number}{GIVEN}").write_bytes(picture)
            return _set(template, json.dumps(data), folder)
    except NoTurn as none:
        told = _("Too many prints are being made now; please print this one in a few seconds.")
        raise PrintMustWait(told) from none


def _desk() -> Path:
    """Where pictures lie while a sheet is set: with our data, for they are people's."""
    desk: Path = settings.ENVIRONMENT.data / "prints"
    desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    return desk


def _sweep(folder: Path) -> None:
    """Drops what prints that were killed have left beside this one's folder."""
    now = folder.stat().st_mtime
    for left in folder.parent.iterdir():
        with suppress(FileNotFoundError):  # its own print has just ended
            if now - left.stat().st_mtime > OLD_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _set(template: str, data: str, folder: str) -> bytes:
    """What the press gives back; whatever it is given, it is stopped in time."""
    try:
        made = run_apart(PRESS, template, folder, given=data.encode(), seconds=MOST_SECONDS)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as fault:
        told = (fault.stderr or b"").decode(errors="replace")
        log.exception("a print failed", template=template, told=told[-500:])
        raise NoPrint(_("This could not be printed; the fault has been noted.")) from fault
    if len(made) > MOST_BYTES:
        raise NoPrint(_("This is too long for one print; narrow it down, then print again."))
    return made
