"""A sender has a burst in hand, and a steady rate after it."""

from linli.ground.rate import RateLimit


def test_a_burst_and_then_the_rate() -> None:
    limit = RateLimit(burst=3, per_second=2, most=10)
    assert [limit.allows("d7", 0.0) for _ in range(4)] == [True, True, True, False]
    assert [limit.allows("d7", 1.0) for _ in range(3)] == [True, True, False]
    assert [limit.allows("d7", 100.0) for _ in range(4)] == [True, True, True, False]


def test_what_is_refused_costs_nothing() -> None:
    limit = RateLimit(burst=1, per_second=1, most=10)
    assert [limit.allows("d7", at) for at in (0.0, 0.5, 0.9, 1.0)] == [True, False, False, True]


def test_what_costs_more_takes_more() -> None:
    limit = RateLimit(burst=5, per_second=1, most=10)
    assert [limit.allows("d7", at, 3) for at in (0.0, 0.0, 0.5, 1.0)] == [True, False, False, True]
    assert not limit.allows("d7", 1.0)


def test_senders_do_not_share() -> None:
    limit = RateLimit(burst=1, per_second=1, most=10)
    assert limit.allows("d7", 0.0)
    assert limit.allows("d8", 0.0)
    assert not limit.allows("d7", 0.0)


def test_the_sender_not_heard_of_for_the_longest_is_forgotten() -> None:
    limit = RateLimit(burst=1, per_second=0.001, most=2)
    assert limit.allows("d7", 0.0)
    assert limit.allows("d8", 1.0)
    assert not limit.allows("d7", 2.0)
    assert limit.allows("d9", 3.0)  # d8 is forgotten
    assert not limit.allows("d7", 4.0)
    assert limit.allows("d8", 5.0)


def test_a_sender_is_told_how_long_to_wait() -> None:
    assert RateLimit(burst=1, per_second=0.5, most=10).wait_seconds == 2
