"""How much each of many senders may send: a token bucket for each name."""

import threading


class RateLimit:
    """Each sender has `burst` things in hand, and gets `per_second` more each second.

    Of more than `most` senders the one not heard of for the longest is forgotten; it has its whole
    burst again. Fit for many threads.
    """

    def __init__(self, burst: float, per_second: float, most: int) -> None:
        self._burst = burst
        self._per_second = per_second
        self._most = most
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def allows(self, sender: str, now: float, count: int = 1) -> bool:
        """Takes so many off what is left at `now` (any seconds that only go forward)."""
        with self._lock:
            left, since = self._left.pop(sender, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._per_second)
            is_allowed = left >= count
            self._left[sender] = left - count * is_allowed, now
            if len(self._left) > self._most:
                del self._left[next(iter(self._left))]
        return is_allowed

    @property
    def wait_seconds(self) -> int:
        """After how long the next thing is taken."""
        return round(1 / self._per_second)
