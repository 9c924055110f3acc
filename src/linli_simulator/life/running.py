"""Runs a scenario from the first connection to the last goodbye."""

import asyncio
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from linli_simulator.life.letters import Letterbox
from linli_simulator.life.lines import Exchange
from linli_simulator.life.living import Life
from linli_simulator.life.roll import Device, read_roll
from linli_simulator.life.scenarios import plan_of
from linli_simulator.life.turns import take_turn, wish, wished

LOOK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: a scenario, the doors, the files, and for how long (None: until ended)."""

    scenario: str
    door: tuple[str, int]
    address: str
    devices: Path
    tokens: Path
    seconds: float | None
    seed: int
    parent: int


def run(order: Order) -> None:
    """Returns at SIGTERM or SIGINT, when the time is over, or when the parent process is gone."""
    folder = order.devices.parent
    turn = take_turn(folder)
    if turn is None:
        wish(folder, order.scenario)
        print(f"The simulator that is already running now lives through {order.scenario}.")
        return
    with turn:
        asyncio.run(_run(order, read_roll(order.devices, order.tokens)))


async def _run(order: Order, roll: list[Device]) -> None:
    stopping = _stop_with(order.parent, order.seconds)
    plan = plan_of(order.scenario, roll, order.seed)
    speakers = {device.id: device.speaker for device in roll}
    random = Random(order.seed)
    exchange = Exchange(roll, order.door, random)
    letterbox = Letterbox(order.address)
    keeping = asyncio.create_task(
        exchange.keep_all(first=[speakers[device] for device in plan.devices()][:8])
    )
    try:
        await _until_first_line(exchange, stopping)
        life = Life(roll, exchange, letterbox, random)
        life.add(plan)
        hearing = asyncio.create_task(_hear_wishes(order, life, roll))
        await life.live(stopping)
        hearing.cancel()
    finally:
        keeping.cancel()
        await exchange.close_all()
        await letterbox.close()


async def _until_first_line(exchange: Exchange, stopping: asyncio.Event) -> None:
    """The story waits for its audience: it begins when the door first lets somebody in."""
    while not (exchange.is_open or stopping.is_set()):
        await asyncio.sleep(0.1)


async def _hear_wishes(order: Order, life: Life, roll: list[Device]) -> None:
    while True:
        scenario = wished(order.devices.parent)
        if scenario is not None:
            life.add(plan_of(scenario, roll, int(time.time())))
        await asyncio.sleep(LOOK_SECONDS)


def _stop_with(parent: int, seconds: float | None) -> asyncio.Event:
    """Set by a signal, by time, or by the death of the parent."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if seconds is not None:
        loop.call_later(seconds, stopping.set)

    def look() -> None:
        if os.getppid() != parent:
            stopping.set()
        else:
            loop.call_later(LOOK_SECONDS, look)

    look()
    return stopping
