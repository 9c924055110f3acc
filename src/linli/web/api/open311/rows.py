"""How a report looks in Open311, together with its case and place, however many at once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import get_language

from linli.ground.rights.asker import Asker
from linli.organise.answers.logic import PUBLIC_LEVELS, WORDS, Word
from linli.organise.answers.words import label
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.queries import PublicReport

Row = dict[str, Any]
Address = Callable[[str], str]
"""The whole address of a path of ours, for programs that come from elsewhere."""

ESTATE: Final = "estate"
OPEN311: Final = Asker.for_part("open311")
"""Whoever reads here has shown no right: we read the cases, and tell of them what all may know."""


def rows_of(reports: Sequence[PublicReport], address: Address, *, extensions: bool) -> list[Row]:
    """The reports as Open311 tells them: as many queries for many as for one."""
    case_of = cases.of_signals([report.signal_id for report in reports], OPEN311)
    place_of = _open_places({report.place_id for report in reports if report.place_id})
    rows = []
    for report in reports:
        case = case_of.get(report.signal_id)
        place = place_of.get(report.place_id) if report.place_id else None
        photos = [address(path) for path in _photos(report)]
        row = {**_row(report, case, place), "media_url": next(iter(photos), None)}
        if extensions:
            told = {"place": _place(place), "case": _case(case), "photos": photos}
            row["extended_attributes"] = told
        rows.append(row)
    return rows


def _open_places(place_ids: set[int]) -> dict[int, PlaceRow]:
    """The estate they lie in, else what lies around: nothing narrower is for everybody."""
    found: dict[int, PlaceRow] = {}
    for place_id, path in places.paths(place_ids).items():
        if public := [row for row in path if row.level in PUBLIC_LEVELS]:
            found[place_id] = public[-1]
    return found


def status_of(case: CaseRow | None) -> str:
    """A report without a case yet is open: somebody has it, nobody has ended it."""
    return "open" if case is None or case.is_open else "closed"


def _row(report: PublicReport, case: CaseRow | None, place: PlaceRow | None) -> Row:
    language = get_language() or ""
    estate = place if place and place.level == ESTATE else None
    return {
        "service_request_id": str(report.id),
        "status": status_of(case),
        "status_notes": label(WORDS[case.state] if case else Word.RECEIVED),
        "service_name": catalogue.item_name(report.item, language),
        "service_code": report.item,
        "description": _description(report, language),
        "agency_responsible": _agency(case, language),
        "service_notice": None,
        "requested_datetime": _time(report.received_at),
        "updated_datetime": _time(case.changed_at if case else report.received_at),
        "expected_datetime": _time(case.work_due_at) if case and case.work_due_at else None,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": estate.lat if estate else None,
        "long": estate.lon if estate else None,
    }


def _description(report: PublicReport, language: str) -> str:
    """What the desk has released of its words; else the name of what it is about."""
    released = report.released.text if report.released else ""
    return released or catalogue.item_name(report.item, language)


def _photos(report: PublicReport) -> list[str]:
    """Paths of the photos that the desk lets everybody see; what a reporter linked is no photo."""
    shown = report.released.photo_ids if report.released else ()
    return [f"/open311/v2/requests/{report.id}/photos/{photo_id}.jpg" for photo_id in shown]


def _agency(case: CaseRow | None, language: str) -> str | None:
    names = [party.label(language) for party in parties.parties(case.parties)] if case else []
    return ", ".join(names) or None


def _place(place: PlaceRow | None) -> Row | None:
    if place is None:
        return None
    name = place.label(get_language() or "")
    return {"code": place.code, "name": name, "level": place.level}


def _case(case: CaseRow | None) -> Row | None:
    if case is None:
        return None
    return {"id": str(case.id), "state": case.state, "signals": case.signal_count}


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
