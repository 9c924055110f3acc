"""A real browser in the demo: phones, keys, pages that update, and pages without scripts."""

import pytest
from playwright.sync_api import Browser, Page

from linli.sense.reports.logic import MOST_PHOTOS
from tests.web.browsing import PASSWORD, focused_row, report, signed_in
from tools.system import System

pytestmark = [pytest.mark.peers]

WITHIN_MS = 3000
"""The goal is one second; a busy test machine gets three."""


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
    for begun in ("道路积水", "烟雾火情"):  # what the demo begins with would sound, too
        page.locator(".queue-row", has_text=begun).first.wait_for(timeout=60_000)
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
    page.locator("form:has(#receipt) button").first.click()
    assert page.locator("h1").inner_text() == "已收到"
