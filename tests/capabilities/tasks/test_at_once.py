"""Two people act at the same moment. SQLite has one writer anyway; this is for PostgreSQL."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions import dispatch, finish, merge, sign
from linli.organise.tasks.queries import TaskRow
from linli.respond.alerts import queries as alerts
from linli.respond.alerts.actions import acknowledge, make_alerts
from linli.respond.alerts.logic import AlreadyTaken
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import StaleVersion
from linli.respond.cases.queries import CaseRow
from tests.capabilities.at_once import both
from tests.capabilities.cases.happenings import PART, acts, again, case_from, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
    pytest.mark.usefixtures("district"),
]


def test_of_two_that_finish_together_the_last_one_moves_the_case(
    signed: TaskRow, wu: Asker, lin: Asker, district: Any
) -> None:
    other_id = dispatch(signed.case_id, district.water, lin, again(signed.case_id).version)
    at_water = replace(wu, grants=(replace(wu.grants[0], party_id=district.water),))
    sign(other_id, at_water, 1)

    raised = both(
        lambda: finish(signed.id, "Our part.", [], wu, signed.version),
        lambda: finish(other_id, "Ours too.", [], at_water, 2),
    )

    assert raised == []
    assert again(signed.case_id).state == "resolved"
    assert acts(signed.case_id)[-2:] == ["finished", "finished"]


def test_of_two_that_decide_together_the_second_is_told(district: Any, lin: Asker) -> None:
    case = case_from(told())

    (late,) = both(
        lambda: move(case.id, "filed", lin, case.version),
        lambda: move(case.id, "rejected", lin, case.version, "Not here."),
    )

    assert isinstance(late, StaleVersion)
    assert (again(case.id).state, acts(case.id)) == ("filed", ["opened", "moved"])


def test_of_two_that_dispatch_together_the_second_is_told(
    filed: CaseRow, lin: Asker, district: Any
) -> None:
    (late,) = both(
        lambda: dispatch(filed.id, district.water, lin, filed.version),
        lambda: dispatch(filed.id, district.property, lin, filed.version),
    )

    assert isinstance(late, StaleVersion)
    assert again(filed.id).parties == (district.water,)


def test_of_two_that_take_an_alert_together_the_second_is_told_who(
    filed: CaseRow, lin: Asker, wu: Asker
) -> None:
    make_alerts(filed.id, PART)
    (alert,) = alerts.alerts(PART).items

    (late,) = both(lambda: acknowledge(alert.id, wu), lambda: acknowledge(alert.id, lin))

    assert isinstance(late, AlreadyTaken)
    assert late.name == "Wu"


def test_of_two_cases_that_are_merged_into_each_other_together_the_second_is_refused(
    lin: Asker,
) -> None:
    one, other = case_from(told("noise")), case_from(told("noise"))

    (late,) = both(
        lambda: merge(one.id, other.id, lin, one.version, other.version),
        lambda: merge(other.id, one.id, lin, other.version, one.version),
    )

    assert isinstance(late, StaleVersion)
    assert (again(one.id).state, again(other.id).signal_count) == ("merged", 2)


def test_of_merging_and_dispatching_together_the_second_is_told(
    filed: CaseRow, lin: Asker, district: Any
) -> None:
    into = case_from(told("waterlogging", lat=None, lon=None))

    (late,) = both(
        lambda: merge(filed.id, into.id, lin, filed.version, into.version),
        lambda: dispatch(filed.id, district.water, lin, filed.version),
    )

    assert isinstance(late, StaleVersion)
    assert again(filed.id).state == "merged"
