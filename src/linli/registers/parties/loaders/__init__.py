"""Fill parties, posts and duties from spreadsheets."""

from collections.abc import Mapping
from typing import Final

from linli.ground.sheets.register import Register
from linli.registers.parties.loaders.duty import DutyLoader
from linli.registers.parties.loaders.party import PartyLoader
from linli.registers.parties.loaders.post import PostLoader

LOADERS: Final[Mapping[str, Register]] = {
    "party": PartyLoader(),
    "post": PostLoader(),
    "duty": DutyLoader(),
}
"""In this order: a duty may name a party that is in another file of the same load."""
