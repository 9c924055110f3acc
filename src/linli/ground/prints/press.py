"""The process that sets one sheet: texts come by the standard input, the PDF goes out.

`python -m linli.ground.prints.press sheet FOLDER`; the pictures lie in the folder. It knows neither
settings nor database.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import typst
from PIL import Image

from linli.ground.apart import bound
from linli.ground.prints.logic import GIVEN, Characters, all_printable

HERE: Final = Path(__file__).parent
FONTS: Final = HERE / "fonts"
TEMPLATES: Final = HERE / "templates"

LONGEST_EDGE: Final = 1200
"""Pixels: 8 cm on paper at 300 dots an inch and more."""

QUALITY: Final = 80
MOST_MEMORY: Final = 2 * 1024**3
MOST_CPU_SECONDS: Final = 15


def main(template: str, folder: Path) -> None:
    bound(MOST_MEMORY, MOST_CPU_SECONDS)
    data = all_printable(json.load(sys.stdin), _characters())
    data["pictures"] = [_small(given) for given in sorted(folder.glob(f"*{GIVEN}"), key=_number)]
    for source in TEMPLATES.glob("*.typ"):
        shutil.copyfile(source, folder / source.name)
    sys.stdout.buffer.write(pdf(template, data, folder))


def pdf(template: str, data: dict[str, Any], folder: Path) -> bytes:
    """Nothing outside the folder can be read, and no type but ours is used."""
    made = typst.compile(
        folder / f"{template}.typ",
        root=folder,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    assert isinstance(made, bytes)
    return made


def _characters() -> Characters:
    return Characters(json.loads((FONTS / "characters.json").read_text(encoding="ascii")))


def _number(given: Path) -> int:
    return int(given.name.removesuffix(GIVEN))


def _small(given: Path) -> str:
    """The name of the picture as it is printed; a code of a poster keeps its sharp edges."""
    with Image.open(given, formats=("JPEG", "PNG")) as image:
        made = given.with_suffix(f".{(image.format or '').lower()}")
        if image.format == "PNG":
            given.rename(made)
        else:
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            image.convert("RGB").save(made, "JPEG", quality=QUALITY)
    return made.name


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
