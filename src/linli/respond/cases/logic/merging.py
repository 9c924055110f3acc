"""Decides whether one case may be merged into another. Pure."""

from typing import Protocol
from uuid import UUID

from linli.respond.cases.logic.states import JOINABLE, State
from linli.wire.texts import N_


class Mergeable(Protocol):
    """What of a case decides."""

    @property
    def id(self) -> UUID: ...
    @property
    def state(self) -> str: ...
    @property
    def list(self) -> str: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def is_emergency(self) -> bool: ...


def objection(one: Mergeable, into: Mergeable) -> str:
    """Why the one must not be merged into the other; empty when it may.

    What is merged can be no target, so that cases never point at each other in a circle.
    """
    if one.id == into.id:
        return N_("A case cannot be merged into itself; choose another one.")
    return _of_target(into) or _of_source(one) or _of_both(one, into)


def _of_target(into: Mergeable) -> str:
    if into.state == State.MERGED:
        return N_("It was itself merged into another case; choose that one.")
    if not into.is_open:
        return N_("The other case is over; choose one that is open.")
    if into.state not in JOINABLE:
        return N_("The work on the other case is done already: this would be looked at by nobody.")
    return ""


def _of_source(one: Mergeable) -> str:
    if one.state == State.MERGED:
        return N_("It has been merged already.")
    if not one.is_open:
        return N_("It is over already; there is nothing to merge.")
    if one.state == State.SUSPENDED:
        return N_("It is suspended; end that first.")
    if one.state not in JOINABLE:
        return N_("Its work is done already; it is checked, not merged.")
    return ""


def _of_both(one: Mergeable, into: Mergeable) -> str:
    if one.list != into.list:
        return N_("The two are on different lists, so that different people look after them.")
    if one.is_emergency and not into.is_emergency:
        return N_("An emergency is not merged into what is none: merge the other case into it.")
    return ""
