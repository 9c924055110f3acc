"""One gauge with one rule, its engine, and what of it outlives a restart."""

from typing import Any, Final

from linli.sense.devices.logic import DeviceType, Quantity, Rule, Silence, Words
from linli.sense.telemetry.logic.engine import Engine, Turn
from linli.sense.telemetry.logic.rules import Crossing, RuleState
from linli.wire.readings import Reading

NOW: Final = 1_790_000_000.0
WORDS: Final = Words(zh="", en="")


def kind(*, silent_after: float = 900, **rules: Any) -> DeviceType:
    """A gauge with a level (m), a switch, and the rule given."""
    rule = {
        "name": "high",
        "quantity": "level",
        "comparison": ">=",
        "limit": 0.3,
        "item": "waterlogging",
    }
    return DeviceType(
        code="gauge",
        name=WORDS,
        icon="",
        silence=Silence(after_seconds=silent_after),
        quantities={
            "level": Quantity(name=WORDS, unit="m", min=-5, max=50),
            "open": Quantity(name=WORDS, kind="bool"),
        },
        rules=(Rule(**{**rule, **rules}),),
    )


class Bench:
    """One gauge and its engine; every turn is stored at once."""

    def __init__(self, device_type: DeviceType, quantity: str = "level") -> None:
        self.type, self.quantity = device_type, quantity
        self.engine = self.started()
        self.told: list[Crossing] = []
        self.states: dict[tuple[str, str], RuleState] = {}
        self.noted: dict[str, float] = {}

    def started(self) -> Engine:
        return Engine(lambda device_id: self.type if device_id == "d7" else None)

    def restart(self, at: float = 0.0, awake_at: float | None = None) -> None:
        """As after a kill: only what was stored is left. Awake until then, unless told else."""
        self.engine = self.started()
        self.engine.load(self.states, {("d7", self.quantity): NOW})
        awake_at = NOW + (at if awake_at is None else awake_at)
        self.keep(self.engine.listen_again(self.noted, awake_at, NOW + at))
        self.engine.follow(["d7"], NOW + at)

    def take(self, *values: float | bool, at: float = 0.0, now: float | None = None) -> list[str]:
        """Values a second apart, from `at` on; the crossings in short."""
        readings = [
            Reading("d7", self.quantity, NOW + at + second, value)
            for second, value in enumerate(values)
        ]
        return self.keep(self.engine.run(readings, NOW + (at if now is None else now)))

    def sweep(self, at: float) -> list[str]:
        return self.keep(self.engine.sweep(NOW + at))

    def keep(self, turn: Turn) -> list[str]:
        self.engine.apply(turn)
        self.states.update(turn.states)
        self.noted.update(turn.noted)
        self.told += turn.crossings
        return [f"{one.kind} {one.at - NOW:g}" for one in turn.crossings]
