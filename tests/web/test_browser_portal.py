"""The residents' pages in a real browser: a place pressed on the map, on a telephone."""

import pytest
from playwright.sync_api import Browser, Locator, Page

from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM, MAP_MS

pytestmark = [pytest.mark.peers]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
NO_WEBGL = ("--disable-3d-apis", "--disable-webgl", "--disable-webgl2")


def pressed(page: Page) -> tuple[float, float]:
    """Opens the map and presses its middle: the first time it comes nearer."""
    page.locator("[data-pin] summary").tap()
    page.locator("[data-map][data-drawn]").wait_for(timeout=MAP_MS)
    middle(page).tap()
    page.get_by_text("地图已经放大").wait_for()
    assert point(page) == (0, 0)
    middle(page).tap()
    page.get_by_text("您点的是").wait_for()
    return point(page)


def middle(page: Page) -> Locator:
    return page.locator("[data-map] canvas")


def point(page: Page) -> tuple[float, float]:
    lat, lon = (page.input_value(f"form.form [name={name}]") for name in ("lat", "lon"))
    return float(lat or 0), float(lon or 0)


def test_a_resident_presses_the_place_on_the_map(system: System, browser: Browser) -> None:
    page = browser.new_context(**PHONE).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(system.url("/report/"))
    page.locator("[data-pin]").wait_for()
    assert not any("map.js" in url or "maplibre" in url or "outlines" in url for url in asked)

    lat, lon = pressed(page)

    assert page.locator(".maplibregl-popup").is_visible()
    small = page.locator(".maplibregl-ctrl-zoom-in").bounding_box()
    assert small
    assert min(small["width"], small["height"]) >= 44
    assert (round(lat), round(lon)) == (32, 117)
    page.locator(".tile").first.tap()
    page.fill("#text", "路灯不亮。")
    with page.expect_request(lambda one: one.method == "POST") as sent:
        page.locator("form.form > button.button--main").tap()
    assert f"{lat:.6f}" in (sent.value.post_data or "")
    page.locator(".receipt, [name=anyway]").first.wait_for()


def test_of_a_pin_and_a_place_in_words_the_last_one_counts(
    system: System, browser: Browser
) -> None:
    page = browser.new_context(**PHONE).new_page()
    page.goto(system.url("/report/"))
    page.fill("#address", "")
    page.locator("#address").press_sequentially("cyy")
    page.locator("#place-options [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert page.input_value("form.form [name=at]") != ""

    pressed(page)
    assert page.input_value("form.form [name=at]") == ""

    page.locator("[data-pin-away]").tap()
    assert point(page) == (0, 0)
    middle(page).tap()
    page.get_by_text("您点的是").wait_for()
    assert point(page) != (0, 0)

    page.locator("#address").press_sequentially("c")
    page.locator("#place-options [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert point(page) == (0, 0)
    assert not page.locator("[data-pin-away]").is_visible()


def test_what_is_around_is_found_on_the_map_too(system: System, browser: Browser) -> None:
    page = browser.new_context(**PHONE).new_page()
    page.goto(system.url("/around/"))
    page.locator("[data-map][data-drawn]").wait_for(timeout=MAP_MS)
    listed, drawn = page.locator(".doors").bounding_box(), middle(page).bounding_box()
    assert listed
    assert drawn
    assert listed["y"] + listed["height"] <= drawn["y"]
    middle(page).tap()
    page.get_by_text("地图已放大").wait_for()
    for step in range(12):  # from the middle on: a street's end may lie there
        middle(page).tap(position={"x": 100 + 15 * step, "y": 120 + 10 * step})
        page.get_by_text("正在查找").wait_for(state="detached")
        if page.url != system.url("/around/"):
            break
    page.wait_for_url("**/around/*/")
    assert page.locator("main h1").inner_text() != "身边的诉求"


def test_what_is_around_is_found_without_webgl_and_without_scripts(
    system: System, browser: Browser
) -> None:
    plain = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *NO_WEBGL])
    try:
        page = plain.new_context(**PHONE).new_page()
        page.goto(system.url("/around/"))
        page.get_by_text("此处无法显示地图，请从列表中选择").wait_for()
        estate_by_the_list(page)
        page.get_by_text("此处无法显示地图").wait_for()
    finally:
        plain.close()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(system.url("/around/"))
    assert not page.locator("[data-around]").is_visible()
    estate_by_the_list(page)


def estate_by_the_list(page: Page) -> None:
    """From the streets down."""
    for _ in range(4):
        if page.get_by_role("link", name="反映这里的问题").count():
            return
        page.locator(".door").first.click()
        page.wait_for_load_state()
    assert page.get_by_role("link", name="反映这里的问题").is_visible()


def test_without_webgl_the_panel_says_so_and_without_scripts_it_is_away(
    system: System, browser: Browser
) -> None:
    plain = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *NO_WEBGL])
    try:
        page = plain.new_context(**PHONE).new_page()
        page.goto(system.url("/report/"))
        page.locator("[data-pin] summary").tap()
        page.get_by_text("此处无法显示地图").wait_for()
        assert page.locator("#address").is_visible()
    finally:
        plain.close()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(system.url("/report/"))
    assert not page.locator("[data-pin]").is_visible()
    assert page.locator("button[value=find-place]").is_visible()
