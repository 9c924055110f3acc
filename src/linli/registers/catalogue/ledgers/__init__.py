"""What ledgers (台账) there are: their columns, which matters feed them, what falls due when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from linli.ground.sheets.schema import Column, Schema

NUMBER, PLACE, SPOT = "number", "place", "spot"
"""Columns that every ledger has: what names a row, where it lies, and where exactly."""

LONGEST_NUMBER: Final = 40
LONGEST_SPOT: Final = 200
LONGEST_TEXT: Final = 200

_ALWAYS: Final = (
    Column(
        NUMBER,
        "编号",
        "Number",
        required=True,
        unique=True,
        longest=LONGEST_NUMBER,
        description="在本台账中唯一；导入时按编号更新。",
        description_en="Unique within the ledger; rows are updated by it.",
    ),
    Column(
        PLACE,
        "地点编码",
        "Place code",
        format="code",
        longest=64,
        description="地点台账中的编码。",
        description_en="A code of the register of places.",
    ),
    Column(SPOT, "具体位置", "Where exactly", longest=LONGEST_SPOT),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that can be chosen; rows and lists hold the Chinese one."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column of its own; `source` says what of a closed case fills it, if anything does."""

    column: Column
    source: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def name(self) -> str:
        return self.column.name

    def shown(self, value: Any, language: str) -> str:
        """A value of a row in the reader's language."""
        if value is None:
            return ""
        if isinstance(value, float):
            return f"{value:g}"
        english = {one.zh: one.en for one in self.choices}
        return str(value) if language.startswith("zh") else english.get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class Period:
    """A row falls due so many months after the date in a column of it."""

    column: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerDefinition:
    """One ledger. `opens` is the item of the case that somebody opens for a row that is due."""

    code: str
    zh: str
    en: str
    description_zh: str
    description_en: str
    items: tuple[str, ...] = ()
    opens: str = ""
    due: Period | None = None
    columns: tuple[LedgerColumn, ...] = field(default=())

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def description(self, language: str) -> str:
        return self.description_zh if language.startswith("zh") else self.description_en

    @property
    def schema(self) -> Schema:
        """The columns of its spreadsheet, and of its form."""
        own = (one.column for one in self.columns)
        return Schema(f"ledger-{self.code}", self.zh, self.en, (*_ALWAYS, *own))


def definition(written: Mapping[str, Any]) -> LedgerDefinition:
    """From what a file says, once it is checked."""
    due = written.get("due")
    return LedgerDefinition(
        code=written["code"],
        zh=written["name"]["zh"],
        en=written["name"]["en"],
        description_zh=written["description"]["zh"],
        description_en=written["description"]["en"],
        items=tuple(written.get("items", ())),
        opens=written.get("opens", ""),
        due=Period(due["column"], due["months"]) if due else None,
        columns=tuple(map(_column, written["columns"])),
    )


def _column(written: Mapping[str, Any]) -> LedgerColumn:
    kind = {"text": "string", "choice": "string"}.get(written["type"], written["type"])
    choices = tuple(Choice(one["zh"], one["en"]) for one in written.get("choices", ()))
    column = Column(
        written["code"],
        written["name"]["zh"],
        written["name"]["en"],
        type=kind,
        required=written.get("required", False),
        longest=LONGEST_TEXT,
        choices=tuple(one.zh for one in choices),
        least=written.get("least"),
        most=written.get("most"),
    )
    return LedgerColumn(column, written.get("from", ""), choices)
