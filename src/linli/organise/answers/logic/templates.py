"""Texts that the desk begins an answer with, and what is put into them. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

LONGEST_NAME: Final = 40
LONGEST_TEMPLATE: Final = 500
"""So that what is put in still fits into an answer."""
MOST_TEMPLATES: Final = 200


class Part(StrEnum):
    """What can be put in. The receipt is each reader's own."""

    RECEIPT = "receipt"
    ITEM = "item"
    PLACE = "place"
    UNIT = "unit"
    TIME = "time"


NAMES: Final[dict[str, Part]] = {
    **{part.value: part for part in Part},
    "受理编号": Part.RECEIPT,
    "事项": Part.ITEM,
    "地点": Part.PLACE,
    "单位": Part.UNIT,
    "时间": Part.TIME,
}
"""As they are written between braces, in either language."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")


def read_template(name: str, text: str) -> tuple[str, str]:
    """The name and the text, fit to be kept. Raises `BadText`, also for a part that is unknown."""
    called = read_text("name", name, LONGEST_NAME)
    said = read_text("text", text, LONGEST_TEMPLATE)
    for found in _PLACEHOLDER.findall(said):
        if found.strip() not in NAMES:
            message = N_('"{%(part)s}" is nothing that can be put in; use one of: %(known)s.')
            known = ", ".join(f"{{{name}}}" for name in NAMES)
            raise BadText("text", message, {"part": found[:40], "known": known})
    return called, said


def fill(text: str, values: Mapping[Part, str]) -> str:
    """The text with what is known put in; what is not stays for a person to write."""

    def put(found: re.Match[str]) -> str:
        part = NAMES.get(found.group(1).strip())
        return values.get(part, found.group()) if part else found.group()

    return _PLACEHOLDER.sub(put, text)
