"""Everything that changes the catalogue: packs, drafts, and departments' lists."""

from linli.registers.catalogue.actions.drafting import (
    approve,
    draft_change,
    draft_new,
    draft_retirement,
    refuse,
    withdraw,
)
from linli.registers.catalogue.actions.listing import (
    HandedIn,
    draft_of_row,
    hand_in,
    keep_rows,
    leave_out,
    reopen,
    take_as_alias,
)
from linli.registers.catalogue.actions.loading import LoadReport, keep_past_items, load_packs

__all__ = [
    "HandedIn",
    "LoadReport",
    "approve",
    "draft_change",
    "draft_new",
    "draft_of_row",
    "draft_retirement",
    "hand_in",
    "keep_past_items",
    "keep_rows",
    "leave_out",
    "load_packs",
    "refuse",
    "reopen",
    "take_as_alias",
    "withdraw",
]
