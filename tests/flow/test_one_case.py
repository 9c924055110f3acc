"""One case from the report to the call-back, by five people in a real browser.

The reporter has no account, and neither has the worker: he opens a link on his telephone. Each step
leaves a picture in Chinese at the width of whoever is at work: `build/screens/lifecycle-*`.
"""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.flow.office import PASSWORD
from tests.flow.seats import PHONE, Office
from tests.web.conftest import jpeg
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.peers

REPORTER, WORKER = "13900002222", "13900000001"
SAID: Final = "花坛边的垃圾堆了三天，没有人来收。"
DONE: Final = "已清走两车，地面冲洗干净。"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with (
        sync_playwright() as playwright,
        System(arguments=(), extra={"LINLI_DEMO_PASSWORD": PASSWORD}) as system,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield Office(system, browser, "lifecycle")
        browser.close()


def photo(name: str) -> list[dict[str, object]]:
    return [{"name": name, "mimeType": "image/jpeg", "buffer": jpeg()}]


def test_the_reporter_tells_of_it_and_keeps_the_receipt(office: Office) -> None:
    page = office.browser_of(PHONE).new_page()
    page.goto("/report/?item=garbage")
    page.fill("#text", SAID)
    page.fill("#address", "云笺花园7号楼")
    page.locator("button[value=find-place]").click()
    page.get_by_text("云笺花园7号楼").first.wait_for()
    page.set_input_files("#photos", photo("bins.jpg"))  # type: ignore[arg-type]
    page.fill("#reporter_phone", REPORTER)
    office.picture(page, "report")
    page.locator("form.form > button.button--main").click()
    page.locator(".receipt output").wait_for()
    office.receipts["garbage"] = page.locator(".receipt output").inner_text().replace(" ", "")
    office.picture(page, "receipt")
    office.pages["reporter"] = page


def test_lin_takes_it_up_and_dispatches_it(office: Office) -> None:
    page = office.at("lin")
    page.goto(f"/console/cases/?q={office.receipts['garbage']}")
    page.locator(".queue-row a", has_text="垃圾").first.click()
    page.wait_for_url("**/console/cases/*-*/")
    office.picture(page, "desk")
    page.get_by_role("button", name="受理立案").click()
    page.locator(".timeline", has_text="已立案").wait_for()
    task = _work_order(page)
    office.picture(page, "dispatched")
    task.click()
    page.locator(".fold summary", has_text="无账号").click()
    page.fill("#worker-name", "清障班")
    page.fill("#worker-phone", WORKER)
    page.locator(".fold[open] button").last.click()
    message = page.locator("main textarea").input_value()
    office.picture(page, "link")
    found = re.search(r"/t/[\w-]+", message)
    assert found is not None
    office.receipts["link"] = found[0]


def _work_order(page: Page) -> "object":
    """What was filed goes by duty; the page is asked until then."""
    for _ in range(60):
        found = page.locator("[aria-labelledby=tasks] article a")
        if found.count():
            return found.first
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError("no work order came by itself within fifteen seconds")


def test_the_worker_signs_and_finishes_by_the_link(office: Office) -> None:
    page = office.browser_of(PHONE).new_page()
    page.goto(office.receipts["link"])
    page.fill("#digits", WORKER[-4:])
    office.picture(page, "digits")
    page.locator("main form button").click()
    page.locator("input[name=before]").first.wait_for(state="attached")
    page.set_input_files("input[name=before]", photo("before.jpg"))  # type: ignore[arg-type]
    office.picture(page, "work-order")
    page.locator("main form button.button--main").click()
    page.locator("#text").wait_for()
    page.fill("#text", DONE)
    page.set_input_files("input[name=after]", photo("after.jpg"))  # type: ignore[arg-type]
    office.picture(page, "result")
    page.locator("main form button.button--main").click()
    page.get_by_text("将由他人核查").wait_for()
    office.picture(page, "thanks")

    other = office.browser_of(PHONE).new_page()
    assert other.goto(office.receipts["link"]).status == 410  # type: ignore[union-attr]


def test_he_checks_it_on_foot(office: Office) -> None:
    page = office.at("he", PHONE)
    page.goto("/console/foot/")
    page.locator("a.foot__row", has_text="垃圾").first.click()
    page.get_by_text(DONE).wait_for()
    page.fill("#verify-reason", "现场已干净。")
    office.picture(page, "check")
    page.get_by_role("button", name="核查通过").click()
    page.locator("#drafts [data-state=sent]").wait_for(timeout=60_000)


def test_the_reporter_is_called_back_and_reads_that_it_is_over(office: Office) -> None:
    desk = office.at("lin")
    desk.goto(f"/console/cases/?q={office.receipts['garbage']}")
    desk.locator(".queue-row a", has_text="垃圾").first.click()
    desk.wait_for_url("**/console/cases/*-*/")
    asked = desk.locator("article.call:has(form)")
    asked.first.get_by_role("button", name="显示联系人和电话").click()
    desk.locator(f".notice a[href='tel:{REPORTER}']").first.wait_for()
    office.picture(desk, "call-back")
    asked.first.get_by_label("已解决").check()
    asked.first.get_by_role("button", name="保存").click()
    desk.locator(".timeline", has_text="已结案").wait_for()
    office.picture(desk, "closed")

    page = office.pages["reporter"]
    page.goto("/")
    page.fill("#receipt", office.receipts["garbage"])
    page.locator("form:has(#receipt) button").first.click()
    page.locator("h1.word").wait_for()
    office.picture(page, "what-the-reporter-reads")
    assert page.locator("h1.word").inner_text() == "已办结"
    page.get_by_text("结案不等于问题一定解决了").wait_for()
