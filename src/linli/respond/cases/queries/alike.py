"""Open cases around a case that may be the same problem, the likeliest first."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.logic.likeness import LEAST, LIKELY, Sketch, likenesses
from linli.respond.cases.logic.merging import objection
from linli.respond.cases.models import CaseSignal
from linli.respond.cases.queries.near import NearCase, Sought, near
from linli.respond.cases.queries.rows import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import ReportRow

_COMPARED: Final = 40
_REPORTS_READ: Final = 200


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that may be the same problem. `told` is its first report that the asker may see."""

    case: CaseRow
    metres: float | None
    told: ReportRow | None


@dataclass(frozen=True, slots=True)
class Suggested:
    """An open case that a call may be about; `is_likely` when place, words and age say so too."""

    case: CaseRow
    metres: float | None
    is_same_item: bool
    is_likely: bool
    told: ReportRow | None


def suggested(sought: Sought, words: str, asker: Asker, limit: int = 6) -> list[Suggested]:
    """What is open around; with words, what is likely the same comes first. Raises `Refused`."""
    around = near(sought, asker, _COMPARED if words else limit)
    told = _told([one.case.id for one in around], asker)
    own = Sketch(words, sought.item, clock.now())
    scores = likenesses(own, [_sketch(one, told) for one in around])
    ranked = sorted(zip(scores, around, strict=True), key=lambda pair: -_rank(pair[0], words))
    return [
        Suggested(
            case=one.case,
            metres=one.metres,
            is_same_item=one.is_same_item,
            is_likely=_rank(score, words) > 0,
            told=told.get(one.case.id),
        )
        for score, one in ranked[:limit]
    ]


def alike(row: CaseRow, asker: Asker, limit: int = 3) -> list[Alike]:
    """Those that the case may be merged into. Raises `Refused`."""
    sought = Sought(item=row.item, place_id=row.place_id, lat=row.lat, lon=row.lon)
    around = [one for one in near(sought, asker, _COMPARED) if not objection(row, one.case)]
    told = _told([row.id, *(one.case.id for one in around)], asker)
    own = Sketch(_text(row, told), row.item, row.opened_at)
    scores = likenesses(own, [_sketch(one, told) for one in around])
    found = [pair for pair in zip(scores, around, strict=True) if pair[0] >= LEAST]
    found.sort(key=lambda pair: -pair[0])
    return [Alike(one.case, one.metres, told.get(one.case.id)) for _, one in found[:limit]]


def _rank(score: float, words: str) -> float:
    """What is not likely stays in the order in which it was found."""
    return score if words and score >= LIKELY else 0.0


def _sketch(one: NearCase, told: dict[UUID, ReportRow]) -> Sketch:
    text, is_here = _text(one.case, told), one.metres is None
    return Sketch(text, one.case.item, one.case.opened_at, one.metres, is_here)


def _text(row: CaseRow, told: dict[UUID, ReportRow]) -> str:
    item, report = catalogue.item(row.item), told.get(row.id)
    return f"{report.text} {report.address}" if report else (item.name.zh if item else "")


def _told(case_ids: list[UUID], asker: Asker) -> dict[UUID, ReportRow]:
    """The first report of each of these cases; nothing for those who may see none."""
    if not asker.may("see", "report"):
        return {}
    joined = CaseSignal.objects.filter(case__in=case_ids, report_id__isnull=False)
    case_of = dict(joined.order_by("id").values_list("signal_id", "case_id")[:_REPORTS_READ])
    found: dict[UUID, ReportRow] = {}
    for report in reports.of_signals(case_of, asker):
        found.setdefault(case_of[report.signal_id], report)
    return found
