"""Reads orders out of text that was copied from the hotline's own pages. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Final

NameOf = Callable[[str], str]
"""The column that a heading means; empty for none."""

NUMBER: Final = "number"

_LABELLED: Final = re.compile(r"\s*([^：:\s][^：:]{0,19})[：:]\s*(.*)")


def read_pasted(text: str, name_of: NameOf) -> list[dict[str, str]]:
    """One order for each row of a copied table, or for each block of “label: value” lines.

    Nothing is found in text that is neither.
    """
    return _table(text, name_of) or list(_blocks(text, name_of))


def _table(text: str, name_of: NameOf) -> list[dict[str, str]]:
    """Cells with tabs between them, as every spreadsheet and most web pages copy; a first row of
    headings says what they are."""
    rows = [row for row in csv.reader(io.StringIO(text), delimiter="\t") if any(row)]
    names = [name_of(heading) for heading in rows[0]] if rows else []
    if NUMBER not in names or len(names) == 1:
        return []
    return [
        {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}
        for row in rows[1:]
    ]


def _blocks(text: str, name_of: NameOf) -> Iterator[dict[str, str]]:
    """A label that stood before begins the next order; a line without one goes on with the last."""
    order: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        found = _LABELLED.fullmatch(line)
        name = name_of(found[1]) if found else ""
        if found is None or not name:
            if last and line.strip():
                order[last] = f"{order[last]}\n{line.strip()}".strip()
            continue
        if name in order and name == NUMBER:
            yield order
            order = {}
        order[name], last = found[2].strip(), name
    if NUMBER in order:
        yield order
