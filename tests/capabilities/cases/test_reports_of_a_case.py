"""Reports know whether their case is over, so that lists of reports can be filtered by it."""

from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from linli.ground import database
from linli.ground.database import NotInTransaction
from linli.ground.rights.asker import Asker, Refused
from linli.respond.cases.actions import move
from linli.respond.cases.models import Case
from linli.sense.reports import actions as reports
from linli.sense.reports.models import Report
from tests.capabilities.cases.happenings import PART, case_from, told

pytestmark = pytest.mark.usefixtures("district")


def open_ones() -> set[UUID]:
    """The signals of the reports that are open."""
    return set(Report.objects.filter(is_open=True).values_list("signal_id", flat=True))


def test_reports_are_over_with_their_case_and_open_again_with_it(
    lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MOST_IN_A_QUERY", 2)
    own = [told("waterlogging") for _ in range(5)]
    [case] = {case_from(signal).id for signal in own}
    other = told("noise")
    case_from(other)
    Case.objects.filter(pk=case).update(state="feedback")

    move(case, "closed", lin, 1)
    assert open_ones() == {other}
    move(case, "filed", lin, 2, "It is full again.")
    assert open_ones() == {*own, other}


def test_a_step_that_fails_leaves_its_reports_open(lin: Asker, monkeypatch: Any) -> None:
    case = case_from(told())

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("linli.respond.cases.actions.steps.announce", broken)
    with pytest.raises(RuntimeError):
        move(case.id, "voided", lin, case.version, "Nothing there.")

    assert len(open_ones()) == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_case_tells_its_reports_commits_with_its_step() -> None:
    with pytest.raises(NotInTransaction):
        reports.follow_case([UUID(int=1)], PART, is_open=False)


def test_nobody_but_its_case_says_that_a_report_is_over(lin: Asker) -> None:
    told()
    ids = list(Report.objects.values_list("pk", flat=True))

    with pytest.raises(Refused):
        reports.follow_case(ids, lin, is_open=False)

    assert len(open_ones()) == 1


def test_reports_of_before_are_caught_up(lin: Asker) -> None:
    over, waiting = told(), told("noise")
    case = case_from(over)
    case_from(waiting)
    move(case.id, "voided", lin, case.version, "Nothing there.")
    Report.objects.update(is_open=True)

    migration = import_module("linli.respond.cases.migrations.0003_reports_of_what_is_over")
    with connection.cursor() as cursor:
        cursor.execute(migration.CATCH_UP)

    assert open_ones() == {waiting}
