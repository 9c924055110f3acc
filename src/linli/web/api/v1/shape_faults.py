"""Says in the reader's language what is wrong with the shape of a value that a program sent."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

NOT_WHOLE: Final = gettext_noop("This is not a whole number.")
NOT_A_NUMBER: Final = gettext_noop("This is not a number.")
NOT_A_TIME: Final = gettext_noop(
    "This is not a time with its offset; write it like 2026-11-24T08:00:00+08:00."
)
UNKNOWN: Final = gettext_noop("This is not known; use one of %(expected)s.")
NOT_AN_OBJECT: Final = gettext_noop("This is not an object.")

SENTENCES: Final[Mapping[str, str]] = {
    "missing": gettext_noop("This is missing."),
    "greater_than_equal": gettext_noop("This is too small; %(ge)s is the least."),
    "greater_than": gettext_noop("This is too small; it must be more than %(gt)s."),
    "less_than_equal": gettext_noop("This is too large; %(le)s is the most."),
    "less_than": gettext_noop("This is too large; it must be less than %(lt)s."),
    "int_parsing": NOT_WHOLE,
    "int_type": NOT_WHOLE,
    "int_from_float": NOT_WHOLE,
    "int_parsing_size": gettext_noop("This number has too many digits."),
    "float_parsing": NOT_A_NUMBER,
    "float_type": NOT_A_NUMBER,
    "finite_number": NOT_A_NUMBER,
    "bool_parsing": gettext_noop("This is neither true nor false."),
    "bool_type": gettext_noop("This is neither true nor false."),
    "string_type": gettext_noop("This is not text."),
    "string_too_short": gettext_noop("This is too short; write %(min_length)s characters or more."),
    "string_too_long": gettext_noop("This is too long; %(max_length)s characters are the most."),
    "string_pattern_mismatch": gettext_noop("This holds characters that are not allowed here."),
    "too_long": gettext_noop("These are too many; %(max_length)s are the most."),
    "literal_error": UNKNOWN,
    "enum": UNKNOWN,
    "uuid_parsing": gettext_noop("This is not an id."),
    "uuid_type": gettext_noop("This is not an id."),
    "datetime_parsing": NOT_A_TIME,
    "datetime_type": NOT_A_TIME,
    "datetime_from_date_parsing": NOT_A_TIME,
    "timezone_aware": NOT_A_TIME,
    "list_type": gettext_noop("This is not a list."),
    "dict_type": NOT_AN_OBJECT,
    "model_type": NOT_AN_OBJECT,
    "model_attributes_type": NOT_AN_OBJECT,
}
"""By pydantic's own names of what it finds wrong."""


def told(error: Mapping[str, Any]) -> str:
    """One of pydantic's errors as a sentence; one that is rare stays in its English."""
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return str(error["msg"])
    values = dict(error.get("ctx", {}))
    if "expected" in values:
        values["expected"] = ", ".join(re.findall(r"'([^']*)'", values["expected"]))
    return gettext(sentence) % values
