"""Texts at our edges: what may come in, and which of ours go out translated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line, to follow its name. Pages translate `message`."""

    message: str
    values: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values


def line_fault(text: str, longest: int) -> LineFault | None:
    """What is wrong with one line of text, if anything is."""
    return plain_fault(text, longest) if text.strip() else LineFault(N_("is empty; write it"))


def plain_fault(text: str, longest: int) -> LineFault | None:
    """The same for a line that may be empty."""
    if len(text) > longest:
        lengths = {"length": len(text), "most": longest}
        return LineFault(N_("has %(length)d characters; %(most)d is the most"), lengths)
    return None if is_plain(text) else LineFault(N_("holds a control character; leave it out"))


def is_plain(text: str) -> bool:
    """Whether one line of text can be kept, shown and printed as it is."""
    return not _UNPRINTABLE.search(text)


def holds_control(text: str) -> bool:
    """Whether text of several lines holds a control character that is no line break and no tab."""
    return bool(_UNPRINTABLE_IN_LINES.search(text))


def shown(text: str, most: int = 60) -> str:
    """The beginning of a stranger's text, fit for a sentence: ? stands for what cannot be shown."""
    return _UNPRINTABLE.sub("?", text[:most])
