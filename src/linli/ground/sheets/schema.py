"""The contract of a spreadsheet: a Table Schema (specs.frictionlessdata.io) in a JSON file.

Beside the standard's words a field may have `title_en`, `description_en` and `aliases`: other
headings under which offices already keep this column. `format` may be "phone", "digits", or
"code" for what names a row of another list, and is folded as codes are.
"""

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TYPES: Final = ("string", "integer", "number", "date", "boolean")
FORMATS: Final = ("default", "phone", "digits", "code")


class WrongSchema(Exception):
    """A schema of ours that cannot be used: a fault of the program, not of whoever loads a file."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the schema. `longest` counts characters; bounds of numbers are inclusive."""

    name: str
    title: str
    title_en: str
    type: str = "string"
    format: str = "default"
    required: bool = False
    unique: bool = False
    longest: int = 200
    pattern: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    description: str = ""
    description_en: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        return self.title if language.startswith("zh") else self.title_en

    def help(self, language: str) -> str:
        return self.description if language.startswith("zh") else self.description_en


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one kind of spreadsheet, in the order of its template."""

    name: str
    title: str
    title_en: str
    columns: tuple[Column, ...]

    def label(self, language: str) -> str:
        return self.title if language.startswith("zh") else self.title_en

    def column_of(self, heading: str) -> Column | None:
        """The column that a heading names: by its title in either language, name or alias."""
        return self.headings().get(folded(heading))

    def headings(self) -> dict[str, Column]:
        """The same for many of them: by what a heading is when it is folded."""
        known: dict[str, Column] = {}
        for column in self.columns:
            for name in (column.name, column.title, column.title_en, *column.aliases):
                known.setdefault(folded(name), column)
        return known


def read_schema(path: Path) -> Schema:
    """Raises `WrongSchema`, naming the file and what is wrong with it."""
    written = json.loads(path.read_text("utf-8"))
    try:
        columns = tuple(_column(one) for one in written["fields"])
        return Schema(written["name"], written["title"], written["title_en"], columns)
    except (KeyError, ValueError) as wrong:
        raise WrongSchema(f"{path}: {wrong!r}; see {__name__}.") from wrong


def folded(heading: str) -> str:
    """A heading as it is compared: no width, case, spaces, or star for "required"."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in plain if not letter.isspace() and letter not in "*_:")


def _column(written: dict[str, Any]) -> Column:
    limits = written.get("constraints", {})
    kind, form = written.get("type", "string"), written.get("format", "default")
    if kind not in TYPES or form not in FORMATS:
        raise ValueError(f"{written['name']} has the type {kind!r} and the format {form!r}")
    return Column(
        name=written["name"],
        title=written["title"],
        title_en=written["title_en"],
        type=kind,
        format=form,
        required=limits.get("required", False),
        unique=limits.get("unique", False),
        longest=limits.get("maxLength", 200),
        pattern=limits.get("pattern", ""),
        choices=tuple(limits.get("enum", ())),
        least=limits.get("minimum"),
        most=limits.get("maximum"),
        description=written.get("description", ""),
        description_en=written.get("description_en", ""),
        example=str(written.get("example", "")),
        aliases=tuple(written.get("aliases", ())),
    )
