"""The process that opens one workbook: the file comes by the standard input, the sheet goes out.

`python -m linli.ground.sheets.opener ROWS BYTES SECONDS`, with what it may take of memory and CPU.
It knows neither settings nor database.
"""

import sys
from dataclasses import dataclass
from typing import Any

import msgspec

from linli.ground.apart import bound
from linli.ground.sheets.faults import Unreadable
from linli.ground.sheets.workbook import Sheet, read_workbook


@dataclass(frozen=True, slots=True)
class Answer:
    """A sheet, or why there is none: a message and its values."""

    sheet: Sheet | None = None
    refusal: tuple[str, dict[str, Any]] | None = None


def main(most_rows: int, most_memory: int, most_cpu_seconds: int) -> None:
    bound(most_memory, most_cpu_seconds)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer(sys.stdin.buffer.read(), most_rows)))


def answer(content: bytes, most_rows: int) -> Answer:
    try:
        return Answer(sheet=read_workbook(content, most_rows))
    except Unreadable as refusal:
        return Answer(refusal=(refusal.message, refusal.values))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
