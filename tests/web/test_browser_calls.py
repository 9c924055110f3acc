"""Lin takes calls down in a real browser: by keyboard, kept when a tab closes, placed later."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.web.browsing import PASSWORD, focused_row, signed_in
from tools.system import System

pytestmark = [pytest.mark.peers]


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


DRAFTS = "Object.entries(localStorage).filter(([name]) => name.startsWith('linli.call.'))"
"""What the form of a call keeps; other pages keep things of their own."""


def kept(page: Page) -> str:
    return str(page.evaluate(f"JSON.stringify({DRAFTS})"))


def kept_otherwise_than(page: Page, before: str) -> None:
    """Waits until the browser keeps something else."""
    page.evaluate(
        f"""before => new Promise((done) => {{
            const look = () =>
                JSON.stringify({DRAFTS}) === before ? setTimeout(look, 20) : done();
            look();
        }})""",
        before,
    )


def test_a_half_typed_call_outlives_its_tab_and_a_sign_in(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "lin")
    context, address = page.context, system.url("/console/take/")

    tab = page
    tab.goto(address)
    tab.fill("#text", "水管爆了。")
    kept_otherwise_than(tab, "[]")
    before = kept(tab)
    tab.fill("#reporter_name", "Wang Xiulan")
    kept_otherwise_than(tab, before)
    assert "Xiulan" not in kept(tab)
    assert "水管" not in kept(tab)
    tab.close()

    tab = context.new_page()
    tab.goto(address)
    tab.locator("#draft").wait_for()
    assert tab.input_value("#reporter_name") == "Wang Xiulan"

    context.clear_cookies(name="sessionid")
    tab.locator("#reporter_name").press("Enter")
    tab.locator("#username").wait_for()
    tab.fill("#username", "lin")
    tab.fill("#password", PASSWORD)
    tab.locator("main form button").click()
    tab.locator("#draft").wait_for()
    assert tab.input_value("#text") == "水管爆了。"
    tab.fill("#item_typed", "垃圾")
    tab.locator("#item-options [role=option]").first.wait_for()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    tab.locator(".receipt").wait_for()
    assert kept(tab) == "[]"


def test_who_signs_out_leaves_no_draft_behind(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "lin")
    page.goto(system.url("/console/take/"))
    page.fill("#text", "水管爆了。")
    kept_otherwise_than(page, "[]")
    page.locator("form[data-sign-out] button").click()
    page.wait_for_url(lambda address: "/console/" not in address)
    assert kept(page) == "[]"


def test_a_lost_case_is_placed_by_one_key(system: System, browser: Browser) -> None:
    page = signed_in(browser, system, "lin")
    page.goto(system.url("/console/take/"))
    page.fill("#text", "半夜唱歌。")
    page.fill("#item_typed", "噪声扰民")
    page.locator("#item-options [role=option]").first.wait_for()
    page.locator("#item_typed").press("Enter")
    page.fill("#address", "星渡苑门口")
    page.keyboard.press("Enter")
    page.locator(".receipt").wait_for()
    page.goto(system.url("/console/placing/"))
    page.locator("[data-row]", has_text="星渡苑门口").first.wait_for()
    for _ in range(page.locator("[data-row]").count()):
        if "星渡苑门口" in focused_row(page):
            break
        page.keyboard.press("j")
    page.keyboard.press("1")
    page.locator(".notice", has_text="已定位").wait_for()
    assert "星渡苑" in page.locator(".notice", has_text="已定位").inner_text()


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
