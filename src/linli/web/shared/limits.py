"""How much one address may send without signing in."""

import ipaddress
import time
from typing import Final

from django.http import HttpRequest

from linli.ground.rate import RateLimit

BURST: Final = 60.0
PER_SECOND: Final = 0.5
MOST_ADDRESSES: Final = 20_000


class AddressLimit:
    """Each address has `burst` requests in hand and gets `per_second` more each second.

    Our own machine is exempt: the demo's residents speak from there, and so does a proxy, which
    has limits of its own. Of IPv6 the first 64 bits count: the rest is one household's to choose.
    """

    def __init__(
        self, burst: float = BURST, per_second: float = PER_SECOND, most: int = MOST_ADDRESSES
    ) -> None:
        self._rate = RateLimit(burst, per_second, most)

    def allows(self, address: str, now: float, count: int = 1) -> bool:
        """Takes `count` off what is left at `now` (any seconds that only go forward)."""
        whose = household(address)
        return whose is None or self._rate.allows(whose, now, count)

    @property
    def wait_seconds(self) -> int:
        """After how long the next request is taken."""
        return self._rate.wait_seconds


REPORTS: Final = AddressLimit()
"""For reports by whoever: what a street sends in a storm, and not what a script can."""


PHOTO_COST: Final = 2
"""In reports: a photo may take a hundred times as long, but each of a street has one to show."""


def may_report(request: HttpRequest) -> bool:
    """Whether this address may send another report now."""
    return _allowed(request, 1)


def may_send_photos(request: HttpRequest, count: int) -> bool:
    """Whether it may send so many photos with it; asked before any of them is looked at."""
    return _allowed(request, count * PHOTO_COST)


def photos_wait_seconds(count: int) -> int:
    """After how long so many photos are taken again."""
    return count * PHOTO_COST * REPORTS.wait_seconds


def _allowed(request: HttpRequest, count: int) -> bool:
    return REPORTS.allows(request.META.get("REMOTE_ADDR", ""), time.monotonic(), count)


def household(address: str) -> str | None:
    """What an address is counted under; None when it is not counted."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address or None
    if isinstance(known, ipaddress.IPv6Address):
        known = known.ipv4_mapped or known
    if known.is_loopback:
        return None
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
