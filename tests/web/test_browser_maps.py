"""Maps in a real browser: over a base map of one's own, shifted from GCJ-02, and not at all."""

import base64
import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

from linli.registers.places.logic.coordinates import Source, System, from_wgs84
from tests.tiles import pmtiles
from tests.web.browsing import focused_row
from tests.web.test_browser import PASSWORD, report, signed_in
from tools.system import System as Linli
from tools.walking import ARGUMENTS, CHROMIUM, MAP_MS

pytestmark = [pytest.mark.peers]

NO_WEBGL = ("--disable-3d-apis", "--disable-webgl", "--disable-webgl2")


NO_MAP = "此处无法显示地图"


def square(colour: str) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture(scope="module")
def system() -> Iterator[Linli]:
    """A demo over a base map of one red tile: the world."""
    extra = {
        "LINLI_DEMO_PASSWORD": PASSWORD,
        "LINLI_MAP": "red.pmtiles",
        "LINLI_MAP_ATTRIBUTION": "© 红色测绘",
    }
    files = {"red.pmtiles": pmtiles({0: square("#d00000")})}
    with Linli(arguments=(), extra=extra, files=files) as running:
        yield running


@pytest.fixture(scope="module")
def browsers() -> Iterator[dict[str, Browser]]:
    """One that draws, and one without WebGL."""
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch
        started = {
            "draws": launch(executable_path=CHROMIUM, args=list(ARGUMENTS)),
            "plain": launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *NO_WEBGL]),
        }
        yield started
        for browser in started.values():
            browser.close()


def test_a_file_of_tiles_is_drawn_below_the_outlines(
    system: Linli, browsers: dict[str, Browser]
) -> None:
    page = signed_in(browsers["draws"], system, "lin", viewport={"width": 1200, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(system.url("/console/cases/"))
    page.locator("[data-map][data-drawn]").wait_for(timeout=MAP_MS)
    assert page.get_by_text("© 红色测绘").is_visible()
    assert system.url("/map/tiles.pmtiles") in asked
    assert all(url.startswith((system.url("/"), "blob:", "data:")) for url in asked)
    red, green, blue = pixel(page)
    assert red > 150
    assert max(green, blue) < 100


def test_tiles_in_gcj02_are_put_where_they_belong(
    system: Linli, browsers: dict[str, Browser]
) -> None:
    page = signed_in(browsers["draws"], system, "lin")
    shift = "import('/static/js/map-shift.js')"
    for point in ((31.82, 117.22), (22.54, 113.91), (48.85, 2.35)):
        theirs = page.evaluate(f"async ([lat, lon]) => (await {shift}).gcj02(lat, lon)", point)
        assert theirs == pytest.approx(from_wgs84(*point, Source(System.GCJ02)), abs=1e-9)

    def tile(route: Route) -> None:
        column = int(route.request.url.split("/")[-2])
        route.fulfill(body=square("#ff0000" if column % 2 else "#0000ff"), content_type="image/png")

    page.route("**/own/**", tile)
    made = page.evaluate(
        f"""async () => {{
            const {{ shiftedTile }} = await {shift};
            const address = encodeURIComponent("/own/{{z}}/{{x}}/{{y}}.png");
            const url = `shifted://${{address}}#15/27053/13315`;
            const {{ data }} = await shiftedTile({{ url }}, new AbortController());
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 256;
            canvas.getContext("2d").drawImage(data, 0, 0);
            return canvas.toDataURL("image/png").split(",")[1];
        }}"""
    )
    picture = Image.open(io.BytesIO(base64.b64decode(made))).convert("RGB")
    colours = [picture.getpixel((column, 128)) for column in range(256)]
    edges = [at for at in range(1, 256) if colours[at] != colours[at - 1]]
    middle = 27053.5 / 2**15 * 360 - 180
    east = (from_wgs84(31.8223, middle, Source(System.GCJ02))[1] - middle) / 360 * 2**15
    assert edges == [pytest.approx((1 - east % 1) * 256, abs=2)]


def test_the_list_says_it_all_where_no_map_can_be_drawn(
    system: Linli, browsers: dict[str, Browser]
) -> None:
    report(system, "路灯杆歪了。")
    page = signed_in(browsers["plain"], system, "lin")
    assert page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    page.goto(system.url("/console/cases/"))
    page.get_by_text("此处无法显示地图").wait_for()
    rows = page.locator("[data-row][data-lat]")
    rows.first.wait_for()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('[data-row]') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/cases/*-*/")
    assert page.locator("#where").is_visible()


def test_a_call_is_pinned_and_a_case_is_placed_where_no_map_can_be_drawn(
    system: Linli, browsers: dict[str, Browser]
) -> None:
    page = signed_in(browsers["plain"], system, "lin", locale="zh-CN")
    page.goto(system.url("/console/take/"))
    page.locator("#pin summary").press("Enter")
    page.locator("#pin").get_by_text(NO_MAP).wait_for()
    take(page, "路面坑洼", "路上有个坑。", point="31.8211, 117.2214")
    page.get_by_role("link", name="打开事件").click()
    page.locator("section:has(#where)").get_by_text(NO_MAP).wait_for()
    assert "31.82110, 117.22140" in page.inner_text("section:has(#where)")

    page.goto(system.url("/console/take/"))
    take(page, "噪声扰民", "半夜唱歌。", address="星渡苑门口")
    page.goto(system.url("/console/placing/"))
    page.locator(".placing__map").get_by_text(NO_MAP).wait_for()
    while "星渡苑门口" not in focused_row(page):
        page.keyboard.press("j")
    page.keyboard.press("1")
    page.locator(".notice", has_text="已定位").wait_for()


def take(page: Page, item: str, text: str, **fields: str) -> None:
    """Takes a call down, and waits until its case is open."""
    page.fill("#text", text)
    page.fill("#item_typed", item)
    page.locator("#item-options [role=option]").first.wait_for()
    page.locator("#item_typed").press("Enter")
    for name, value in fields.items():
        page.fill(f"#{name}", value)
    page.locator("#address").press("Enter")
    page.locator(".receipt").wait_for()
    while not page.get_by_role("link", name="打开事件").count():
        page.wait_for_timeout(200)
        page.reload()


def test_without_scripts_the_list_stands_alone(system: Linli, browsers: dict[str, Browser]) -> None:
    page = signed_in(browsers["plain"], system, "lin", java_script_enabled=False)
    page.goto(system.url("/console/cases/"))
    row = page.locator("[data-row] a").first
    words = row.inner_text().split()
    row.click()
    assert page.locator("h1").inner_text().split()[: len(words)] == words


def test_a_row_and_its_mark_are_chosen_together(
    system: Linli, browsers: dict[str, Browser]
) -> None:
    page = signed_in(browsers["draws"], system, "lin", viewport={"width": 1200, "height": 800})
    page.goto(system.url("/console/cases/"))
    page.locator("[data-map][data-drawn]").wait_for(timeout=MAP_MS)
    page.locator("[data-row][data-lat]:not([data-lat=''])").first.locator("a").focus()
    words = page.evaluate("document.activeElement.closest('[data-row]').dataset.words")
    shown = page.locator(".maplibregl-popup-content")
    shown.wait_for()
    assert shown.inner_text() == words


def pixel(page: Page) -> tuple[int, int, int]:
    """The commonest colour of the map's left half."""
    box = page.locator("[data-map]").bounding_box()
    assert box
    clip = {"x": box["x"], "y": box["y"], "width": box["width"] / 3, "height": box["height"]}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    commonest = max(picture.getcolors(2**24), key=lambda one: one[0])[1]
    red, green, blue = commonest
    return red, green, blue
