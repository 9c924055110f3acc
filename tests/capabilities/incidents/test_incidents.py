"""Incidents: opened from a case, commanded by one, with units, resources and a log that stays."""

from typing import Final
from uuid import UUID

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.incidents import actions, queries
from linli.organise.incidents.logic import (
    CALLED_ALREADY,
    CASE_OVER,
    ENDED_ALREADY,
    IN_ONE_ALREADY,
    MOST_LINES,
    NOT_COMMANDER,
    NOT_OFFERED,
    OVER,
    RESOURCES_OUT,
    UNITS_THERE,
    Level,
    Named,
    NewResource,
)
from linli.organise.incidents.models import Incident, IncidentCase, IncidentLine
from linli.organise.incidents.queries import IncidentRow
from linli.organise.incidents.queries.log import log
from linli.organise.tasks import actions as tasks
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from tests.capabilities.cases.happenings import PART, acts, again, case_from, facts, noticed, told
from tests.cast import District, make_person
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db

PUMP: Final = NewResource(what="Pump", count=2, source="Fire station", holder="Gate 2")


@pytest.fixture
def flood(district: District, clock: StillClock) -> UUID:
    """A case of water at the building."""
    return case_from(noticed()).id


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture
def opened(flood: UUID, lin: Asker) -> UUID:
    """Lin has the command."""
    return actions.open_incident(flood, "Flood", lin)


def now(incident_id: UUID, asker: Asker = PART) -> IncidentRow:
    row = queries.incident(incident_id, asker)
    assert row is not None
    return row


def lines(incident_id: UUID) -> list[tuple[str, str]]:
    """What the log says, oldest first."""
    found = IncidentLine.objects.filter(incident=incident_id).order_by("sequence")
    return list(found.values_list("done", "text"))


def refused_with(guard: str) -> "pytest.RaisesExc[IllegalMove]":
    return pytest.raises(IllegalMove, match=guard[:40].replace("(", "."))


class TestOpening:
    def test_it_begins_with_the_case_under_whoever_opens_it(
        self, flood: UUID, opened: UUID, lin: Asker, district: District
    ) -> None:
        row, belonging = now(opened, lin), queries.cases_of(opened, lin)
        assert (row.name, row.commander_id, row.level) == ("Flood", lin.user_id, Level.ORDINARY)
        assert row.where == district.where("building")
        assert [one.id for one in belonging.rows] == [flood]
        assert lines(opened) == [("opened", "Flood"), ("joined", "")]
        assert acts(flood)[-1] == "joined_incident"
        assert facts()[-3:] == ["incident_opened", "case_joined_incident", "case_noted"]
        assert queries.incident_of_case(flood) == (opened, "Flood")

    def test_nobody_from_elsewhere_opens_sees_or_does_anything(
        self, opened: UUID, zhao: Asker
    ) -> None:
        other = case_from(told()).id
        before = lines(opened)
        with pytest.raises(NotFound):
            actions.open_incident(other, "Mine", zhao)
        for act in (
            lambda: actions.join(opened, other, zhao),
            lambda: actions.write_line(opened, "Mine.", zhao),
            lambda: actions.call_unit(opened, 1, "", zhao),
            lambda: actions.note_resource(opened, PUMP, zhao),
            lambda: actions.take_command(opened, zhao, 1),
            lambda: actions.stand_down(opened, "Over.", zhao, 1),
        ):
            with pytest.raises(NotFound):
                act()
        assert queries.incident(opened, zhao) is None
        assert queries.incidents(zhao).items == []
        assert (lines(opened), now(opened).version) == (before, 1)

    def test_residents_and_those_without_a_right_are_refused(
        self, flood: UUID, opened: UUID, wang: Asker, gu: Asker, chen: Asker
    ) -> None:
        for asker in (wang, gu):
            with pytest.raises(Refused):
                queries.incidents(asker)
            with pytest.raises(Refused):
                queries.incident(opened, asker)
        with pytest.raises(Refused):
            actions.open_incident(flood, "Mine", chen)
        with pytest.raises(Refused):
            actions.call_unit(opened, 1, "", chen)
        actions.write_line(opened, "Water at the stairs.", chen)
        assert lines(opened)[-1] == ("written", "Water at the stairs.")


class TestCases:
    def test_a_case_belongs_to_one_open_incident(
        self, flood: UUID, opened: UUID, lin: Asker
    ) -> None:
        other = case_from(told()).id
        actions.join(opened, other, lin)
        for act in (
            lambda: actions.join(opened, other, lin),
            lambda: actions.open_incident(other, "Fire", lin),
        ):
            with refused_with(IN_ONE_ALREADY):
                act()
        assert IncidentCase.objects.count() == 2
        actions.leave(opened, other, lin)
        with pytest.raises(NotFound):
            actions.leave(opened, other, lin)
        actions.open_incident(other, "Fire", lin)
        assert [one.id for one in queries.cases_of(opened, lin).rows] == [flood]
        assert acts(other)[-3:] == ["joined_incident", "left_incident", "joined_incident"]

    def test_a_closed_case_is_not_added(self, opened: UUID, lin: Asker) -> None:
        other = case_from(told())
        move(other.id, "voided", lin, other.version, "A test.")
        with refused_with(CASE_OVER):
            actions.join(opened, other.id, lin)

    def test_there_is_an_end_to_how_many(
        self, opened: UUID, lin: Asker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("linli.organise.incidents.actions.opening.MOST_CASES", 1)
        other = case_from(told()).id
        with pytest.raises(BadText, match="at most 1 cases"):
            actions.join(opened, other, lin)

    def test_of_cases_elsewhere_one_sees_only_that_there_are_some(
        self, opened: UUID, wu: Asker, lin: Asker, district: District
    ) -> None:
        actions.join(opened, case_from(told()).id, lin)
        actions.call_unit(opened, district.property, "Open the gates", lin)
        seen = queries.cases_of(opened, wu)
        assert (seen.rows, seen.unseen) == ((), 2)


class TestCommand:
    def test_it_passes_when_the_other_takes_it(
        self, opened: UUID, lin: Asker, leader: Asker
    ) -> None:
        assert leader.user_id is not None
        actions.offer(opened, leader.user_id, lin, 1)
        assert now(opened).commander_id == lin.user_id
        actions.take_command(opened, leader, 2)
        row = now(opened)
        assert (row.commander_id, row.offered_to, row.version) == (leader.user_id, None, 3)
        assert lines(opened)[-2:] == [("offered", "Leader"), ("took_command", "Lin")]
        with refused_with(NOT_COMMANDER):
            actions.stand_down(opened, "Over.", lin, 3)

    def test_of_two_offers_on_one_version_the_second_is_stale(
        self, opened: UUID, lin: Asker, leader: Asker
    ) -> None:
        assert leader.user_id is not None
        actions.offer(opened, leader.user_id, lin, 1)
        with pytest.raises(StaleVersion):
            actions.offer(opened, leader.user_id, lin, 1)
        actions.decline(opened, leader, 2)
        with refused_with(NOT_OFFERED):
            actions.decline(opened, leader, 3)

    def test_only_those_who_may_have_it_there_are_asked(
        self, opened: UUID, lin: Asker, zhao: Asker, chen: Asker
    ) -> None:
        for other in (zhao, chen, lin):
            assert other.user_id is not None
            with pytest.raises(BadText):
                actions.offer(opened, other.user_id, lin, 1)
        assert queries.may_command(now(opened), lin) == {}

    def test_a_leader_takes_it_without_an_offer_and_lin_does_not(
        self, flood: UUID, lin: Asker, leader: Asker
    ) -> None:
        opened = actions.open_incident(flood, "Flood", leader)
        with refused_with(NOT_OFFERED):
            actions.take_command(opened, lin, 1)
        other = actions.open_incident(case_from(told()).id, "Fire", lin)
        actions.take_command(other, leader, 1)
        assert now(other).commander_id == leader.user_id

    def test_name_level_and_place_are_the_commanders(
        self, opened: UUID, lin: Asker, leader: Asker, district: District
    ) -> None:
        named = Named.read("Great flood", 2, "West of the canal")
        with refused_with(NOT_COMMANDER):
            actions.rename(opened, named, None, leader, 1)
        with pytest.raises(Refused):
            actions.rename(opened, named, district.other_street, lin, 1)
        actions.rename(opened, named, district.street, lin, 1)
        row = now(opened)
        assert (row.name, row.level, row.spot) == ("Great flood", 2, "West of the canal")
        assert row.where == district.where("street")


class TestForces:
    def test_a_unit_is_called_arrives_and_is_released(
        self, opened: UUID, lin: Asker, wu: Asker, district: District, clock: StillClock
    ) -> None:
        assert queries.incident(opened, wu) is None
        call = actions.call_unit(opened, district.property, "Open the gates", lin)
        with refused_with(CALLED_ALREADY):
            actions.call_unit(opened, district.property, "", lin)
        clock.forward(minutes=5)
        actions.note_arrival(opened, call, wu)
        clock.forward(minutes=5)
        actions.release_unit(opened, call, lin)
        (unit,) = queries.units(opened)
        assert unit.arrived_at is not None
        assert unit.released_at is not None
        assert (unit.arrived_at - unit.called_at).seconds == 300
        assert (unit.released_at - unit.arrived_at).seconds == 300
        with pytest.raises(IllegalMove):
            actions.release_unit(opened, call, lin)
        with pytest.raises(IllegalMove):
            actions.note_arrival(opened, call, lin)
        assert facts()[-3:] == ["unit_called", "unit_arrived", "unit_released"]
        assert queries.incident(opened, wu) is not None

    def test_a_unit_says_nothing_for_another(
        self, opened: UUID, lin: Asker, wu: Asker, district: District
    ) -> None:
        actions.call_unit(opened, district.property, "", lin)
        other = actions.call_unit(opened, district.water, "", lin)
        with pytest.raises(Refused):
            actions.note_arrival(opened, other, wu)
        with pytest.raises(BadText):
            actions.call_unit(opened, 10**9, "", lin)

    def test_what_was_lent_moves_and_comes_back_once(self, opened: UUID, lin: Asker) -> None:
        pump = actions.note_resource(opened, PUMP, lin)
        actions.shift_resource(opened, pump, "Underpass", lin)
        actions.return_resource(opened, pump, lin)
        for act in (
            lambda: actions.return_resource(opened, pump, lin),
            lambda: actions.shift_resource(opened, pump, "Gate 1", lin),
            lambda: actions.explain_resource(opened, pump, "Broken.", lin),
        ):
            with refused_with(ENDED_ALREADY):
                act()
        (kept,) = queries.resources(opened)
        assert (kept.what, kept.count, kept.holder, kept.why) == ("Pump", 2, "Underpass", "")
        assert [done for done, _ in lines(opened)][-3:] == ["got", "shifted", "returned"]


class TestTheLog:
    def test_a_wrong_line_stays_and_a_new_one_corrects_it(self, opened: UUID, lin: Asker) -> None:
        wrong = actions.write_line(opened, "Three hurt.", lin)
        actions.write_line(opened, "Two hurt.", lin, wrong)
        newest, before, *_ = log(now(opened), lin).lines
        assert (newest.text, newest.corrects) == ("Two hurt.", before.sequence)
        assert (before.text, before.is_corrected) == ("Three hurt.", True)
        with pytest.raises(NotFound):
            actions.write_line(opened, "Of nothing.", lin, opened)

    def test_what_happens_to_its_cases_stands_in_it_while_they_belong_to_it(
        self, flood: UUID, opened: UUID, lin: Asker, district: District, clock: StillClock
    ) -> None:
        case = again(flood)
        tasks.dispatch(flood, district.water, lin, case.version)
        clock.forward(minutes=1)
        drawn = [one.happening.step.act for one in log(now(opened), lin).lines if one.happening]
        assert drawn == ["dispatched"]
        actions.leave(opened, flood, lin)
        clock.forward(minutes=1)
        tasks.dispatch(flood, district.property, lin, again(flood).version)
        clock.forward(minutes=1)
        still = [one.happening.step.act for one in log(now(opened), lin).lines if one.happening]
        assert still == ["dispatched"]

    def test_only_the_newest_are_shown_and_that_is_said(self, opened: UUID, lin: Asker) -> None:
        shown = log(now(opened), lin, 1)
        assert ([one.done for one in shown.lines], shown.is_cut) == (["joined"], True)

    def test_there_is_an_end_to_lines_by_hand_but_not_to_acts(
        self, opened: UUID, lin: Asker, district: District
    ) -> None:
        Incident.objects.update(lines=MOST_LINES)
        with pytest.raises(BadText):
            actions.write_line(opened, "One more.", lin)
        actions.call_unit(opened, district.water, "", lin)
        assert now(opened).lines == MOST_LINES + 1


class TestStandingDown:
    def test_units_and_resources_first_then_it_is_over_and_cases_go_on(
        self, flood: UUID, opened: UUID, lin: Asker, district: District
    ) -> None:
        actions.call_unit(opened, district.water, "", lin)
        pump = actions.note_resource(opened, PUMP, lin)
        with refused_with(UNITS_THERE):
            actions.stand_down(opened, "Over.", lin, 1)
        assert (actions.release_all(opened, lin), actions.release_all(opened, lin)) == (1, 0)
        with refused_with(RESOURCES_OUT):
            actions.stand_down(opened, "Over.", lin, 1)
        actions.explain_resource(opened, pump, "Broken.", lin)
        with pytest.raises(BadText):
            actions.stand_down(opened, " ", lin, 1)
        with pytest.raises(StaleVersion):
            actions.stand_down(opened, "Over.", lin, 2)

        actions.stand_down(opened, "The water is gone.", lin, 1)

        row = now(opened)
        assert (row.is_open, row.summary) == (False, "The water is gone.")
        assert again(flood).is_open
        assert queries.incident_of_case(flood) is None
        assert [one.id for one in queries.cases_of(opened, lin).rows] == [flood]
        assert facts()[-1] == "incident_stood_down"
        assert [one.id for one in queries.incidents(lin, is_open=False).items] == [opened]
        assert queries.incidents(lin).items == []
        with refused_with(OVER):
            actions.write_line(opened, "Late.", lin)
        assert actions.open_incident(flood, "Again", lin) != opened
