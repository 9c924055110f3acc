"""What happens in the tests of cases, alerts and tasks: something is noticed, somebody acts."""

from itertools import count
from typing import Any, Final
from uuid import UUID

from linli.ground import clock
from linli.ground.audit.models import AuditEntry
from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import VISITOR, Asker
from linli.respond.cases import queries
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.models import (
    Case,
    CaseHandler,
    CaseParty,
    CaseSignal,
    TimelineEntry,
)
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal

PART: Final = Asker.for_part("tests")
LAT: Final = 31.82
LON: Final = 117.22

_numbers = count()


def noticed(item: str = "waterlogging", **more: Any) -> UUID:
    """A gauge's signal at the building, unless said otherwise; returns its id."""
    number = next(_numbers)
    usual = {"lat": LAT, "lon": LON, "device_id": f"d{number}", "source_kind": "reading"}
    new = {"source_key": f"test/{number}", "happened_at": clock.now(), **usual, **more}
    return raise_signal(NewSignal(item=item, **new), PART)


def told(item: str = "garbage", **more: Any) -> UUID:
    """What a resident tells at the building; returns the id of its signal."""
    usual = {"text": "Please come.", "channel": "portal", "lat": LAT, "lon": LON}
    return take_report(NewReport(item=item, **{**usual, **more}), VISITOR).signal_id


def case_from(signal_id: UUID) -> CaseRow:
    """The case that the signal opens or joins."""
    return again(open_or_join(signal_id, PART))


def again(case_id: UUID) -> CaseRow:
    """The case as it is now."""
    (row,) = queries.summaries([case_id])
    return row


def acts(case_id: UUID) -> list[str]:
    return [step.act for step in queries.timeline(case_id, PART)]


def facts() -> list[str]:
    """The names of all facts, oldest first."""
    return [fact.name for fact in StoredFact.objects.order_by("id")]


def everything() -> dict[str, list[Any]]:
    """All that an act on a case could have changed."""
    tables = (Case, CaseSignal, CaseParty, CaseHandler, TimelineEntry, StoredFact, AuditEntry)
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def audited() -> list[tuple[str, str, str]]:
    """Who did what to which kind of thing, without what the fixtures did."""
    kept = AuditEntry.objects.exclude(user_id=None).order_by("pk")
    return [(row.user_name, row.act, row.kind) for row in kept]
