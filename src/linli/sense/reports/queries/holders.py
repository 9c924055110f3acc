"""Whether somebody who holds a receipt may open what lies under it."""

import hmac
from typing import Final

from linli.sense.reports.models import Report
from linli.wire.phones import digits_of

_SHORTEST_GUARD: Final = 7


def is_guarded(receipt: str) -> bool:
    """Whether its reporter left a phone number, whose last digits are a second key.

    A short number, such as that of a service, is no secret of a person.
    """
    return bool(_phone_of(receipt))


def fits(receipt: str, digits: str) -> bool:
    """Whether the phone number that was left with this report ends with these four digits."""
    phone = _phone_of(receipt)
    return bool(phone) and hmac.compare_digest(phone[-4:].encode(), digits.encode())


def is_reporter(receipt: str, user_id: int) -> bool:
    """Whether this person sent it while signed in."""
    return Report.objects.filter(receipt=receipt, reporter_id=user_id).exists()


def _phone_of(receipt: str) -> str:
    """The digits of the number, without its extension and what stands between them."""
    if not receipt.isascii() or not receipt.isalnum():
        return ""
    found = Report.objects.filter(receipt=receipt).values_list("reporter_phone", flat=True)
    digits = digits_of(found.first() or "")
    return digits if len(digits) >= _SHORTEST_GUARD else ""
