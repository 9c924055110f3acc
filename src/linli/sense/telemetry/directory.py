"""Which devices may speak: at most a second old, and asked anew before anybody is refused."""

import asyncio
import hmac
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections

from linli.ground.revisions.memory import new_moment
from linli.sense.devices import queries as devices
from linli.sense.devices.actions import digest
from linli.sense.devices.logic import DeviceType
from linli.sense.devices.queries import Credential


@dataclass(frozen=True, slots=True)
class Pass:
    """Shown by a device that may speak; it ends when the device is revoked or gets a new token."""

    device_id: str
    token_sha256: str


class CannotLook(Exception):
    """The database does not answer, so nobody can be let in or refused."""


class Directory:
    """A picture of the register of devices, exchanged as a whole; fit for many threads."""

    def __init__(self) -> None:
        self._known: Mapping[str, Credential] = {}
        self._lookups = ThreadPoolExecutor(2, thread_name_prefix="lookup")

    def refresh(self) -> bool:
        """Asks the database; True when something has changed. Blocks: not for the event loop."""
        close_old_connections()
        new_moment()
        found = devices.credentials_all()
        has_changed = found is not self._known
        self._known = found
        return has_changed

    async def look_again(self) -> None:
        """The same, from the event loop. Raises `CannotLook`."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._lookups, self.refresh)
        except DatabaseError as fault:
            raise CannotLook(f"devices cannot be read: {fault}") from fault

    async def enter(self, device_id: str, token: str) -> Pass | None:
        """A pass for the right token; who is unknown here is looked up before the refusal.

        Raises `CannotLook`.
        """
        shown = Pass(device_id, digest(token))
        if not self.is_valid(shown):
            await self.look_again()
        return shown if self.is_valid(shown) else None

    def is_valid(self, shown: Pass) -> bool:
        known = self._known.get(shown.device_id)
        # Compared also for an unknown device, so that the answer takes as long.
        kept = known.token_sha256 if known else "-" * len(shown.token_sha256)
        is_right = hmac.compare_digest(kept, shown.token_sha256)
        return is_right and known is not None and not known.revoked

    def may_speak_for(self, speaker: str, device_id: str) -> bool:
        """Every device speaks for itself, a gateway also for its children."""
        known = self._known.get(device_id)
        if known is None or known.revoked:
            return False
        return bool(speaker) and speaker in {device_id, known.gateway_id}

    def type_of(self, device_id: str) -> DeviceType | None:
        """None for one that is unknown or revoked."""
        known = self._known.get(device_id)
        return devices.types().get(known.type) if known and not known.revoked else None

    def device_ids(self) -> Iterable[str]:
        return self._known.keys()

    def close(self) -> None:
        self._lookups.shutdown()
