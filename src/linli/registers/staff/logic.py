"""Decides what an entry of the staff list must look like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from linli.wire.phones import is_written_phone
from linli.wire.texts import N_, line_fault, plain_fault

LONGEST_NAME: Final = 80
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class BadStaff(ValueError):
    """An entry that cannot be kept as it is; `field` names the culprit.

    `message % values` is the reason; pages translate the message first.
    """

    def __init__(self, field: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.field = field
        self.message = message
        self.values = dict(values or {})
        super().__init__(f"{field}: {message % self.values}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDetails:
    """Somebody who works for a party; the numbers are those of work."""

    code: str
    name: str
    party_id: int
    post_id: int | None = None
    title: str = ""
    mobile: str = ""
    landline: str = ""
    extension: str = ""
    user_id: int | None = None
    has_left: bool = False


def check_staff(details: StaffDetails) -> None:
    """Raises `BadStaff` for the first thing that is wrong."""
    if not _CODE.fullmatch(details.code):
        wrong = N_("“%(code)s” cannot be a code; use up to 64 letters, digits, dots and dashes")
        raise BadStaff("code", wrong, {"code": details.code[:64]})
    if fault := line_fault(details.name, LONGEST_NAME):
        raise BadStaff("name", fault.message, fault.values)
    if fault := plain_fault(details.title, LONGEST_NAME):
        raise BadStaff("title", fault.message, fault.values)
    for field in ("mobile", "landline", "extension"):
        number = getattr(details, field)
        if number and not is_written_phone(number) and not number.isdecimal():
            wrong = N_("“%(phone)s” is not a telephone number; use digits, - and spaces")
            raise BadStaff(field, wrong, {"phone": number[:32]})
    if details.extension and not details.landline:
        raise BadStaff("extension", N_("belongs to a landline; give that too"))


def masked(number: str) -> str:
    """A number that can be told apart but not called: 139****0000."""
    if len(number) < 7:
        return "*" * len(number)
    return f"{number[:3]}****{number[-4:]}"
