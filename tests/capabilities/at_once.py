"""Two acts at the same moment, on two connections."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from linli.ground.database import atomic

LONG_ENOUGH_TO_END = 0.5
"""Seconds: an act that does not wait for the other one is over by then."""


def both(first: Callable[[], Any], second: Callable[[], Any]) -> list[Exception]:
    """Begins the second act before the first one commits; what they raised, in that order."""
    inside, go_on = threading.Event(), threading.Event()
    raised: dict[str, Exception] = {}

    def run(name: str, act: Callable[[], Any], *, keeps_open: bool) -> None:
        try:
            with atomic():
                act()
                if keeps_open:
                    inside.set()
                    assert go_on.wait(30)
        except Exception as error:
            raised[name] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=("first", first), kwargs={"keeps_open": True}),
        threading.Thread(target=run, args=("second", second), kwargs={"keeps_open": False}),
    ]
    threads[0].start()
    assert inside.wait(30)
    threads[1].start()
    threads[1].join(LONG_ENOUGH_TO_END)
    assert threads[1].is_alive(), "the second did not wait for the first"
    go_on.set()
    for thread in threads:
        thread.join(30)
    return [raised[name] for name in ("first", "second") if name in raised]
