"""Gathers what the page of one incident shows, and says the lines of its log in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.incidents import logic, queries
from linli.organise.incidents.logic import Done, Standing
from linli.organise.incidents.queries import IncidentRow, UnitRow
from linli.organise.incidents.queries.log import LineRow, Log, log
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY
from linli.registers.parties import queries as parties
from linli.registers.parties.queries import PartyRow
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.respond.cases.queries.happenings import Happening
from linli.web.shared import words
from linli.web.shared.named import Named
from linli.web.shared.signs import INCIDENT_LEVELS
from linli.web.shared.templatetags.linli import party_name, place_path

MOST_OFFERED: Final = 30
"""Open cases nearby from which one chooses what belongs to it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line in words; `row` is as it is kept. A title stands out before its text."""

    row: LineRow
    at: datetime
    who: str
    title: str
    text: str
    case_id: str = ""


def gather(row: IncidentRow, asker: Asker) -> dict[str, Any]:
    """What changes by itself on the page: units, cases, resources and the log."""
    found = queries.cases_of(row.id, asker)
    called, lent = queries.units(row.id), queries.resources(row.id)
    shown = log(row, asker)
    arrives = asker.scope("arrive", "incident").parties
    return {
        "right_now": clock.now(),
        "longest_line": logic.LONGEST_LINE,
        "incident": row,
        "units": called,
        "resources": lent,
        "cases": found.rows,
        "unseen": found.unseen,
        "open_cases": [one for one in found.rows if one.is_open],
        "named": Named(one.place_id for one in found.rows),
        "lines": list(worded(shown)),
        "is_cut": shown.is_cut,
        "may": {act: row.is_open and queries.may(act, row, asker) for act in ("run", "write")},
        "arrivable": {one.id for one in called if one.party_id in arrives},
        "is_commander": row.is_open and row.commander_id == asker.user_id,
        "is_asked": row.offered_to is not None and row.offered_to == asker.user_id,
        "there": sum(one.released_at is None for one in called),
        "out": sum(one.ended_at is None for one in lent),
    }


def forms(row: IncidentRow, context: dict[str, Any], asker: Asker) -> dict[str, Any]:
    """What the forms beside it offer; nothing for those who only look."""
    if not context["may"]["run"]:
        return {}
    standing = Standing(context["there"], context["out"])
    command = {"offerable": queries.may_command(row, asker)} if context["is_commander"] else {}
    return {
        "parties": _callable(context["units"]),
        "out_resources": [one for one in context["resources"] if one.ended_at is None],
        "nearby": (nearby := _nearby(row, asker)),
        "nearby_named": Named(one.place_id for one in nearby),
        "all_parties": parties.in_use(),
        "levels": INCIDENT_LEVELS,
        "wider": _wider(row, asker),
        "missing": [_(guard) for guard in standing.missing],
        "can_relieve": not context["is_commander"]
        and (context["is_asked"] or queries.may("relieve", row, asker)),
        "longest": {
            "name": logic.LONGEST_NAME,
            "order": logic.LONGEST_ORDER,
            "thing": logic.LONGEST_THING,
            "spot": logic.LONGEST_SPOT,
            "summary": logic.LONGEST_SUMMARY,
        },
        **command,
    }


def worded(found: Log) -> Iterator[Line]:
    """Every line in the reader's words, newest first."""
    named = Named(one.happening.place_id for one in found.lines if one.happening)
    for row in found.lines:
        if row.happening is not None:
            by_person = row.happening.step.actor_id is not None
            who = row.who if by_person else _("Linli, automatically")
            title, text = _happened(row.happening, named)
            yield Line(row, row.at, who, title, text, str(row.happening.case_id))
        else:
            yield _own(row)


def _own(row: LineRow) -> Line:
    by_hand = row.done == Done.WRITTEN
    title = "" if by_hand else str(words.INCIDENT_ACTS.get(row.done, row.done))
    text = row.text
    if row.corrects is not None:
        text = _("Correction of line %(number)d: %(text)s") % {"number": row.corrects, "text": text}
    return Line(
        row,
        row.at,
        row.who,
        title,
        " · ".join(part for part in (*_details(row), text) if part),
        str(row.detail.get("case_id", "")),
    )


def _details(row: LineRow) -> Iterator[str]:
    detail = row.detail
    if "party_id" in detail:
        yield party_name(detail["party_id"])
    if "what" in detail:
        yield f"{detail['what']} × {detail['count']}"
    if "source" in detail:
        yield _("from %(source)s") % {"source": detail["source"]}
    if "number" in detail:
        yield str(detail["number"])
    if "level" in detail:
        yield str(words.sign_of("incident", detail["level"]).label)
    if detail.get("place_id"):
        yield place_path(detail["place_id"])


def _happened(one: Happening, named: Named) -> tuple[str, str]:
    step = one.step
    title = str(words.CASE_ACTS.get(step.act, step.act))
    to = str(words.sign_of("case", step.to_state).label) if step.to_state else ""
    party_id = step.detail.get("party_id")
    about = (
        one.number,
        catalogue.item_name(one.item, get_language() or ""),
        named.place_name(one.place_id) or "",
        party_name(party_id) if isinstance(party_id, int) else "",
        f"→ {to}" if to else "",
    )
    return title, " · ".join(part for part in about if part)


def _callable(called: list[UnitRow]) -> list[PartyRow]:
    there = {one.party_id for one in called if one.released_at is None}
    return [one for one in parties.in_use() if one.id not in there]


def _nearby(row: IncidentRow, asker: Asker) -> list[CaseRow]:
    """The newest open cases where it lies that belong to no incident."""
    if not asker.may("join", "case"):
        return []
    path = places.path(row.place_id) if row.place_id is not None else ()
    wide = [one.code for one in path if one.level in ("street", "district", "city")]
    wanted = CaseFilter(
        list=DUTY,
        open_only=True,
        place=wide[-1] if wide else "",
        unplaced=not wide,
        limit=MOST_OFFERED,
    )
    found = cases.cases(wanted, asker).items
    free = queries.free_cases(one.id for one in found)
    return [one for one in found if one.id in free]


def _wider(row: IncidentRow, asker: Asker) -> list[PlaceRow]:
    """Where it can be said to lie: the places around it, and the asker's own."""
    scope = asker.scope("command", "incident")
    around = places.path(row.place_id) if row.place_id is not None else ()
    own = [place for _level, place_id in sorted(scope.places) if (place := places.place(place_id))]
    return [one for one in dict.fromkeys((*around, *own)) if scope.covers(one.where)]
