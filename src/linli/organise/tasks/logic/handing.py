"""Decides who can take over the work of somebody who is away. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from linli.organise.tasks.logic.states import State

Key = TypeVar("Key")

IN_HANDS: Final = frozenset({State.IN_PROGRESS, State.SCHEDULED, State.REFERRED})
"""Work in these states is in the hands of whoever signed for it."""


def spread(work: Iterable[Key], loads: Mapping[int, int]) -> dict[Key, int]:
    """Who gets which: each goes to whoever has the least by then, in the order of the work.

    `loads`: how much each of them has already. Nobody to give it to: nothing is given.
    """
    has = dict(loads)
    given: dict[Key, int] = {}
    for one in work:
        if not has:
            break
        least = min(sorted(has), key=lambda user_id: has[user_id])
        given[one] = least
        has[least] += 1
    return given
