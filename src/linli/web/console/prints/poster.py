"""A poster for a lift, a door or an estate: scan it to report something here."""

from typing import Final

from django.utils.translation import gettext as _

from linli.ground.prints.blocks import Poster
from linli.web.shared.qr import qr_print
from linli.web.shared.receipts import spaced
from linli.wire.texts import N_

TITLES: Final[dict[str, str]] = {
    "lift": N_("Something wrong with this lift?"),
    "door": N_("Something wrong at this door?"),
    "estate": N_("Something wrong around here?"),
}


def tag_poster(kind: str, place: str, code: str, address: str) -> Poster:
    """`address` is what the code leads to; the code is also there to be typed."""
    return Poster(
        title=_(TITLES.get(kind, TITLES["estate"])),
        lines=(
            _("Scan the code and tell us: no app, no account."),
            _("In danger call 119, 110 or 120 first."),
        ),
        place=place,
        number=_("Code of this place: %(code)s") % {"code": spaced(code)},
        footer=_("Nobody keeps who scans it."),
        code=qr_print(address),
    )
