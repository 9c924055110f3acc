"""Before it is filed, what was sent for a look is seen on the spot: with a photo from near it."""

from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.actions import look
from linli.organise.tasks.logic.results import Looked, Spot
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound
from linli.respond.cases.queries import CaseRow, timeline
from tests.capabilities.cases.happenings import LAT, LON, PART, acts, again, case_from, told
from tests.capabilities.tasks.works import everything, photo_by
from tests.cast import District, make_person

HERE = Spot(LAT, LON, 8)


@pytest.fixture
def sent(district: District, lin: Asker) -> CaseRow:
    """Lin has the bins looked at before they are filed."""
    case = case_from(told("garbage"))
    move(case.id, "verifying", lin, case.version)
    return again(case.id)


def test_it_is_filed_once_somebody_has_seen_it_there(
    sent: CaseRow, lin: Asker, district: District
) -> None:
    chen = make_person("chen", district)
    with pytest.raises(IllegalMove, match="a photo from there is missing"):
        move(sent.id, "filed", lin, sent.version)
    look(sent.id, "Full to the brim.", Looked([photo_by(chen)], HERE), chen)

    move(sent.id, "filed", lin, again(sent.id).version)

    assert again(sent.id).state == "filed"
    (seen,) = (step for step in timeline(sent.id, PART) if step.act == "looked")
    assert (seen.actor_name, seen.detail["spot"], len(seen.detail["photo_ids"])) == (
        *("Chen", HERE.kept()),
        1,
    )
    assert acts(sent.id)[-1] == "moved"


def test_others_do_not_look_and_nobody_does_unasked(
    sent: CaseRow, wu: Asker, lin: Asker, zhao: Asker, district: District
) -> None:
    chen, before = make_person("chen", district), everything()
    for nobody in (wu, zhao):
        with pytest.raises((NotFound, Refused)):
            look(sent.id, "Full.", Looked((), HERE), nobody)
    with pytest.raises(BadText):
        look(sent.id, " ", Looked(), chen)
    other: Any = case_from(told("garbage", lat=LAT + 0.001))
    with pytest.raises(IllegalMove, match="Nobody waits"):
        look(other.id, "Full.", Looked(), chen)
    assert len(everything()["TimelineEntry"]) == len(before["TimelineEntry"]) + 1
    assert "looked" not in acts(sent.id)
