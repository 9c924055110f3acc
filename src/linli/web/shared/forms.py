"""Reads values of forms that pages send; a value that no page of ours sends is a bad request."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest


def number_of(request: HttpRequest, name: str) -> int:
    """A whole number that the form must hold. Raises `BadRequest`, which answers 400."""
    given = request.POST.get(name, "")
    if not given.isdecimal() or len(given) > 18:
        raise BadRequest(f"{name} is {given[:20]!r}; it must be a whole number.")
    return int(given)
