"""The status page tells of what is not there yet, for as long as it is not there."""

from linli.organise.tasks.logic import states as tasks
from linli.respond.cases.logic import states as cases
from tests.docs.pages import ROOT


def test_every_state_can_be_reached() -> None:
    begins = {cases.State.RECEIVED, cases.State.FILED, tasks.State.DISPATCHED}
    reached = {one.to for one in (*cases.TRANSITIONS, *tasks.TRANSITIONS)} | begins
    page = (ROOT / "docs" / "status.md").read_text()

    assert {*cases.State, *tasks.State} == reached
    assert "no step leads there" not in page
