"""Runs the rules of all devices over batches; what follows counts only once it is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from linli.sense.devices.logic import SILENCE, DeviceType, Rule
from linli.sense.telemetry.logic.rules import (
    CALM,
    Crossing,
    Kind,
    Moved,
    RuleState,
    Sample,
    clear,
    raise_,
    ripen,
    step,
)
from linli.sense.telemetry.logic.silence import (
    LOOK_AGAIN_SECONDS,
    NOTE_SECONDS,
    SilenceWatch,
    counts_from,
)
from linli.wire.readings import Reading

RuleKey = tuple[str, str]
QuantityKey = tuple[str, str]
TypeOf = Callable[[str], DeviceType | None]
"""The type of a device, or None for one that may not speak (any more)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from one batch or one sweep, not yet stored.

    `heard`: who spoke, and when; `noted`: until when somebody was heard, as a restart will know it.
    """

    crossings: list[Crossing] = field(default_factory=list)
    states: dict[RuleKey, RuleState] = field(default_factory=dict)
    latest: dict[QuantityKey, Reading] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    noted: dict[str, float] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs to be stored."""
        return not (self.states or self.noted)

    def keep(self, device_id: str, kind: DeviceType, rule: Rule, moved: Moved) -> None:
        """Notes what one rule of one device has come to."""
        state, crossed = moved
        self.states[device_id, rule.name] = state
        if crossed is None:
            return
        quantity = kind.quantities[rule.quantity]
        is_truth = quantity.kind == "bool"
        evidence = {
            "device": device_id,
            "rule": rule.name,
            "quantity": rule.quantity,
            "value": bool(state.value) if is_truth else state.value,
            "unit": quantity.unit,
            "limit": rule.limit,
        }
        self.crossings.append(
            Crossing(
                device_id=device_id,
                rule=rule.name,
                number=state.number,
                kind=crossed,
                item=rule.item,
                source_kind="reading",
                at=_when(state, crossed),
                evidence=evidence,
            )
        )

    def keep_silence(
        self, device_id: str, kind: DeviceType, state: RuleState, crossed: Kind
    ) -> None:
        """Notes that a device has fallen silent, or has spoken again."""
        self.states[device_id, SILENCE] = state
        evidence = {
            "device": device_id,
            "rule": SILENCE,
            "limit": kind.silence.after_seconds,
            "unit": "s",
        }
        self.crossings.append(
            Crossing(
                device_id=device_id,
                rule=SILENCE,
                number=state.number,
                kind=crossed,
                item=kind.silence.item,
                source_kind="silence",
                at=_when(state, crossed),
                evidence=evidence,
            )
        )


def _when(state: RuleState, crossed: Kind) -> float:
    at = state.since if crossed == "raised" else state.until
    assert at is not None
    return at


class Engine:
    """The state of every rule. `run` and `sweep` only propose a turn; `apply` makes it so."""

    def __init__(self, type_of: TypeOf) -> None:
        self._type_of = type_of
        self._states: dict[RuleKey, RuleState] = {}
        self._latest: dict[QuantityKey, float] = {}
        self._heard: dict[str, float] = {}
        self._noted: dict[str, float] = {}
        self._pending: set[RuleKey] = set()
        self._watch = SilenceWatch()

    def load(
        self, states: Mapping[RuleKey, RuleState], latest: Mapping[QuantityKey, float]
    ) -> None:
        """Begins from what is stored; `listen_again` says who was heard before."""
        self._states = dict(states)
        self._latest = dict(latest)
        self._pending = {key for key, state in states.items() if state.pending_since is not None}
        self._heard, self._noted, self._watch = {}, {}, SilenceWatch()

    def listen_again(self, noted: Mapping[str, float], awake_at: float, now: float) -> Turn:
        """From when silence counts, by what was noted until nobody listened any more (`awake_at`).

        Time in which nobody could be heard counts against no device.
        """
        turn, away = Turn(), max(0.0, now - awake_at)
        for device_id, heard in noted.items():
            if kind := self._type_of(device_id):
                period = kind.silence.after_seconds
                turn.noted[device_id] = counts_from(heard, period, away, now)
        turn.heard.update(turn.noted)
        return turn

    def follow(self, device_ids: Iterable[str], now: float) -> None:
        """Listens for these too; the silence of one that was never heard counts from now."""
        for device_id in device_ids:
            if device_id not in self._watch and (kind := self._type_of(device_id)):
                heard = self._heard.setdefault(device_id, now)
                self._watch.add(device_id, heard + kind.silence.after_seconds)

    def run(self, readings: Iterable[Reading], now: float, speakers: Iterable[str] = ()) -> Turn:
        """What follows from readings that are new, oldest first; `speakers` have been heard too."""
        turn = Turn()
        for reading in sorted(readings, key=lambda one: one.at):
            kind = self._type_of(reading.device_id)
            if kind is not None:
                self._read(turn, kind, reading, now)
            turn.heard[reading.device_id] = now
        turn.heard.update(dict.fromkeys(speakers, now))
        for device_id in turn.heard:
            self._end_silence(turn, device_id, now)
            if now >= self._noted.get(device_id, now):
                turn.noted[device_id] = now + NOTE_SECONDS
        return turn

    def sweep(self, now: float) -> Turn:
        """What follows from the time alone: durations that are over, silences, who is new."""
        turn = Turn()
        if len(self._noted) < len(self._heard):
            turn.noted.update(
                (one, heard) for one, heard in self._heard.items() if one not in self._noted
            )
        for device_id, name in list(self._pending):
            kind = self._type_of(device_id)
            for rule in kind.rules if kind else ():
                if rule.name == name:
                    moved = ripen(rule, self._states[device_id, name], now)
                    if kind and moved[1]:
                        turn.keep(device_id, kind, rule, moved)
        for device_id in self._watch.due(now):
            self._look_at(turn, device_id, now)
        return turn

    def apply(self, turn: Turn) -> None:
        """The turn is stored: from now on it is so."""
        self._heard.update(turn.heard)
        self._noted.update(turn.noted)
        self._states.update(turn.states)
        for key, reading in turn.latest.items():
            self._latest[key] = reading.at
        for key, state in turn.states.items():
            if state.pending_since is None:
                self._pending.discard(key)
            else:
                self._pending.add(key)

    def _read(self, turn: Turn, kind: DeviceType, reading: Reading, now: float) -> None:
        key = reading.device_id, reading.quantity
        is_late = reading.at < self._latest_at(turn, key)
        sample = Sample(float(reading.value), reading.at, now, is_late)
        for rule in kind.rules:
            if rule.quantity == reading.quantity:
                before = self._state(turn, (reading.device_id, rule.name))
                moved = step(rule, before, sample)
                if moved[0] is not before:
                    turn.keep(reading.device_id, kind, rule, moved)
        if not is_late:
            turn.latest[key] = reading

    def _latest_at(self, turn: Turn, key: QuantityKey) -> float:
        seen = turn.latest.get(key)
        return seen.at if seen else self._latest.get(key, float("-inf"))

    def _state(self, turn: Turn, key: RuleKey) -> RuleState:
        return turn.states.get(key) or self._states.get(key, CALM)

    def _look_at(self, turn: Turn, device_id: str, now: float) -> None:
        kind = self._type_of(device_id)
        if kind is None:
            return
        deadline = self._heard[device_id] + kind.silence.after_seconds
        state = self._state(turn, (device_id, SILENCE))
        if deadline <= now and not state.raised:
            turn.keep_silence(device_id, kind, raise_(state, deadline, now), "raised")
        # Also when it is silent: what is proposed here may fail to be stored.
        self._watch.add(device_id, deadline if deadline > now else now + LOOK_AGAIN_SECONDS)

    def _end_silence(self, turn: Turn, device_id: str, now: float) -> None:
        state = self._states.get((device_id, SILENCE))
        kind = self._type_of(device_id)
        if state is not None and state.raised and kind is not None:
            turn.keep_silence(device_id, kind, clear(state, now), "cleared")
