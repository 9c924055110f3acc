"""Everything that changes the catalogue: `loading` of packs, `drafting` by two people."""

from linli.registers.catalogue.actions.drafting import (
    approve,
    draft_change,
    draft_new,
    draft_retirement,
    refuse,
    withdraw,
)
from linli.registers.catalogue.actions.loading import LoadReport, load_packs

__all__ = [
    "LoadReport",
    "approve",
    "draft_change",
    "draft_new",
    "draft_retirement",
    "load_packs",
    "refuse",
    "withdraw",
]
