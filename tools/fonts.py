"""Copies the type that prints are set in out of node_modules, and notes which characters it has.

Nothing is taken from the system: a print looks the same on every machine.
"""

import itertools
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "src" / "linli" / "ground" / "prints" / "fonts"
PACKAGES = ROOT / "node_modules" / "@expo-google-fonts"
CHARACTERS = "characters.json"

FACES = (
    "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
)
LICENCES = {
    "LICENSE.noto-serif-sc.txt": "noto-serif-sc/LICENSE_FONT",
    "LICENSE.noto-emoji.txt": "noto-emoji/LICENSE_FONT",
}


def main() -> None:
    """Again is cheap: what is there already stays."""
    wanted = {Path(face).name: PACKAGES / face for face in FACES}
    if all(_is_there(FONTS / name, source) for name, source in wanted.items()):
        return
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    known: set[int] = set()
    for name, source in wanted.items():
        shutil.copyfile(source, FONTS / name)
        known.update(TTFont(source, lazy=True).getBestCmap())
    for name, licence in LICENCES.items():
        shutil.copyfile(PACKAGES / licence, FONTS / name)
    # Last, so that a copy that was cut off is made anew.
    (FONTS / CHARACTERS).write_text(json.dumps(list(ranges(known))), encoding="ascii")


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of code points."""
    for _, run in itertools.groupby(enumerate(sorted(codes)), lambda one: one[1] - one[0]):
        found = [code for _, code in run]
        yield found[0], found[-1]


def _is_there(copy: Path, source: Path) -> bool:
    noted = (FONTS / CHARACTERS).exists()
    return noted and copy.exists() and copy.stat().st_size == source.stat().st_size


if __name__ == "__main__":
    main()
