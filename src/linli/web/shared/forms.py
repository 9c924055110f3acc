"""Reads values of forms that pages send; a value that no page of ours sends is a bad request."""

from datetime import date, datetime, time
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

MOST_CHOSEN: Final = 100


def number_of(request: HttpRequest, name: str) -> int:
    """A whole number that the form must hold. Raises `BadRequest`, which answers 400."""
    given = request.POST.get(name, "")
    if not given.isdecimal() or len(given) > 18:
        raise BadRequest(f"{name} is {given[:20]!r}; it must be a whole number.")
    return int(given)


def numbers_of(request: HttpRequest, name: str) -> tuple[int, ...]:
    """The whole numbers that were chosen in a list of the form. Raises `BadRequest`."""
    given = request.POST.getlist(name)
    if len(given) > MOST_CHOSEN or any(not one.isdecimal() or len(one) > 18 for one in given):
        raise BadRequest(f"{name} must be at most {MOST_CHOSEN} whole numbers.")
    return tuple(map(int, given))


def moment_typed(typed: str) -> datetime | None:
    """A day and a time of day here, as browsers send it; None for what is none."""
    try:
        return timezone.make_aware(datetime.fromisoformat(typed))
    except (ValueError, OverflowError):
        return None


def evening_of(typed: str) -> datetime | None:
    """The end of that day here; None for what is no day."""
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(typed), time(23, 59)))
    except (ValueError, OverflowError):
        return None
