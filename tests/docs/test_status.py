"""The status page tells of what is not there yet, for as long as it is not there."""

from linli.organise.tasks.logic import states as tasks
from linli.respond.cases.logic import states as cases
from tests.docs.pages import ROOT


def test_states_to_which_no_step_leads_are_named_and_no_others() -> None:
    begins = {cases.State.RECEIVED, cases.State.FILED, tasks.State.DISPATCHED}
    reached = {one.to for one in (*cases.TRANSITIONS, *tasks.TRANSITIONS)} | begins
    page = (ROOT / "docs" / "status.md").read_text()
    (gap,) = (point for point in page.split("\n- ") if "no step leads there" in point)

    for state in (*cases.State, *tasks.State):
        assert (f"`{state.value}`" in gap) is (state not in reached), state
