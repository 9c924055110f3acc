"""A wish to stop that a signal handler may make."""

import os
import signal
import threading

from linli.ground.stopping import Stop


def test_it_is_heard_by_every_thread_and_stays() -> None:
    stop = Stop()
    heard: list[bool] = []
    threads = [threading.Thread(target=lambda: heard.append(stop.wait(10))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert not stop.is_set()
    stop.set()
    for thread in threads:
        thread.join()
    assert heard == [True, True, True]
    assert stop.is_set()


def test_a_signal_within_a_signal_does_not_make_it_wait_for_itself() -> None:
    """`timeout` and `make` both pass a SIGTERM on: it comes twice at the same moment."""
    stop, calls = Stop(), []

    def handler(*_: object) -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            signal.raise_signal(signal.SIGUSR1)
        stop.set()

    before = signal.signal(signal.SIGUSR1, handler)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        assert stop.wait(10)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert calls == [0, 1]
