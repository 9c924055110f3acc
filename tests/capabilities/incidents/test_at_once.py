"""Two acts on one incident at once: one is refused, and nothing is done by halves.

SQLite has one writer anyway; this is for PostgreSQL.
"""

import pytest
from django.db import connection

from linli.ground.rights.asker import Asker
from linli.organise.incidents import actions
from linli.organise.incidents.models import Incident, IncidentCase
from linli.respond.cases.logic.faults import IllegalMove, StaleVersion
from tests.capabilities.at_once import both
from tests.capabilities.cases.happenings import case_from, told
from tests.cast import District, make_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def test_of_two_who_take_the_command_together_the_second_is_told(
    district: District, lin: Asker
) -> None:
    leader = make_person("leader", district)
    opened = actions.open_incident(case_from(told()).id, "Flood", leader)
    assert lin.user_id is not None
    actions.offer(opened, lin.user_id, leader, 1)

    (late,) = both(
        lambda: actions.take_command(opened, lin, 2),
        lambda: actions.take_command(opened, leader, 2),
    )

    assert isinstance(late, StaleVersion)
    kept = Incident.objects.get()
    assert (kept.commander_id, kept.offered_to, kept.version) == (lin.user_id, None, 3)


def test_of_two_incidents_that_one_case_joins_together_it_belongs_to_the_first(
    district: District, lin: Asker
) -> None:
    one, other = (
        actions.open_incident(case_from(told(item)).id, "Flood", lin)
        for item in ("garbage", "noise")
    )
    case = case_from(told("road_damage")).id

    (late,) = both(lambda: actions.join(one, case, lin), lambda: actions.join(other, case, lin))

    assert isinstance(late, IllegalMove)
    assert IncidentCase.objects.get(case_id=case).incident_id == one
