"""What devices announce."""

from dataclasses import dataclass
from typing import ClassVar

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class DeviceRegistered(Fact):
    """A device may speak from now on."""

    NAME: ClassVar[str] = "device_registered"

    device_id: str

    @property
    def subject(self) -> str:
        return f"device:{self.device_id}"


@dataclass(frozen=True, slots=True)
class DeviceRevoked(Fact):
    """A device may no longer speak."""

    NAME: ClassVar[str] = "device_revoked"

    device_id: str

    @property
    def subject(self) -> str:
        return f"device:{self.device_id}"
