"""An alert reaches whoever has the duty, is taken by one person, and ends with its case."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from linli.ground import clock as ground_clock
from linli.ground.database import atomic
from linli.ground.facts.models import StoredFact
from linli.ground.paging import BadPage
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue.models import Item, ItemVersion
from linli.registers.parties.models import Duty
from linli.respond.alerts import queries
from linli.respond.alerts.actions import acknowledge, end, make_alerts
from linli.respond.alerts.logic import AlertIsOver, AlreadyTaken
from linli.respond.alerts.models import Alert
from linli.respond.alerts.queries import AlertRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move, place_case
from linli.respond.cases.logic.faults import BadFilter, NotFound
from linli.respond.cases.models import Case
from tests.capabilities.cases.happenings import (
    PART,
    acts,
    again,
    audited,
    case_from,
    everything,
    facts,
    noticed,
    told,
)

pytestmark = pytest.mark.usefixtures("district")


def the_alert() -> AlertRow:
    (row,) = queries.alerts(PART).items
    return row


def call_nobody(code: str) -> None:
    """The next version of the item calls nobody any more."""
    item = Item.objects.get(pk=code)
    body = ItemVersion.objects.get(item=item, version=item.version).body
    silent = {**body, "alert": {"call": False}}
    ItemVersion.objects.create(item=item, version=item.version + 1, body=silent)
    Item.objects.filter(pk=code).update(version=item.version + 1)
    with atomic():
        bump("catalogue")


@pytest.fixture
def alert(district: Any) -> AlertRow:
    """A gauge told of a flood, and its case has its alert."""
    make_alerts(case_from(noticed()).id, PART)
    return the_alert()


def test_the_party_with_the_duty_is_alerted(district: Any) -> None:
    case = case_from(noticed())

    make_alerts(case.id, PART)

    row = the_alert()
    assert (row.case_id, row.case_number, row.party_id) == (case.id, case.number, district.property)
    assert (row.item, row.severity, row.state) == ("waterlogging", "urgent", "open")
    assert (row.place_id, row.where) == (case.place_id, case.where)
    assert acts(case.id) == ["opened", "alerted"]
    assert facts()[-1] == "alert_made"


def test_an_alert_says_that_it_is_only_shown_and_not_sent(alert: AlertRow, lin: Asker) -> None:
    assert (alert.channel, alert.delivery) == ("outbox", "shown")
    assert [row.id for row in queries.outbox(lin).items] == [alert.id]


def test_making_it_again_changes_nothing(alert: AlertRow) -> None:
    before = everything()

    make_alerts(alert.case_id, PART)

    assert everything() == before
    assert the_alert() == alert


def test_the_alerted_party_may_see_the_case(alert: AlertRow, wu: Asker) -> None:
    assert cases.case(alert.case_id, wu) is not None


def test_an_item_that_calls_nobody_alerts_nobody(district: Any) -> None:
    make_alerts(case_from(told("garbage")).id, PART)

    assert queries.alerts(PART).items == []


def test_whether_it_calls_is_said_by_the_version_that_the_case_opened_with(
    district: Any, deliver: Any
) -> None:
    """The item stops calling people after the flood was noticed and before any worker hears."""
    case = case_from(noticed())
    call_nobody("waterlogging")

    deliver()

    assert the_alert().case_id == case.id


def test_a_case_without_a_place_alerts_once_it_is_placed(
    district: Any, lin: Asker, deliver: Any
) -> None:
    noticed(lat=None, lon=None)
    deliver()
    assert queries.alerts(PART).items == []
    (case,) = cases.cases(cases.CaseFilter(), PART).items

    place_case(case.id, district.grid, lin, case.version)
    deliver()

    assert the_alert().party_id == district.property


def test_a_duty_that_nobody_holds_is_written_where_the_desk_sees_it(lin: Asker) -> None:
    Duty.objects.all().delete()
    bump("parties")
    case = case_from(noticed())

    make_alerts(case.id, PART)

    assert queries.alerts(PART).items == []
    assert acts(case.id) == ["opened", "nobody_to_call"]
    assert again(case.id).state == "filed"


def test_a_case_that_moves_house_alerts_whoever_has_the_duty_there(
    district: Any, lin: Asker
) -> None:
    case = case_from(noticed())
    make_alerts(case.id, PART)
    place_case(case.id, district.community_2, lin, case.version)

    make_alerts(case.id, PART)

    states = {row.party_id: row.state for row in queries.alerts(PART).items}
    assert states == {district.property: "over", district.water: "open"}


def test_an_alert_goes_along_when_its_case_is_placed_better(
    district: Any, lin: Asker, alert: AlertRow
) -> None:
    place_case(alert.case_id, district.grid, lin, 1)

    make_alerts(alert.case_id, PART)

    assert (the_alert().id, the_alert().place_id) == (alert.id, district.grid)


def test_wu_takes_the_alert(alert: AlertRow, wu: Asker, clock: Any) -> None:
    clock.forward(seconds=40)

    acknowledge(alert.id, wu)

    taken = the_alert()
    assert (taken.state, taken.acknowledged_by) == ("acknowledged", wu.user_id)
    assert taken.acknowledged_at == ground_clock.now()
    assert acts(alert.case_id)[-1] == "acknowledged"
    assert facts()[-1] == "alert_acknowledged"
    assert audited() == [("Wu", "acknowledge", "alert")]


def test_taking_it_twice_is_taking_it_once(alert: AlertRow, lin: Asker) -> None:
    acknowledge(alert.id, lin)
    before = everything()

    acknowledge(alert.id, lin)

    assert everything() == before


def test_the_second_to_take_it_is_told_who_was_first(
    alert: AlertRow, lin: Asker, wu: Asker, clock: Any
) -> None:
    acknowledge(alert.id, wu)
    at, before = ground_clock.now(), everything()
    clock.forward(seconds=2)

    with pytest.raises(AlreadyTaken, match="Wu took this alert at 02:00:00") as told_who:
        acknowledge(alert.id, lin)

    assert (told_who.value.user_id, told_who.value.name) == (wu.user_id, "Wu")
    assert told_who.value.at == at
    assert everything() == before


def test_zhao_finds_no_alert_here_and_nothing_changes(alert: AlertRow, zhao: Asker) -> None:
    before = everything()

    with pytest.raises(NotFound):
        acknowledge(alert.id, zhao)

    assert queries.alert(alert.id, zhao) is None
    assert queries.alerts(zhao).items == queries.outbox(zhao).items == []
    assert (everything(), the_alert()) == (before, alert)


def test_who_answers_for_no_alerts_may_not_take_one(
    alert: AlertRow, he: Asker, chen: Asker, gu: Asker, wang: Asker
) -> None:
    before = everything()

    for asker in (he, chen, gu, wang, PART):
        with pytest.raises(Refused):
            acknowledge(alert.id, asker)

    assert (everything(), the_alert()) == (before, alert)


def test_another_firm_does_not_see_it(alert: AlertRow, wu: Asker, district: Any) -> None:
    other = replace(wu, grants=(replace(wu.grants[0], party_id=district.water),))

    assert queries.alert(alert.id, wu) is not None
    assert queries.alert(alert.id, other) is None


def test_an_alert_that_is_not_there_is_not_found(lin: Asker) -> None:
    with pytest.raises(NotFound, match="no alert"):
        acknowledge(uuid4(), lin)


@pytest.mark.parametrize("is_taken", [False, True])
def test_it_ends_with_its_case(
    alert: AlertRow, lin: Asker, wu: Asker, deliver: Any, is_taken: bool
) -> None:
    if is_taken:
        acknowledge(alert.id, wu)
    move(alert.case_id, "voided", lin, again(alert.case_id).version, "A test.")

    end(alert.case_id, PART)
    end(alert.case_id, PART)

    ended = the_alert()
    assert (ended.state, ended.over_at is not None) == ("over", True)
    assert facts().count("alert_over") == 1
    with pytest.raises(AlertIsOver):
        acknowledge(alert.id, lin)


def test_it_goes_on_while_its_case_is_open(alert: AlertRow) -> None:
    end(alert.case_id, PART)

    assert the_alert() == alert


def test_a_case_that_is_over_alerts_nobody(lin: Asker) -> None:
    case = case_from(noticed())
    move(case.id, "voided", lin, case.version, "A test.")

    make_alerts(case.id, PART)

    assert queries.alerts(PART).items == []


def test_a_case_that_is_taken_up_again_alerts_anew(
    alert: AlertRow, lin: Asker, wu: Asker, deliver: Any
) -> None:
    acknowledge(alert.id, wu)
    Case.objects.filter(pk=alert.case_id).update(state="feedback")
    move(alert.case_id, "closed", lin, again(alert.case_id).version)
    deliver()
    assert the_alert().state == "over"

    move(alert.case_id, "filed", lin, again(alert.case_id).version, "The water is back.")
    deliver()

    renewed = the_alert()
    assert (renewed.id, renewed.state, renewed.acknowledged_by) == (alert.id, "open", None)
    assert facts().count("alert_made") == 2


def test_an_emergency_overtakes(district: Any) -> None:
    make_alerts(case_from(noticed("smoke_fire")).id, PART)

    assert StoredFact.objects.get(name="alert_made").urgent is True


def test_alerts_are_listed_by_case_and_state_page_by_page(
    lin: Asker, wu: Asker, clock: Any
) -> None:
    made = []
    for device in ("s1", "s2", "s3"):
        make_alerts(case_from(noticed("smoke_fire", device_id=device)).id, PART)
        made.append(Alert.objects.latest("id").id)
    acknowledge(made[0], wu)

    first = queries.alerts(lin, limit=2)
    second = queries.alerts(lin, limit=2, after=first.next or "")

    assert [row.id for row in (*first.items, *second.items)] == made[::-1]
    assert [row.id for row in queries.alerts(lin, state="acknowledged").items] == [made[0]]
    (one,) = queries.alerts(lin, case_id=first.items[0].case_id).items
    assert one == first.items[0]
    assert [row.id for row in queries.summaries(made)] == made


def test_what_is_not_known_is_refused_by_name(lin: Asker) -> None:
    with pytest.raises(BadFilter, match="dragons"):
        queries.alerts(lin, state="dragons")
    with pytest.raises(BadPage, match="cursor"):
        queries.alerts(lin, after="nonsense")


def test_the_outbox_is_for_the_desk_and_the_system_administrator(
    alert: AlertRow, gu: Asker, wu: Asker
) -> None:
    assert [row.id for row in queries.outbox(gu).items] == [alert.id]
    with pytest.raises(Refused):
        queries.outbox(wu)
