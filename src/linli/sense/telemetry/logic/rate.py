"""Decides whether a device may send another message now (a token bucket)."""

from typing import Final

PER_SECOND: Final = 20.0
BURST: Final = 300.0


class RateLimit:
    """Each device has `BURST` messages in hand, and gets `PER_SECOND` more each second."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left: dict[str, tuple[float, float]] = {}

    def allows(self, device_id: str, now: float) -> bool:
        """Takes one message off what is left at `now` (any seconds that only go forward)."""
        left, since = self._left.get(device_id, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        if left < 1:
            return False
        self._left[device_id] = left - 1, now
        return True
