"""A counter of tries: how many are in hand, and when the next one is."""

from linli.ground.tries.logic import Bound

BOUND = Bound("receipt", most=3, seconds_each=60)


def test_three_are_in_hand_and_the_fourth_is_not() -> None:
    whole_at, taken = 0.0, 0
    while whole_at <= BOUND.latest(1000.0):
        whole_at, taken = max(whole_at, 1000.0) + BOUND.seconds_each, taken + 1
    assert taken == 3
    assert BOUND.wait_seconds(whole_at, 1000.0) == 60
    assert BOUND.wait_seconds(whole_at, 1059.2) == 1


def test_one_comes_back_at_a_time() -> None:
    spent = 1000.0 + 3 * BOUND.seconds_each
    assert spent > BOUND.latest(1059.9)
    assert spent <= BOUND.latest(1060.0)
