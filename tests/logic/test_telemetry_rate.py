"""A device has a burst in hand, and a steady rate after it."""

from linli.sense.telemetry.logic.rate import RateLimit


def test_a_burst_and_then_the_rate() -> None:
    limit = RateLimit(per_second=2, burst=3)
    assert [limit.allows("d7", 0.0) for _ in range(4)] == [True, True, True, False]
    assert [limit.allows("d7", 1.0) for _ in range(3)] == [True, True, False]
    assert [limit.allows("d7", 100.0) for _ in range(4)] == [True, True, True, False]


def test_devices_do_not_share() -> None:
    limit = RateLimit(per_second=1, burst=1)
    assert limit.allows("d7", 0.0)
    assert limit.allows("d8", 0.0)
    assert not limit.allows("d7", 0.0)
