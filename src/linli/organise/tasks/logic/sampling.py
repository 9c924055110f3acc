"""Decides whether work of low risk is looked at by somebody else, or passes by sample. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LATELY: Final = timedelta(days=90)
"""So long after a check that was not passed all work of that unit is checked."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What is known of the work on a case when all of it is reported as done."""

    is_emergency: bool = False
    was_reworked: bool = False
    was_taken_up_again: bool = False
    failed_lately: bool = False

    @property
    def must_be_checked(self) -> bool:
        return any(
            (self.is_emergency, self.was_reworked, self.was_taken_up_again, self.failed_lately)
        )


def is_taken(digest: bytes, share: int) -> bool:
    """Whether a sample of `share` in a hundred takes what has this digest.

    The digest is keyed and of the case alone: who does the work neither guesses nor turns it, and
    asking again gives the same answer.
    """
    return int.from_bytes(digest[:8], "big") % 100 < share


def must_look(finished: Finished, digest: bytes, share: int) -> bool:
    return finished.must_be_checked or is_taken(digest, share)
