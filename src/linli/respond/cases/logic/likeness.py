"""Decides which open cases may be one problem: by words, distance, age and item. Pure.

Words and pairs of neighbouring characters are weighed by how rare they are among the cases that are
compared (TF-IDF, Salton and Buckley 1988): "the bins in our yard" is said by everybody, "the green
bins behind the school" by two.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from linli.ground.search.logic.texts import plain, tokens

FARTHEST_M: Final = 300.0
LEAST: Final = 0.5
"""What is less alike is not suggested."""

LIKELY: Final = 0.65
"""At the same place just now, and of the same item or with some of the same words."""

_WORDS, _CLOSE, _ITEM, _AGE = 0.3, 0.35, 0.15, 0.2
"""Chosen on other seeds than those by which `tests/logic/test_cases_likeness.py` measures."""

_UNKNOWN: Final = 0.5
_HALF_AS_NEW: Final = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a case is compared. `metres`: how far it is from the one that others are held to."""

    text: str
    item: str
    at: datetime
    metres: float | None = None
    is_same_place: bool = False


def likenesses(one: Sketch, others: Sequence[Sketch]) -> list[float]:
    """How likely each of the others is the same problem, from 0 to 1."""
    by_words = _by_words(one.text, [other.text for other in others])
    return [
        _WORDS * words
        + _CLOSE * _closeness(other)
        + _ITEM * (one.item == other.item)
        + _AGE / (1 + abs((one.at - other.at).total_seconds()) / _HALF_AS_NEW)
        for other, words in zip(others, by_words, strict=True)
    ]


def _closeness(other: Sketch) -> float:
    if other.is_same_place:
        return 1.0
    if other.metres is None:
        return _UNKNOWN
    return max(0.0, 1 - other.metres / FARTHEST_M)


def _by_words(text: str, others: Sequence[str]) -> list[float]:
    """The cosine of the weighed words of the text and of each other one."""
    told = [_terms(one) for one in (text, *others)]
    known = Counter(term for terms in told for term in terms)
    rare = {term: math.log((1 + len(told)) / (1 + count)) + 1 for term, count in known.items()}
    own = told[0]
    return [_cosine(own, terms, rare) for terms in told[1:]]


def _cosine(one: set[str], other: set[str], rare: dict[str, float]) -> float:
    shared = sum(rare[term] ** 2 for term in one & other)
    lengths = [math.sqrt(sum(rare[term] ** 2 for term in terms)) for terms in (one, other)]
    return shared / (lengths[0] * lengths[1]) if shared else 0.0


def _terms(text: str) -> set[str]:
    """Words, and pairs of signs that stand in a row: a single sign says too little."""
    return {term for term in tokens(plain(text)) if len(term) > 1}
