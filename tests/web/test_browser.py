"""A real browser in the demo: phones, keys, pages that update, and pages without scripts."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.peers]

PASSWORD = "a-demo-of-forty-seconds"
SMALL_PHONE = {"width": 360, "height": 740}
WITHIN_MS = 3000
"""The goal is one second; a busy test machine gets three."""


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with System(arguments=(), extra={"LINLI_DEMO_PASSWORD": PASSWORD}) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


def signed_in(browser: Browser, system: System, who: str, **context: object) -> Page:
    page = browser.new_context(**context).new_page()
    page.goto(system.url("/sign-in/"))
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    return page


def report(system: System, text: str) -> str:
    form = {"service_code": "road_damage", "description": text, "lat": 31.82, "long": 117.22}
    request = Request(system.url("/open311/v2/requests.json"), data=urlencode(form).encode())
    with urlopen(request, timeout=10) as answer:
        return str(json.load(answer)[0]["service_request_id"])


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("", "/"),
        ("", "/report/"),
        ("", "/r/ABCD2345"),
        ("", "/sign-in/"),
        ("wang", "/mine/"),
        ("lin", "/console/cases/"),
        ("lin", "/console/take/"),
        ("lin", "/console/devices/"),
        ("lin", "/console/devices/wg-001/"),
        ("lin", "/console/outbox/"),
        ("wu", "/console/tasks/"),
        ("gu", "/console/platform/"),
        ("shen", "/console/people/"),
        ("jian", "/console/audit/"),
    ],
)
def test_no_page_is_wider_than_a_small_phone(
    system: System, browser: Browser, who: str, address: str
) -> None:
    page = (
        signed_in(browser, system, who, viewport=SMALL_PHONE)
        if who
        else browser.new_context(viewport=SMALL_PHONE).new_page()
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(system.url(address))
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    assert faults == []


def test_the_queue_shows_what_is_new_and_keeps_the_chosen_row(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    page.locator(".live [data-on]").wait_for()
    report(system, "路面塌陷。")
    newest = page.locator(".queue-row", has_text="道路破损")
    newest.first.wait_for(timeout=WITHIN_MS)
    newest.first.locator("a").focus()
    chosen = page.evaluate("document.activeElement.closest('[data-row]').id")
    before = newest.count()
    report(system, "又一处塌陷。")
    newest.nth(before).wait_for(timeout=WITHIN_MS)
    assert page.evaluate("document.activeElement.closest('[data-row]').id") == chosen
    assert page.locator(".live [data-on]").is_visible()


def test_keys_lead_through_the_queue(system: System, browser: Browser) -> None:
    report(system, "井盖旁破损。")
    page = signed_in(browser, system, "lin")
    page.locator(".queue-row").first.wait_for()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.closest('[data-row]').id")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('[data-row]').id") == first
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/cases/{first.removeprefix('case-')}/")


def test_the_map_draws_the_cases_of_the_list(system: System, browser: Browser) -> None:
    report(system, "路沿石松动。")
    page = signed_in(browser, system, "lin")
    page.locator("[data-map][data-drawn]").wait_for(timeout=30_000)
    page.locator(".queue-row[data-lat]:not([data-lat=''])").first.locator("a").focus()
    page.locator(".maplibregl-popup").wait_for()


def test_a_report_is_made_and_followed_without_scripts(system: System, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(system.url("/report/"))
    page.locator(".tile input").first.check(force=True)
    page.fill("#text", "路灯不亮。")
    page.locator("form.form button.button--main").click()
    receipt = page.locator(".receipt output").inner_text().replace(" ", "")
    page.goto(system.url("/"))
    page.fill("#receipt", receipt.lower())
    page.locator(".find button").click()
    assert page.locator("h1").inner_text() == "已收到"
