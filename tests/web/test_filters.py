"""Filters of the queue that people keep: each their own, with an end, and without scripts."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.ground.shortcuts.logic import LONGEST_NAME, MOST
from linli.ground.shortcuts.models import Shortcut

Browse = Callable[[str], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

MINE = {"tab": "filed", "item": "waterlogging", "severity": "urgent", "place": "e1", "q": "积水"}
ADDRESS = (
    "/console/cases/?tab=filed&q=%E7%A7%AF%E6%B0%B4&item=waterlogging&place=e1&severity=urgent"
)


def keep(client: Client, name: str, **asked: str) -> HttpResponse:
    return client.post("/console/cases/filters/keep/", {"name": name, **asked})


def kept_of(client: Client) -> list[str]:
    page = client.get("/console/cases/").content.decode()
    links = re.findall(r'<a class="kept__name".*?</svg>(.*?)</a>', page, re.DOTALL)
    return [words.strip() for words in links]


def test_what_is_kept_opens_by_one_link_with_all_that_was_chosen(browse: Browse) -> None:
    lin = browse("lin")
    answer = keep(lin, " 翠竹苑  积水 ", **MINE)
    assert answer["Location"] == ADDRESS
    page = lin.get("/console/cases/").content.decode()
    link = re.search(r'<a class="kept__name" href="([^"]+)"', page)
    assert link
    assert sorted(parse_qsl(unescape(link[1]).partition("?")[2])) == sorted(MINE.items())
    assert kept_of(lin) == ["翠竹苑 积水"]
    shown = lin.get(answer["Location"]).content.decode()
    assert 'aria-current="true" data-kept' in shown


def test_nobody_sees_or_changes_what_another_keeps(browse: Browse) -> None:
    lin, zhao = browse("lin"), browse("zhao")
    keep(lin, "积水", **MINE)
    row = Shortcut.objects.get()
    assert kept_of(zhao) == []
    assert "积水" not in zhao.get("/console/cases/filters/").content.decode()
    renamed = zhao.post(f"/console/cases/filters/{row.pk}/rename/", {"name": "x"})
    forgotten = zhao.post(f"/console/cases/filters/{row.pk}/forget/")
    assert (renamed.status_code, forgotten.status_code) == (404, 404)
    assert Shortcut.objects.get().name == "积水"
    assert kept_of(browse("leader")) == []


def test_the_same_name_again_takes_the_new_filter(browse: Browse) -> None:
    lin, zhao = browse("lin"), browse("zhao")
    keep(lin, "路", item="road_damage")
    keep(zhao, "路", item="noise")
    keep(lin, "路", tab="due")
    assert [(one.name, one.asked) for one in Shortcut.objects.order_by("id")] == [
        ("路", {"tab": "due"}),
        ("路", {"item": "noise"}),
    ]


def test_it_is_renamed_and_deleted(browse: Browse) -> None:
    lin = browse("lin")
    keep(lin, "甲", tab="due")
    keep(lin, "乙", tab="filed")
    first = Shortcut.objects.get(name="甲")
    taken = lin.post(f"/console/cases/filters/{first.pk}/rename/", {"name": "乙"})
    assert taken.status_code == 400
    assert "您已有另一个名为“乙”的筛选" in taken.content.decode()
    lin.post(f"/console/cases/filters/{first.pk}/rename/", {"name": "将超期"})
    assert kept_of(lin) == ["将超期", "乙"]
    lin.post(f"/console/cases/filters/{first.pk}/forget/")
    assert kept_of(lin) == ["乙"]


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("  ", {"tab": "due"}, "请填写名称"),
        ("长" * (LONGEST_NAME + 1), {"tab": "due"}, f"名称有 {LONGEST_NAME + 1} 个字，最多"),
        ("a\x00b", {"tab": "due"}, "无法显示"),
        ("空", {}, "还没有选择任何条件"),
        ("多", {"q": "水" * 201}, "最多 200 个字"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    name: str, asked: dict[str, str], told: str, browse: Browse
) -> None:
    answer = keep(browse("lin"), name, **asked)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Shortcut.objects.exists()


def test_there_is_an_end_and_what_was_kept_can_still_be_changed(browse: Browse) -> None:
    lin = browse("lin")
    for number in range(MOST):
        assert keep(lin, f"第{number}", tab="due").status_code == 302
    assert "请先删除一个" in keep(lin, "再一个", tab="due").content.decode()
    assert keep(lin, "第3", tab="filed").status_code == 302
    assert Shortcut.objects.count() == MOST


def test_a_kept_filter_whose_item_is_gone_leads_to_the_plain_queue(browse: Browse) -> None:
    lin = browse("lin")
    keep(lin, "旧", item="no_such_item", place="no_such_place", tab="due")
    assert lin.get("/console/cases/filters/").status_code == 200
    (address,) = (row.asked for row in Shortcut.objects.all())
    assert lin.get("/console/cases/", address, follow=True).status_code == 200
