"""One page: the lists that fill the registers. One job reads a file, another stores it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django_tasks import task

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.ground.sheets import actions as sheets
from linli.ground.sheets.loader import FromSources, Loaders
from linli.ground.sheets.register import Register
from linli.organise.hotline.loader import HotlineOrderLoader
from linli.organise.ledgers.loader import LedgerLoader
from linli.organise.tasks.queries.hands import open_orders
from linli.registers.calendars.loader import DayLoader
from linli.registers.catalogue.loader import ItemListLoader
from linli.registers.parties.loaders import LOADERS as OF_PARTIES
from linli.registers.parties.loaders.party import PartyLoader
from linli.registers.places.loader import PlaceLoader
from linli.registers.staff.loader import StaffLoader
from linli.respond.cases.actions import keep_map
from linli.respond.cases.loader import HistoryLoader
from linli.sense.devices.loader import DeviceLoader

PARTIES: Final[Mapping[str, Register]] = {**OF_PARTIES, "party": PartyLoader(open_orders)}
"""Here it is known who still has work to do."""

LOADERS: Final[Mapping[str, Register]] = {
    "place": PlaceLoader(),
    "party": PARTIES["party"],
    "post": PARTIES["post"],
    "staff": StaffLoader(),
    "duty": PARTIES["duty"],
    "device": DeviceLoader(),
    "calendar": DayLoader(),
}
"""In the order in which an empty installation is filled."""

LISTS: Final[Loaders] = {
    **LOADERS,
    "item_list": ItemListLoader(),
    "hotline_order": HotlineOrderLoader(),
    "ledger": LedgerLoader(),
    "history": HistoryLoader(),
}
"""With those that fill no register: what somebody decides on first, what is work to do, and what
another system had."""


def take_list(kind: str, file_name: str, content: bytes, asker: Asker, source: str = "") -> UUID:
    """Keeps a file and has it read. Raises `Unreadable`, `Refused`, or ValueError for a `source`
    that its loader does not know."""
    loader = LISTS[kind]
    if source and isinstance(loader, FromSources):
        loader.of_source(source)
    with atomic():
        loading_id = sheets.take_file(kind, file_name, content, asker, source)
        read_list.enqueue(str(loading_id))
    return loading_id


def take_history(file_name: str, content: bytes, map_text: str, asker: Asker) -> UUID:
    """Keeps a file of another system's cases with its map, and has it read.

    Raises `BadMap`, and as `take_list` does.
    """
    code = keep_map(map_text, asker)
    return take_list("history", file_name, content, asker, code)


def load_list(loading_id: UUID, asker: Asker) -> None:
    """Has the good rows stored. Raises `NotNow` or `Refused`."""
    with atomic():
        sheets.confirm(loading_id, asker)
        store_list.enqueue(str(loading_id))


@task()
def read_list(loading_id: str) -> None:
    """What would come of the file. Again is harmless."""
    sheets.read(UUID(loading_id), LISTS)


@task()
def store_list(loading_id: str) -> None:
    """Stores the good rows. Again is harmless: what is stored already stays as it is."""
    sheets.store(UUID(loading_id), LISTS)
