"""Texts at our edges: what may come in, and which of ours go out translated."""

import re
from typing import Final

# NUL and half characters break databases; other control characters break pages and print-outs, and
# those that turn the direction of writing make a name look like another.
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_UNPRINTABLE_IN_LINES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def N_(message: str) -> str:  # noqa: N802 - the name that translation tools look for
    """Marks a text for translation; the pages translate it."""
    return message


def line_fault(text: str, longest: int) -> str:
    """What is wrong with one line of text, to follow its name; empty when nothing is."""
    return plain_fault(text, longest) if text.strip() else "is empty; write it"


def plain_fault(text: str, longest: int) -> str:
    """The same for a line that may be empty."""
    if len(text) > longest:
        return f"has {len(text)} characters; {longest} is the most"
    return "" if is_plain(text) else "holds a control character; leave it out"


def is_plain(text: str) -> bool:
    """Whether one line of text can be kept, shown and printed as it is."""
    return not _UNPRINTABLE.search(text)


def holds_control(text: str) -> bool:
    """Whether text of several lines holds a control character that is no line break and no tab."""
    return bool(_UNPRINTABLE_IN_LINES.search(text))


def shown(text: str, most: int = 60) -> str:
    """The beginning of a stranger's text, fit for a sentence: ? stands for what cannot be shown."""
    return _UNPRINTABLE.sub("?", text[:most])
