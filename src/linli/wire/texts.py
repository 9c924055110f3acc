"""What text may cross our edges: short enough, and without characters that databases refuse."""

import re
from typing import Final

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def line_fault(text: str, longest: int) -> str:
    """What is wrong with one line of text, to follow its name; empty when nothing is."""
    if not text.strip():
        return "is empty; write it"
    if len(text) > longest:
        return f"has {len(text)} characters; {longest} is the most"
    if _UNPRINTABLE.search(text):
        return "holds a control character; leave it out"
    return ""


def printable(text: str) -> str:
    """The text with a question mark for each character that cannot be shown."""
    return _UNPRINTABLE.sub("?", text)
