"""Places by their codes, as programs name them."""

from django.utils.translation import gettext as _

from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.api.v1.shapes import Unusable


def place_of(code: str, field: str = "place") -> PlaceRow:
    """The place with this code. Raises `Unusable`."""
    found = places.by_code(code)
    if found is None:
        reason = _("There is no place with the code “%(code)s”.") % {"code": code}
        raise Unusable(field, reason)
    return found


def place_id_of(code: str | None, field: str = "place") -> int | None:
    """The id of the place with this code; None stays None. Raises `Unusable`."""
    return place_of(code, field).id if code is not None else None
