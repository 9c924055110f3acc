"""Which parts this installation should have, and how they are."""

import os
from typing import Any, Final

from django.db import DatabaseError

from linli.ground import clock
from linli.ground.parts import queries as parts

EXPECTED: Final = tuple(os.environ.get("LINLI_PARTS", "web,ingest,work").split(","))
"""The supervisor says which parts it started."""


def health() -> dict[str, dict[str, Any]]:
    """The health of each part; none is well while the database cannot be read."""
    try:
        return parts.health(EXPECTED, clock.now())
    except DatabaseError as error:
        faults = {"database": f"{type(error).__name__}: {error}"}
        return {
            part: {"ok": False, "beat_at": None, "instances": 0, "faults": faults}
            for part in EXPECTED
        }
