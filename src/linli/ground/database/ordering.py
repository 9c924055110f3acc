"""Columns that the database works out itself, for lists: an index orders only by what rows hold."""

from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import (
    Case,
    DateTimeField,
    GeneratedField,
    PositiveSmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

FAR_AHEAD: Final = datetime(9999, 1, 1, tzinfo=UTC)


def first_where(**condition: Any) -> "GeneratedField":
    """0 where a row meets the condition, else 1."""
    ranks = Case(When(**condition, then=0), default=1)
    return GeneratedField(
        expression=ranks, output_field=PositiveSmallIntegerField(), db_persist=True
    )


def or_far_ahead(*times: Any) -> "GeneratedField":
    """The first of these that there is, or a time that nobody lives to see: never NULL, which
    databases order differently."""
    time = Coalesce(*times, Value(FAR_AHEAD), output_field=DateTimeField())
    return GeneratedField(expression=time, output_field=DateTimeField(), db_persist=True)
