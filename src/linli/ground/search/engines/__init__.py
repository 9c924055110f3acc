"""Keeps the tokens of documents and finds positions by them: in SQLite's way, in PostgreSQL's."""

from typing import Protocol

from django.db import connection

from linli.ground.search.engines import postgresql, sqlite
from linli.ground.search.logic.sought import Sought


class Engine(Protocol):
    """What both do. A position whose document is gone may be found still."""

    def write(self, position: int, tokens: set[str]) -> None:
        """Keeps these tokens instead of those before."""

    def drop(self, position: int) -> None:
        """Forgets the tokens."""

    def newest(
        self, wanted: Sought, above: int, below: int, limit: int, *, is_rare: bool = False
    ) -> list[int]:
        """The positions between these two whose tokens fit, the highest first.

        `is_rare`: no more than some thousands fit, so that all may be asked for at once.
        """


_ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}


def engine() -> Engine:
    return _ENGINES[connection.vendor]
