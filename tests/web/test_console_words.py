"""Staff read words, not codes: places, steps, lines of the audit, what is left of a time limit."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.translation import override

from linli.ground.audit import actions as audit
from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import Asker
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.actions import load_defaults
from linli.respond.cases import actions as case_actions
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.runs import Terms
from linli.sense.devices import queries as devices
from linli.web.shared.templatetags.linli import due
from tests.cast import SETUP
from tests.conftest import StillClock
from tests.web.conftest import PARTS, Story

Browse = Callable[[str], Client]
ESTATE_IN_WORDS = "翠湖街道 · 翠竹社区 · 翠竹一网格 · 翠竹苑"


def text_of(client: Client, address: str) -> str:
    """What the page says, without tags."""
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.django_db
def test_a_place_may_be_chosen_in_words_for_a_device(story: Story, browse: Browse) -> None:
    form = {"id": "wg9", "type": "water_gauge", "place": ESTATE_IN_WORDS}
    assert browse("lin").post("/console/devices/register/", form).status_code == 200
    made = devices.device("wg9", PARTS)
    assert made is not None
    assert made.place_id == story.district.estate


@pytest.mark.django_db
def test_a_line_of_the_audit_reads_in_words(
    story: Story, people: dict[str, Asker], browse: Browse
) -> None:
    row = cases.case(story.reported, PARTS)
    assert row is not None
    case_actions.move(row.id, "filed", people["lin"], row.version)
    said = text_of(browse("jian"), "/console/audit/")
    assert f"Lin 推进了 事件 从“待受理”到“已立案” {row.id}" in said
    assert "登记了 设备 烟感 · 翠竹苑3栋 s1" in said
    assert "受理了 诉求 道路积水" in said


@pytest.mark.django_db
def test_what_has_no_words_yet_is_shown_as_it_is_kept(
    people: dict[str, Asker], browse: Browse
) -> None:
    audit.record(people["lin"], "load", "place", "7", sheet="B2", place_id=99)
    assert "载入了 地点 sheet: B2 · place_id: 99 7" in text_of(browse("jian"), "/console/audit/")


@pytest.mark.django_db
def test_the_purpose_of_a_look_is_named_in_the_audit(story: Story, browse: Browse) -> None:
    address = f"/console/cases/{story.reported}/reports/{story.report}/reporter/"
    browse("lin").post(address, {"purpose": "details"})
    row = cases.case(story.reported, PARTS)
    assert row is not None
    assert f"核实情况: {row.number}" in text_of(browse("jian"), "/console/audit/")


@pytest.mark.django_db
def test_a_change_of_another_version_is_explained(
    people: dict[str, Asker], browse: Browse, deliver: Callable[[], None]
) -> None:
    StoredFact.objects.create(name="lamp_repainted", version=3, subject="device:l1", body={})
    with pytest.raises(AssertionError):  # the fixture looks for faults, and here is one
        deliver()
    said = text_of(browse("gu"), "/console/platform/")
    assert "lamp_repainted" in said
    assert "当前版本的邻里不认识这项变更" in said
    assert "nobody" not in said


@pytest.mark.django_db
def test_the_main_step_stands_first_on_a_case(story: Story, browse: Browse) -> None:
    said = text_of(browse("lin"), f"/console/cases/{story.reported}/")
    assert said.index("受理立案") < said.index("派人现场核实")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-3 * 24 * 60, "超时 3 天"),
        (-61, "超时 1 小时"),
        (45, "还剩 45 分钟，10:45 到期"),
        (23 * 60, "还剩 23 小时，09:00 到期"),
        (30 * 60, "9月8日 16:00 到期"),
    ],
)
def test_a_time_limit_says_how_much_of_it_is_left(
    clock: StillClock, minutes: int, words: str
) -> None:
    said = due(clock.at + timedelta(minutes=minutes))
    assert re.sub(r"<[^>]+>", "", said).strip() == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "language", "said"),
    [
        ("2026-09-11T16:30", "zh-hans", "剩 3 个工作小时，周一 11:00前"),
        ("2026-09-11T16:30", "en", "3 working hours left, by Mon 11:00"),
        ("2026-09-16T11:30", "zh-hans", "超时 2 个工作日"),
        ("2026-09-16T11:30", "en", "late by 2 working days"),
    ],
)
def test_a_deadline_is_said_in_the_time_of_those_who_keep_it(
    clock: StillClock, now: str, language: str, said: str
) -> None:
    load_defaults(SETUP)
    shanghai = ZoneInfo("Asia/Shanghai")
    clock.at = datetime.fromisoformat(now).replace(tzinfo=shanghai)
    terms = Terms(5, "working_days", "office", calendars.version("office"))
    with override(language):
        shown = due(datetime(2026, 9, 14, 11, tzinfo=shanghai), of=terms)

    assert f">{said}<" in shown
