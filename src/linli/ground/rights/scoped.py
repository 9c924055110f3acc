"""The columns of rows that lie in the five fixed levels."""

from typing import Final

from django.db import models

from linli.ground.rights.table import LEVELS

LEVEL_COLUMNS: Final = tuple(f"{level}_id" for level in LEVELS)

NOWHERE: Final = models.Q(**dict.fromkeys(LEVEL_COLUMNS))
"""Rows that have no place yet."""


class Scoped(models.Model):
    """Mixin for rows that are listed: the five fixed levels they lie in (ids of places).

    Path prefixes are too slow at a million rows: measured 24 to 91 ms against 0.05 ms.
    """

    city_id = models.BigIntegerField(null=True)
    district_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


def indexes_by_level(table: str, *order: str) -> list[models.Index]:
    """For a table that is listed by reach: an index for each level, in the order of the list."""
    return [
        models.Index(fields=[column, *order], name=f"{table}_{column.removesuffix('_id')}")
        for column in LEVEL_COLUMNS
    ]


def open_indexes_by_level(table: str, *order: str) -> list[models.Index]:
    """The same for the rows that are open: few, however many have been.

    Behind the order may stand what the list is filtered by: it is read from the index, too.
    """
    return [
        models.Index(
            fields=[column, *order],
            name=f"{table}_open_{column.removesuffix('_id')}",
            condition=models.Q(is_open=True),
        )
        for column in LEVEL_COLUMNS
    ]
