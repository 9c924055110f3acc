"""A real browser in the demo: phones, keys, pages that update, and pages without scripts."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from linli.sense.reports.logic import MOST_PHOTOS
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.peers]

PASSWORD = "a-demo-of-forty-seconds"
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


def report(system: System, text: str, item: str = "road_damage") -> str:
    form = {"service_code": item, "description": text, "lat": 31.82, "long": 117.22}
    request = Request(system.url("/open311/v2/requests.json"), data=urlencode(form).encode())
    with urlopen(request, timeout=10) as answer:
        return str(json.load(answer)[0]["service_request_id"])


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


def test_a_question_mark_tells_all_keys_and_digits_change_tabs(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("3")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert "tab=" not in page.url
    page.keyboard.press("2")
    page.wait_for_url("**tab=received")


NOTED = """
window.noted = [];
window.Notification = class extends EventTarget {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, more) { super(); window.noted.push(`${title} ${more.tag}`); }
};
const start = OscillatorNode.prototype.start;
window.tones = 0;
OscillatorNode.prototype.start = function (at) { window.tones += 1; start.call(this, at); };
"""
"""Stands for the computer's own notices and loudspeaker."""


def heard_and_seen(page: Page, tones: int, notices: int) -> None:
    """Asked again and again: our pages let nobody evaluate a text as a script, not even a test."""
    for _ in range(WITHIN_MS // 50):
        found = page.evaluate("() => [window.tones, window.noted.length]")
        if found == [tones, notices]:
            return
        page.wait_for_timeout(50)
    raise AssertionError(found)


def test_an_urgent_case_sounds_and_shows_once_this_browser_was_asked_to(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    page.add_init_script(NOTED)
    page.goto(system.url("/console/alarm/"))
    page.locator("[data-alarm-test]").click()
    assert page.locator("[data-alarm-said]").text_content() == "两项都还没打开，请至少打开一项。"
    page.locator("[data-alarm-sound]").check()
    page.locator("[data-alarm-notice]").check()
    page.locator("[data-alarm-test]").click()
    heard_and_seen(page, 2, 1)

    report(system, "路面又塌了一块。")
    report(system, "有刺鼻的味道，越来越浓。", "chemical_smell")

    heard_and_seen(page, 4, 2)
    assert page.evaluate("window.noted[1]").startswith("紧急 · ")
    page.reload()
    page.locator("[data-alarm][data-state=on]").wait_for()
    assert page.locator("[data-alarm-sound]").is_checked()


def test_a_browser_that_refuses_notices_is_told_of_in_words(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    refusing = NOTED.replace('async () => "granted"', 'async () => "denied"')
    page.add_init_script(refusing.replace('permission = "granted"', 'permission = "denied"'))
    page.goto(system.url("/console/alarm/"))
    page.locator("[data-alarm-notice]").click()

    page.locator("[data-alarm-said]", has_text="浏览器不允许").wait_for()
    assert not page.locator("[data-alarm-notice]").is_checked()


def test_a_case_is_found_and_accepted_without_a_mouse(system: System, browser: Browser) -> None:
    report(system, "盲道砖缺了三块。")
    page = browser.new_page()
    page.goto(system.url("/console/"))
    page.locator("#username:focus").wait_for()
    page.keyboard.type("lin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".queue-row", has_text="道路破损").first.wait_for()
    while "道路破损" not in focused_row(page):
        page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_url("**/console/cases/*/#acts")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText.trim()") == "受理立案"
    assert page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
    page.keyboard.press("Enter")
    page.locator(".timeline", has_text="已立案").wait_for()


def focused_row(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-row]')?.innerText ?? ''"))


def test_the_first_stop_of_the_tab_key_leads_past_the_menu(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    page.goto(system.url("/console/devices/"))
    page.keyboard.press("Tab")
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_chosen_photo_is_named_and_too_many_are_refused(system: System, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(system.url("/report/"))
    photo = {"mimeType": "image/jpeg", "buffer": b"x"}
    page.set_input_files("#photos", [{"name": "坑.jpg", **photo}])
    assert page.locator("#photos ~ [role=status]").inner_text() == "已选：坑.jpg"
    too_many = [{"name": f"{one}.jpg", **photo} for one in range(MOST_PHOTOS + 1)]
    page.set_input_files("#photos", too_many)
    said = page.evaluate("document.querySelector('#photos').validationMessage")
    assert said == f"最多选择 {MOST_PHOTOS} 张照片。"


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


def test_a_call_is_taken_by_keyboard_with_few_strokes(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "lin")
    strokes = 0

    def press(*keys: str) -> None:
        nonlocal strokes
        for key in keys:
            page.keyboard.press(key)
            strokes += 1

    def write(text: str) -> None:
        nonlocal strokes
        page.keyboard.type(text)
        strokes += len(text)

    page.goto(system.url("/console/cases/"))
    page.locator("main").wait_for()
    press("n")
    page.locator("#text").wait_for()
    write("垃圾桶满了，味道很大，两天没人来收。")
    press("Tab")
    write("ljdj")
    page.locator("#item-options [role=option]").first.wait_for()
    press("Enter", "Tab")
    write("cyy")
    page.locator("#place-options [role=option]").first.wait_for()
    chosen = page.locator("#place-options [role=option]").first.get_attribute("data-name")
    press("Enter")
    assert page.input_value("#place_code") == chosen
    while page.evaluate("document.activeElement.id") != "reporter_phone":
        press("Tab")
    write("0551-62345678-801")
    press("Enter")
    page.locator(".receipt").wait_for()
    assert strokes <= 120
    press("n")
    page.locator("#text:focus").wait_for()


def test_a_call_joins_an_open_case_by_keyboard_alone(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "lin")

    def call(*keys: str) -> int:
        page.goto(system.url("/console/take/"))
        page.locator("#text:focus").wait_for()
        page.keyboard.type("楼上半夜装修，睡不着。")
        strokes = 11
        for field, words in (("item", "zy"), ("place", "xdy")):
            page.keyboard.press("Tab")
            page.keyboard.type(words)
            page.locator(f"#{field}-options [role=option]").first.wait_for()
            page.keyboard.press("Enter")
            strokes += len(words) + 2
        for key in keys:
            page.keyboard.press(key)
        return strokes + len(keys)

    call("Enter")
    page.locator(".receipt").wait_for()
    strokes = call("Tab", "Tab")
    page.locator(".near-case").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator(".near-case :checked").get_attribute("value")
    page.locator("#reporter_phone").focus()
    page.keyboard.press("Enter")
    page.locator(".told-aloud", has_text="并入同一事件").wait_for()
    assert strokes < 60


def test_an_answer_that_comes_late_does_not_take_the_choice_back(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    page.goto(system.url("/console/take/"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.locator("#text:focus").wait_for()
    for field, words in (("item", "zy"), ("place", "xdy")):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
        page.locator(f"#{field}-options [role=option]").first.wait_for()
        page.keyboard.press("Enter")
    page.locator(".near-case").nth(1).wait_for()
    page.route("**/take/near/**", hold)
    page.evaluate("document.querySelector('#near').dispatchEvent(new Event('seek'))")
    page.locator(".near-case input").nth(1).check()
    chosen = page.locator(".near-case :checked").get_attribute("value")
    with page.expect_response("**/take/near/**"):
        held[0].continue_()
    page.wait_for_timeout(300)
    assert page.locator(".near-case :checked").get_attribute("value") == chosen


def test_a_pin_on_the_map_is_the_point_in_its_field(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "lin")
    page.goto(system.url("/console/take/"))
    page.locator("#pin summary").press("Enter")
    page.locator("#pin [data-drawn]").wait_for(timeout=30_000)
    page.locator("#pin canvas").click(position={"x": 120, "y": 100})
    lat, lon = map(float, page.input_value("#point").split(", "))
    assert 31 < lat < 32
    assert 117 < lon < 118


def test_what_is_suggested_is_heard_and_left_by_the_keyboard(
    system: System, browser: Browser
) -> None:
    page = signed_in(browser, system, "lin")
    page.goto(system.url("/console/take/"))
    field = page.get_by_role("combobox", name="事项")
    field.focus()
    page.keyboard.press("ArrowDown")
    page.locator("#item-options [role=option]").nth(3).wait_for()
    first = field.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowUp")
    last = field.get_attribute("aria-activedescendant")
    assert first != last
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.id") == "item_typed"
