"""Few are at work at once, some wait in line, and who comes behind them is told so at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from linli.ground.turns import NoTurn, Turns


def test_as_many_as_may_are_at_work_at_once() -> None:
    turns = Turns(at_work=2, in_line=0, seconds=0)

    with turns.turn(), turns.turn(), pytest.raises(NoTurn), turns.turn():
        pass
    with turns.turn():
        pass


def test_who_waits_in_line_comes_when_a_turn_is_over() -> None:
    turns = Turns(at_work=1, in_line=1, seconds=60)

    def wait() -> str:
        with turns.turn():
            return "came"

    with ThreadPoolExecutor(1) as others:
        with turns.turn():
            waiting = others.submit(wait)
            assert not waiting.done()
        assert waiting.result(60) == "came"


def test_who_waits_in_line_is_sent_away_in_the_end() -> None:
    turns = Turns(at_work=1, in_line=1, seconds=0.01)

    with turns.turn(), pytest.raises(NoTurn), turns.turn():
        pass


def test_a_turn_that_fails_is_over() -> None:
    turns = Turns(at_work=1, in_line=0, seconds=0)

    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass
