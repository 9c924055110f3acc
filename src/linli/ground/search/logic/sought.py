"""Turns what a person typed into what a document must hold, and into the words of each engine."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from linli.ground.search.logic.texts import kind_of, plain, stem, units

LONGEST_QUERY: Final = 200
MOST_TOKENS: Final = 24
"""More are not asked of the engine: what it finds is compared with the pieces anyway."""

_MARK: Final = re.compile("[a-z0-9_]+=[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something typed without a blank: what must stand in a row, and the tokens that follow.

    A word may go on behind its end: `lamp` finds lamps, but `3` does not find 13.
    """

    needle: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """A document is found if one of the `ways` holds with all of its pieces.

    Each group of `marks` must have one that the document has; an empty group finds nothing.
    """

    ways: tuple[tuple[Piece, ...], ...]
    marks: tuple[tuple[str, ...], ...] = ()

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing can be found: there is no word in it, or no mark would do."""
        return not self.ways or not all(self.marks)

    def is_in(self, text: str) -> bool:
        """Whether a document in plain form holds the pieces."""
        return any(all(piece.needle in text for piece in way) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes its questions."""

    both: str
    either: str
    quote: str


FTS5: Final = Dialect(both=" AND ", either=" OR ", quote='"')
TSQUERY: Final = Dialect(both=" & ", either=" | ", quote="'")


def sought(*typed: str, marks: Iterable[Iterable[str]] = ()) -> Sought:
    """What to look for: any of the texts, each by all that stands in it between blanks.

    No character has a meaning of its own; what holds no sign and no word finds nothing.
    """
    ways = dict.fromkeys(_pieces(text) for text in typed)
    groups = tuple(tuple(filter(is_mark, dict.fromkeys(group))) for group in marks)
    return Sought(tuple(way for way in ways if way), groups)


def is_mark(text: str) -> bool:
    """Whether a document can have this mark: small letters, digits, `_`, and `=` between."""
    return _MARK.fullmatch(text) is not None


def expression(wanted: Sought, dialect: Dialect) -> str:
    """The question to the engine: necessary, but not sufficient (`Sought.is_in`)."""
    ways = [_all_of(_chosen(way), dialect) for way in wanted.ways]
    groups = [
        _one_of([_quoted(mark, dialect) for mark in group], dialect) for group in wanted.marks
    ]
    return dialect.both.join([_one_of(ways, dialect), *groups])


def _pieces(typed: str) -> tuple[Piece, ...]:
    chunks = typed[:LONGEST_QUERY].split()
    return tuple(dict.fromkeys(piece for chunk in chunks if (piece := _piece(plain(chunk)))))


def _piece(line: str) -> Piece | None:
    found = list(units(line))
    if not found:
        return None
    needle = line.rstrip()  # what is typed may go on
    if kind_of(found[0][0][0]) == "sign":
        needle = needle.lstrip()
    pairs = [stem(one) + other for (one, _), (other, follows) in pairwise(found) if follows]
    follows = [*(is_next for _, is_next in found[1:]), False]
    alone = [
        stem(unit)
        for (unit, is_next), has_next in zip(found, follows, strict=True)
        if not (is_next or has_next)
    ]
    return Piece(needle, tuple(dict.fromkeys([*pairs, *alone])))


def _chosen(way: tuple[Piece, ...]) -> list[str]:
    """The longest tokens first: they are the rarest."""
    found = dict.fromkeys(token for piece in way for token in piece.tokens)
    return sorted(found, key=len, reverse=True)[:MOST_TOKENS]


def _all_of(tokens: list[str], dialect: Dialect) -> str:
    return dialect.both.join(_quoted(token, dialect) for token in tokens)


def _one_of(parts: list[str], dialect: Dialect) -> str:
    return f"({dialect.either.join(f'({part})' for part in parts)})"


def _quoted(token: str, dialect: Dialect) -> str:
    """Tokens and marks are of letters, digits and signs: there is nothing in them to escape."""
    return f"{dialect.quote}{token}{dialect.quote}"
