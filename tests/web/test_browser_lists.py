"""A long list is loaded in a real browser, and whoever waits sees how far it has come."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload

from tests.flow.office import XLSX, spreadsheet
from tests.web.browsing import signed_in
from tools.system import System

pytestmark = [pytest.mark.peers]

BUILDINGS = 5_000
UNDER_WAY = """() => {
    const bar = document.querySelector("#progress");
    return bar && bar.position > 0 && bar.position < 1
        ? [bar.position, bar.labels[0].innerText]
        : null;
}"""


def estates() -> Iterator[list[object]]:
    yield ["编码", "名称", "级别", "上级编码"]
    for number in range(BUILDINGS // 100):
        yield [f"e{number}", f"{number}号院", "小区", "xingcha-g1"]
    for number in range(BUILDINGS):
        yield [f"b{number}", f"{number % 100 + 1}栋", "楼栋", f"e{number // 100}"]


def test_a_bar_tells_how_far_a_list_of_5000_rows_has_come(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "gu")
    page.goto(system.url("/console/data/"))
    content = spreadsheet(list(estates()))
    page.set_input_files(
        "#file-place", FilePayload(name="estates.xlsx", mimeType=XLSX, buffer=content)
    )
    page.locator("form[action$='/data/place/'] button").click()
    page.locator("form[action$='/load/'] button").click(timeout=60_000)

    share, words = page.wait_for_function(UNDER_WAY, timeout=60_000).json_value()

    stored = re.fullmatch(r"已写入 (\d+) 行，共 5050 行。", words.strip())
    assert stored
    assert int(stored[1]) / 5050 == pytest.approx(share, abs=0.01)
    page.locator(".notice.tone-good", has_text="新增 5050 行").wait_for(timeout=60_000)
    assert page.locator("#progress").count() == 0
