"""What is known of the cases that were taken over, and of the maps that told how."""

from pathlib import Path
from typing import Final
from uuid import UUID

from linli.respond.cases.logic.history import HistoryMap, read_map
from linli.respond.cases.models import KeptMap, PastCase

EXAMPLE: Final = (Path(__file__).parents[1] / "schemas" / "history.toml").read_text("utf-8")
"""A map to begin with, with what each line is for."""


def last_map() -> str:
    """The map that was kept last; empty before the first."""
    return KeptMap.objects.order_by("-made_at").values_list("text", flat=True).first() or ""


def kept_map(code: str) -> HistoryMap:
    """Raises ValueError for a code that no map has."""
    return read_map(map_text(code))


def map_text(code: str) -> str:
    """As it was written. Raises ValueError for a code that no map has."""
    found = KeptMap.objects.filter(pk=code).values_list("text", flat=True).first()
    if found is None:
        raise ValueError(f'"{code[:40]}" is no map that is kept.')
    return found


def known_numbers(source: str) -> frozenset[str]:
    """What this source calls the cases that are here already."""
    return frozenset(PastCase.objects.filter(source=source).values_list("number", flat=True))


def words_of(case_id: UUID) -> list[str]:
    """By what a case was known where it comes from; nothing for our own."""
    found = PastCase.objects.filter(pk=case_id).values_list("number", "kind").first()
    return [word for word in found or () if word]
