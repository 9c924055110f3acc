"""Reads and checks the files that define ledgers; every fault is named by file and line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from linli.registers.catalogue import reading
from linli.registers.catalogue.checks import (
    CODE,
    Many,
    Shape,
    Wrong,
    built_in,
    faults_of,
    flag,
    one_of,
    pattern,
    spoken,
    text_up_to,
    whole,
    words_up_to,
)
from linli.registers.catalogue.ledgers import NUMBER, PLACE, SPOT, LedgerDefinition, definition
from linli.registers.catalogue.reading import Fault, KeyPath
from linli.wire.texts import N_

SHIPPED: Final = Path(__file__).parent
MOST_LEDGERS: Final = 50
MOST_COLUMNS: Final = 30
LONGEST_CODE: Final = 24

TYPES: Final = ("text", "number", "date", "choice")
"""None of these holds a person: who somebody is has no column in a ledger."""

SOURCES: Final = {
    "item": "text",
    "result": "text",
    "address": "text",
    "opened": "date",
    "closed": "date",
}
"""What of a closed case can fill a column, and the type that this column has."""

_COLUMN: Final = Shape(
    required={
        "code": pattern(CODE, LONGEST_CODE, "checked_on"),
        "name": words_up_to(30),
        "type": one_of(TYPES),
    },
    optional={
        "required": flag,
        "from": one_of(tuple(SOURCES)),
        "choices": Many(words_up_to(20), most=30),
        "least": whole(-1_000_000_000, 1_000_000_000),
        "most": whole(-1_000_000_000, 1_000_000_000),
    },
)
LEDGER: Final = Shape(
    required={
        "code": pattern(CODE, LONGEST_CODE, "fire_facilities"),
        "name": words_up_to(30),
        "description": words_up_to(200),
        "columns": Many(_COLUMN, most=MOST_COLUMNS),
    },
    optional={
        "items": Many(text_up_to(64), most=100),
        "opens": text_up_to(64),
        "due": Shape({"column": text_up_to(LONGEST_CODE), "months": whole(1, 600)}),
    },
)


class WrongLedger(Exception):
    """A shipped file that cannot be used: a fault of the program."""


@dataclass(slots=True)
class Ledgers:
    """The ledgers of a folder, in the order of their files, and all faults."""

    known: dict[str, LedgerDefinition] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_ledgers(folder: Path) -> Ledgers:
    """With faults they must not be used."""
    found = Ledgers()
    for file in sorted(folder.glob("*.yaml"))[:MOST_LEDGERS]:
        sheet = reading.read(file)
        if not sheet.faults:
            for path, wrong in _all_faults(sheet.value):
                sheet.blame(path, f"{spoken(path)}{wrong}")
        if not sheet.faults and sheet.value["code"] in found.known:
            sheet.blame(("code",), f'code: "{sheet.value["code"]}" is used already.')
        if not sheet.faults:
            one = definition(sheet.value)
            found.known[one.code] = one
        found.faults += sheet.faults
    return found


@cache
def shipped() -> Mapping[str, LedgerDefinition]:
    """The ledgers of this program by their codes. Raises `WrongLedger`."""
    found = read_ledgers(SHIPPED)
    if found.faults:
        raise WrongLedger("; ".join(map(str, found.faults)))
    return found.known


def _all_faults(value: Any) -> Iterator[tuple[KeyPath, Wrong]]:
    found = list(faults_of(value, LEDGER, ()))
    yield from found or _contradictions(value)


def _contradictions(value: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Wrong]]:
    """Values that are fine by themselves and cannot stand together."""
    items = built_in().spots
    for number, code in enumerate(value.get("items", ())):
        if code not in items:
            yield ("items", number), Wrong(N_("there is no item “%(code)s”."), {"code": code})
    if value.get("opens", "") not in {"", *items}:
        message = N_("there is no item “%(code)s”.")
        yield ("opens",), Wrong(message, {"code": value["opens"]})
    kinds: dict[str, str] = {}
    for number, column in enumerate(value["columns"]):
        for key, wrong in _of_column(column, {*kinds, NUMBER, PLACE, SPOT}):
            yield ("columns", number, key), wrong
        if value.get("items") and column.get("required") and "from" not in column:
            message = N_("closed cases feed this ledger, and nothing fills this column then.")
            yield ("columns", number, "required"), Wrong(message)
        kinds[column["code"]] = column["type"]
    due = value.get("due")
    if due and kinds.get(due["column"]) != "date":
        message = N_("there is no date column “%(code)s”.")
        yield ("due", "column"), Wrong(message, {"code": due["column"]})


def _of_column(column: Mapping[str, Any], taken: set[str]) -> Iterator[tuple[str, Wrong]]:
    if column["code"] in taken:
        yield "code", Wrong(N_("“%(code)s” stands here twice."), {"code": column["code"]})
    if (column["type"] == "choice") != ("choices" in column):
        yield "type", Wrong(N_("choices belong to columns of the type choice, and only there."))
    source = column.get("from")
    if source and SOURCES[source] != column["type"]:
        wanted = {"source": source, "type": SOURCES[source]}
        yield "from", Wrong(N_("%(source)s fills a column of the type %(type)s."), wanted)
    is_bounded = "least" in column or "most" in column
    if is_bounded and column["type"] != "number":
        yield "type", Wrong(N_("least and most belong to numbers."))
