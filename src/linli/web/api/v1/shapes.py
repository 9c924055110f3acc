"""Bounds that every value of a request keeps, and the shapes that answers share."""

from datetime import UTC, datetime
from typing import Annotated, Final, Generic, TypeVar

from ninja import Query, Schema
from pydantic import AfterValidator, AwareDatetime, Field

T = TypeVar("T")

NO_NUL: Final = r"^[^\x00]*$"
CODE: Final = r"^[A-Za-z0-9_.:\-]+$"
MOST_ROWS: Final = 200
USUAL_ROWS: Final = 50
LARGEST_VERSION: Final = 2**31 - 1

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=CODE)]
"""The code of an item, place or party, or the id of a device."""
Reason = Annotated[str, Field(max_length=1000, pattern=NO_NUL)]
Words = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(9000, 1, 1, tzinfo=UTC)),
    AfterValidator(lambda at: at.astimezone(UTC)),
]
"""A time with its offset; beyond these years no calendar and no database can follow.

PostgreSQL knows no offset of more than 16 hours: what comes in goes on as UTC.
"""
Version = Annotated[int, Field(ge=0, le=LARGEST_VERSION)]
"""The version that was read; a change in between is refused with 409."""

Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows in one answer.")]
Cursor = Annotated[
    str,
    Query(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$", description="`next` of a list."),
]


class Listed(Schema, Generic[T]):
    """Some of a list; `next` is the cursor to go on with, or null at its end."""

    items: list[T]
    next: str | None


class FieldErrorOut(Schema):
    field: str
    reason: str


class ProblemOut(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    current: int | None = Field(None, description="The version that stands, after a stale one.")
    errors: list[FieldErrorOut] = Field([], description="Each field that cannot be used.")


class Unusable(Exception):
    """A value has the right shape and still cannot be used; answered with 422."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
