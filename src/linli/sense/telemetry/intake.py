"""What every door does with a message: decode it, check it, and hand it to the pipeline."""

from dataclasses import dataclass, replace
from typing import Final

from linli.ground import clock
from linli.sense.telemetry import metrics
from linli.sense.telemetry.directory import Directory, Pass
from linli.sense.telemetry.logic.admission import MOST_FAULTS_KEPT, Refusal, cut, fault_of
from linli.sense.telemetry.pipeline import Delivery, Done, Pipeline, no_answer
from linli.wire.faults import Fault
from linli.wire.readings import Decoded, Reading, decode
from linli.wire.texts import shown


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes from `speaker`, about `device_id` unless they say otherwise.

    All or nothing: one faulty record refuses the whole message. `size` is that of the message
    where `payload` is only its beginning.
    """

    door: str
    speaker: str
    device_id: str
    payload: bytes
    size: int = 0
    all_or_nothing: bool = False


WRONG_TOKEN_SECONDS: Final = 60.0
MOST_WRONG_TOKENS: Final = 1000
"""Who knocks with a wrong token is kept once a minute, so that it cannot push out all else."""


class Intake:
    """The one interface of the doors. All of it runs on the event loop."""

    def __init__(self, directory: Directory, pipeline: Pipeline) -> None:
        self._directory = directory
        self._pipeline = pipeline
        self._knocked: dict[str, float] = {}

    @property
    def is_full(self) -> bool:
        return self._pipeline.is_full

    async def room(self) -> None:
        """Waits while too much is under way."""
        await self._pipeline.room()

    async def enter(self, door: str, device_id: str, token: str) -> Pass | None:
        """A pass for a device that shows the right token. Raises `CannotLook`."""
        found = await self._directory.enter(device_id, token)
        if found is None:
            self._note_wrong_token(door, shown(device_id, 64))
        return found

    def is_valid(self, entered: Pass) -> bool:
        """Whether it still holds: the device may have been revoked, or have a new token."""
        return self._directory.is_valid(entered)

    async def may_speak_for(self, speaker: str, device_id: str) -> bool:
        """Asks anew before it says no: the device may have been registered this second.

        Raises `CannotLook`.
        """
        if self._directory.may_speak_for(speaker, device_id):
            return True
        await self._directory.look_again()
        return self._directory.may_speak_for(speaker, device_id)

    async def take(self, message: Message, done: Done = no_answer) -> None:
        """Takes a message in; `done` is called once it is durable, with what was refused of it.

        Raises `CannotLook`; then nothing was taken in.
        """
        now = clock.seconds()
        decoded = decode(message.payload, message.device_id, now)
        strangers = {reading.device_id for reading in decoded.readings}
        allowed = {one for one in strangers if await self.may_speak_for(message.speaker, one)}
        checked = self._checked(decoded, allowed, now)
        if checked.faults and message.all_or_nothing:
            checked = replace(checked, readings=())
        self._pipeline.put(
            Delivery(
                speaker=message.speaker,
                readings=checked.readings,
                refusal=_refusal(message, checked.faults, now) if checked.faults else None,
                faults=checked.faults,
                done=done,
                is_urgent=any(self._is_urgent(reading) for reading in checked.readings),
            )
        )

    def refuse(self, message: Message, fault: Fault, done: Done = no_answer) -> None:
        """Keeps a message that a door cannot take, for a person to look at."""
        refusal = _refusal(message, (fault,), clock.seconds())
        delivery = Delivery(message.speaker, refusal=refusal, faults=(fault,), done=done)
        self._pipeline.put(delivery)

    def _note_wrong_token(self, door: str, device_id: str) -> None:
        now = clock.seconds()
        if now - self._knocked.get(device_id, 0.0) < WRONG_TOKEN_SECONDS:
            metrics.REFUSED.labels("token").inc()
            return
        if len(self._knocked) >= MOST_WRONG_TOKENS:
            self._knocked.clear()
        self._knocked[device_id] = now
        self.refuse(Message(door, device_id, device_id, b""), Fault("token"))

    def _checked(self, decoded: Decoded, allowed: set[str], now: float) -> Decoded:
        readings, faults = [], list(decoded.faults)
        for reading in decoded.readings:
            fault = self._fault(reading, allowed, now)
            if fault is None:
                readings.append(reading)
            else:
                faults.append(fault)
        return Decoded(tuple(readings), tuple(faults))

    def _fault(self, reading: Reading, allowed: set[str], now: float) -> Fault | None:
        kind = self._directory.type_of(reading.device_id)
        if kind is None or reading.device_id not in allowed:
            return Fault("device", reading.record, "n", {"device": reading.device_id})
        return fault_of(reading, kind, now)

    def _is_urgent(self, reading: Reading) -> bool:
        kind = self._directory.type_of(reading.device_id)
        return kind is not None and kind.quantities[reading.quantity].urgent


def _refusal(message: Message, faults: tuple[Fault, ...], now: float) -> Refusal:
    return Refusal(
        device_id=message.device_id,
        door=message.door,
        reason=faults[0].reason,
        at=now,
        faults=faults[:MOST_FAULTS_KEPT],
        more=max(0, len(faults) - MOST_FAULTS_KEPT),
        size=message.size or len(message.payload),
        payload=cut(message.payload),
    )
