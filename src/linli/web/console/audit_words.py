"""Says in words what stands in a line of the audit besides who, what and when."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.ground.audit.queries import Entry
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.sense.devices import queries as devices
from linli.web.console.callers import WHY
from linli.web.console.case_reports import PURPOSES
from linli.web.console.registers import EXPORT_PURPOSES
from linli.web.console.registers import PURPOSES as OF_STAFF
from linli.web.shared.named import Named
from linli.web.shared.words import CASE_STATES, INCIDENT_ACTS, KINDS, LEDGER_ACTS, ROLES

PLACES: Final = ("place_id", "place")
PARTIES: Final = ("party_id", "party")


def place_ids(entries: Iterable[Entry]) -> list[int]:
    """The places that are named in these lines, to be looked up at once."""
    found = [_number(entry.detail.get(name)) for entry in entries for name in PLACES]
    return [one for one in found if one is not None]


def detail_words(entry: Entry, named: Named) -> list[str]:
    """What else is kept of the act; what has no words yet is shown as it is kept."""
    told = entry.detail
    if {"source", "to"} <= told.keys():
        step = {"source": _state(told["source"]), "to": _state(told["to"])}
        return [_("from “%(source)s” to “%(to)s”") % step]
    return [_one(name, value, named) for name, value in told.items() if value not in (None, "")]


def purpose_words(entry: Entry) -> str:
    """Why somebody looked at personal data: what they chose, and which case it was for."""
    code, _colon, rest = entry.purpose.partition(":")
    known = PURPOSES | OF_STAFF | EXPORT_PURPOSES | WHY
    return f"{known[code]}{_colon}{rest}" if code in known else entry.purpose


def _one(name: str, value: Any, named: Named) -> str:
    if name in PLACES:
        return named.place_name(_number(value)) or f"{name}: {value}"
    if name in PARTIES:
        party = parties.party(_number(value) or 0)
        return party.label(_language()) if party else f"{name}: {value}"
    return _VALUES[name](value) if name in _VALUES else f"{name}: {value}"


def _state(code: str) -> str:
    return str(CASE_STATES[code].label) if code in CASE_STATES else code


def _photos(value: Any) -> str:
    count = _number(value) or 0
    return ngettext("%(count)d photo", "%(count)d photos", count) % {"count": count}


def _type(code: str) -> str:
    kind = devices.types().get(code)
    return kind.label(_language()) if kind else code


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


def _language() -> str:
    return get_language() or "zh-hans"


_VALUES: Final[dict[str, Callable[[Any], str]]] = {
    "case_id": lambda value: f"{KINDS['case']} {value}",
    "did": lambda value: str(LEDGER_ACTS.get(value, value)),
    "done": lambda value: str(INCIDENT_ACTS.get(value, value)),
    "item": lambda code: catalogue.item_name(code, _language()),
    "outcome": lambda value: _("passed") if value == "passed" else _("sent back"),
    "password": lambda value: _("with a one-time password") if value == "handed_out" else value,
    "photos": _photos,
    "reason": lambda value: _("tried too often") if value == "too_many_tries" else value,
    "role": lambda code: str(ROLES.get(code, code)),
    "type": _type,
}
