"""Decides whether one more try is in hand, and when the next one is. Pure.

A counter is one number: the Unix second at which all its tries are in hand again (the generic cell
rate algorithm, ITU-T I.371). What is whole again can be forgotten, and nobody is shut out for long.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """So many tries are in hand; those that were taken come back one by one."""

    name: str
    most: int
    seconds_each: int

    def latest(self, now: float) -> float:
        """A counter that is whole by then has one more try in hand."""
        return now + (self.most - 1) * self.seconds_each

    def wait_seconds(self, whole_at: float, now: float) -> int:
        """After how long a try is in hand again."""
        return max(1, math.ceil(whole_at - self.latest(now)))


@dataclass(frozen=True, slots=True)
class Try:
    """One guess: `whose` names the account, address or receipt that it is counted at."""

    bound: Bound
    whose: str


class TooManyTries(Exception):
    """No try is in hand: nothing was looked at. Another one is after `wait_seconds`."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"No try is left; try again in {wait_seconds} seconds.")
        self.wait_seconds = wait_seconds
