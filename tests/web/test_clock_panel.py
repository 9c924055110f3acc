"""The clocks of a case on its page: how long each may run, and what became of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from linli.ground.files.actions import store_photo
from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import Limit
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.clocks import limit_of
from linli.respond.cases.logic.runs import Clock
from linli.web.console.clock_panel import Told, panel
from tests.web.conftest import PARTS, Story, jpeg

pytestmark = pytest.mark.django_db


def told(story: Story, asker: Asker = PARTS) -> dict[str, Told]:
    row = cases.case(story.case, PARTS)
    assert row is not None
    return {one.clock: one for one in panel(row, tasks.of_case(row.id, PARTS), asker)}


def test_each_clock_is_told_with_its_limit_and_what_became_of_it(
    clock: Any, story: Story, people: dict[str, Asker]
) -> None:
    first = told(story)
    assert list(first) == list(Clock)
    assert (first["sign_in"].state, first["handle"].state) == ("running", "running")
    assert (first["verify"].state, first["verify"].started_at) == ("waiting", None)
    assert first["handle"].limit != ""

    clock.forward(hours=200)
    late = told(story)["handle"]
    assert late.is_late
    assert "too long" in late.left or "超出" in late.left

    wu = people["wu"]
    task_actions.sign(story.task, wu, 1)
    task_actions.finish(story.task, "Done.", [store_photo(jpeg(), wu).id], wu, 2)
    done = told(story)
    assert (done["sign_in"].state, done["handle"].state) == ("over", "paused")
    assert done["handle"].why_paused != ""
    assert (done["verify"].state, done["handle"].due_at) == ("running", None)


def test_who_does_not_reach_the_case_reads_no_clock(story: Story, people: dict[str, Asker]) -> None:
    assert {one.state for one in told(story, people["zhao"]).values()} == {"waiting"}


def test_the_page_holds_them(story: Story, browse: Callable[[str], Client]) -> None:
    page = browse("lin").get(f"/console/cases/{story.case}/").content.decode()

    assert "到责任单位签收工单" in page
    assert "15 分钟" in page


@pytest.mark.parametrize("one", [Clock.RESPOND, Clock.SIGN_IN])
def test_these_limits_come_from_the_catalogue(one: Clock, story: Story) -> None:
    del story
    item = catalogue.item("waterlogging")
    assert item is not None
    assert limit_of(one, item) == item.clocks[one]
    mine = Limit(7, "working_hours")
    assert limit_of(one, replace(item, clocks={**item.clocks, one: mine})) == mine
