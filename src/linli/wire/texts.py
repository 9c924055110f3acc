"""Texts at our edges: what may come in, and which of ours go out translated."""

import re
from typing import Final

# NUL and half characters break databases; other control characters break pages and print-outs.
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNPRINTABLE_IN_LINES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def N_(message: str) -> str:  # noqa: N802 - the name that translation tools look for
    """Marks a text for translation; the pages translate it."""
    return message


def line_fault(text: str, longest: int) -> str:
    """What is wrong with one line of text, to follow its name; empty when nothing is."""
    if not text.strip():
        return "is empty; write it"
    if len(text) > longest:
        return f"has {len(text)} characters; {longest} is the most"
    if _UNPRINTABLE.search(text):
        return "holds a control character; leave it out"
    return ""


def holds_control(text: str) -> bool:
    """Whether text of several lines holds a control character that is no line break and no tab."""
    return bool(_UNPRINTABLE_IN_LINES.search(text))


def printable(text: str) -> str:
    """The text with a question mark for each character that cannot be shown."""
    return _UNPRINTABLE.sub("?", text)
