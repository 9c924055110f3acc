"""The pages of incidents and of ledgers, for the list of every page."""

from typing import Final

from tools.page_acts import Shot, unfolding

COMMAND: Final = (
    Shot("ledgers", "lin", "/console/ledgers/"),
    Shot("ledger", "lin", "/console/ledgers/elevators/"),
    Shot("ledger-empty", "zhao", "/console/ledgers/fire_facilities/"),
    Shot("entry-new", "lin", "/console/ledgers/elevators/new/"),
    Shot("entry", "lin", "/console/ledgers/rows/{entry}/"),
    Shot("incidents", "lin", "/console/incidents/"),
    Shot("incidents-empty", "zhao", "/console/incidents/"),
    Shot("incident", "lin", "/console/incidents/{incident}/"),
    Shot("incident-unfolded", "lin", "/console/incidents/{incident}/", unfolding),
)
