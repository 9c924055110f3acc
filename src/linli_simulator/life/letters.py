"""Residents' reports, sent through Open311 as any program would."""

import asyncio
import logging
from typing import Final
from uuid import uuid4

import httpx

from linli_simulator.life.happenings import Letter

log = logging.getLogger(__name__)

TRIES: Final = 8
PAUSE_SECONDS: Final = 2.0
FAULT_OF_THE_SERVER: Final = 500


class Letterbox:
    """Posts letters; a door that is not open yet is tried again under the same key."""

    def __init__(self, address: str) -> None:
        self.client = httpx.AsyncClient(base_url=address, timeout=10)

    async def post(self, letter: Letter) -> bool:
        """Whether the report was taken."""
        form = {
            "service_code": letter.item,
            "description": letter.text,
            "lat": str(letter.lat),
            "long": str(letter.lon),
            "first_name": letter.name,
        }
        key = {"Idempotency-Key": str(uuid4())}
        trouble = ""
        for attempt in range(TRIES):
            try:
                answer = await self.client.post("/open311/v2/requests.json", data=form, headers=key)
                if answer.status_code < FAULT_OF_THE_SERVER:
                    return _told(letter, answer)
                trouble = f"status {answer.status_code}"
            except httpx.TransportError as error:
                trouble = repr(error)
            await asyncio.sleep(PAUSE_SECONDS * (attempt + 1))
        log.error("the report about %s could not be posted: %s", letter.item, trouble)
        return False

    async def close(self) -> None:
        await self.client.aclose()


def _told(letter: Letter, answer: httpx.Response) -> bool:
    if answer.is_success:
        return True
    log.error(
        "the report about %s was refused: %s %s", letter.item, answer.status_code, answer.text
    )
    return False
