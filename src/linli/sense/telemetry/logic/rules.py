"""Decides when a rule is raised and when it is cleared. Pure: values and times are passed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from linli.sense.devices.logic import Rule

Kind = Literal["raised", "cleared"]


@dataclass(frozen=True, slots=True)
class RuleState:
    """One rule of one device between two readings; times in Unix seconds.

    `number` is that of the last crossing. `pending_since`: past the limit, but not for long enough
    yet. `past_at` and `value`: the last reading past the limit. `since` and `until`: when it was
    last raised, and cleared after that.
    """

    number: int = 0
    raised: bool = False
    pending_since: float | None = None
    past_at: float | None = None
    value: float = 0.0
    since: float | None = None
    until: float | None = None


CALM = RuleState()


@dataclass(frozen=True, slots=True)
class Crossing:
    """A rule was raised or cleared; device + rule + number name it for good."""

    device_id: str
    rule: str
    number: int
    kind: Kind
    item: str
    source_kind: Literal["reading", "silence"]
    at: float
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source_key(self) -> str:
        return f"{self.device_id}/{self.rule}/{self.number}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A value with its own time, and the time now. Late: a younger one has been seen before."""

    value: float
    at: float
    now: float
    is_late: bool = False


Moved = tuple[RuleState, Kind | None]
"""The state after a step, and how the rule was crossed by it, if it was."""


def step(rule: Rule, state: RuleState, sample: Sample) -> Moved:
    """What one reading does to a rule.

    A late reading can raise what would else be missed, but never clears: that is for the youngest.
    """
    if is_past(rule, sample.value):
        return _past(rule, state, sample)
    if sample.is_late:
        return state, None
    if not state.raised:
        is_pending = state.pending_since is not None
        return (replace(state, pending_since=None) if is_pending else state), None
    if not is_calm(rule, sample.value):
        return state, None
    return clear(state, sample.at), "cleared"


def ripen(rule: Rule, state: RuleState, now: float) -> Moved:
    """Raises what has been past its limit for long enough without another word of the device."""
    if state.pending_since is None or now - state.pending_since < rule.for_seconds:
        return state, None
    return raise_(state, state.pending_since + rule.for_seconds, now), "raised"


def is_past(rule: Rule, value: float) -> bool:
    if rule.comparison == ">=":
        return value >= rule.limit
    if rule.comparison == "<=":
        return value <= rule.limit
    return value == rule.limit


def is_calm(rule: Rule, value: float) -> bool:
    """Not merely short of the limit, but past `clear_limit`: what wavers does not flap."""
    limit = rule.limit if rule.clear_limit is None else rule.clear_limit
    if rule.comparison == ">=":
        return value < limit
    if rule.comparison == "<=":
        return value > limit
    return value != limit


def raise_(state: RuleState, at: float, now: float) -> RuleState:
    """A new crossing.

    Its number is never below the time: a readings store that was lost, or brought back from a
    backup, must not give a number twice, for the second signal of a key is taken for a re-send.
    """
    return replace(
        state,
        number=max(state.number + 1, int(now)),
        raised=True,
        pending_since=None,
        since=at,
        until=None,
    )


def clear(state: RuleState, at: float) -> RuleState:
    return replace(state, raised=False, pending_since=None, until=at)


def _past(rule: Rule, state: RuleState, sample: Sample) -> Moved:
    if sample.is_late and (rule.for_seconds or _is_known(state, sample.at)):
        return state, None
    before = state.past_at
    state = replace(state, past_at=max(sample.at, before or sample.at), value=sample.value)
    if state.raised:
        is_again = before is not None and sample.at - before >= rule.again_seconds
        return (raise_(state, sample.at, sample.now), "raised") if is_again else (state, None)
    since = sample.at if state.pending_since is None else state.pending_since
    if sample.at - since >= rule.for_seconds:
        return raise_(state, sample.at, sample.now), "raised"
    return replace(state, pending_since=since), None


def _is_known(state: RuleState, at: float) -> bool:
    """Whether a late reading tells only of what was raised and cleared since."""
    return state.since is not None and state.until is not None and state.since <= at <= state.until
