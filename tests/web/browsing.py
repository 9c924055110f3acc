"""What tests in a real browser do again and again."""

import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page

from tools.system import System

PASSWORD = "a-demo-of-forty-seconds"


def signed_in(browser: Browser, system: System, who: str, **context: object) -> Page:
    page = browser.new_context(**context).new_page()
    page.goto(system.url("/sign-in/"))
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    return page


def focused_row(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-row]')?.innerText ?? ''"))


def report(system: System, text: str, item: str = "road_damage") -> str:
    form = {"service_code": item, "description": text, "lat": 31.82, "long": 117.22}
    request = Request(system.url("/open311/v2/requests.json"), data=urlencode(form).encode())
    with urlopen(request, timeout=10) as answer:
        return str(json.load(answer)[0]["service_request_id"])
