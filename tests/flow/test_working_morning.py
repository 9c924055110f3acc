"""One working morning of a street office in a real browser, from the first start to the hand-over.

Each step leaves a picture in Chinese at the width of whoever works there:
`build/screens/morning-*`.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from pypdf import PdfReader

from tests.flow.keyboard import MOST_SECONDS, MOST_STROKES, Keyboard, TimedCall, table
from tests.flow.office import ADMINISTRATORS, LISTS, NAMED, PASSWORD, PEOPLE, XLSX, spreadsheet
from tests.flow.seats import DESK, PHONE, Office, sign_in
from tests.phone_line import Line
from tests.web.conftest import jpeg
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.peers

LATER_MS: Final = 60_000
"""What waits in a telephone is tried again after 3, 10 and 30 seconds."""

Phone = Callable[[], BrowserContext]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def office(playwright: Playwright) -> Iterator[Office]:
    with System() as system:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield Office(system, browser)
        browser.close()


@pytest.fixture
def line(office: Office) -> Iterator[Line]:
    made = Line(office.system.http)
    yield made
    made.close()


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    """Opens the browser of one telephone, also after it was closed."""
    opened: list[BrowserContext] = []

    def open_phone() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path),
            executable_path=CHROMIUM,
            args=list(ARGUMENTS),
            viewport=PHONE,
            locale="zh-CN",
        )
        opened.append(context)
        return context

    yield open_phone
    for context in opened:
        context.close()


def test_gu_is_led_through_the_first_day(office: Office) -> None:
    found = re.search(r"http://\S+/setup/\?code=\S+", office.system.log.read_text())
    assert found is not None
    page = office.browser_of(DESK).new_page()
    page.goto(found[0])
    for person in ADMINISTRATORS:
        page.fill(f"#{person.role}_name", person.name)
        page.fill(f"#{person.role}_username", person.username)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    office.picture(page, "wizard")
    page.locator("main form button").click()
    told = page.locator("code.token").all_inner_texts()
    office.passwords |= dict(zip(("shen", "jian"), told, strict=True))
    page.locator("a[href$='/console/begin/'].button--main").click()
    for level, (name, code) in NAMED.items():
        page.fill(f"#{level}_name", name)
        page.fill(f"#{level}_code", code)
    office.picture(page, "street")
    page.locator("main form button").first.click()
    page.get_by_text("街道 1").wait_for()
    office.pages["gu"] = page


def test_gu_loads_the_lists_of_the_office(office: Office) -> None:
    page = office.at("gu")
    for kind, rows in LISTS.items():
        if kind == "post":
            _make_people(office)
        page.goto("/console/data/")
        file = {"name": f"{kind}.xlsx", "mimeType": XLSX, "buffer": spreadsheet(rows)}
        page.set_input_files(f"#file-{kind}", file)  # type: ignore[arg-type]
        page.locator(f"form[action$='/data/{kind}/'] button").click()
        page.locator(".stats").wait_for()
        if kind == "place":
            office.picture(page, "dry-run")
        assert page.locator("#faults").count() == 0, page.locator("main").inner_text()
        page.locator("form[action$='/load/'] button").click()
        page.locator(".notice.tone-good").wait_for()
    page.goto("/console/begin/")
    for words in ("小区 2 · 楼栋 8", "在用 3 家", "2 台设备还没有令牌"):
        assert words in page.inner_text("main")
    office.picture(page, "loaded")
    _staff_can_be_reached(page)


def _staff_can_be_reached(page: Page) -> None:
    """Their numbers are kept as text, and masked until somebody says what for."""
    page.goto("/console/data/staff/rows/")
    told = page.inner_text("main")
    assert "139****5555" in told
    assert "055****0000" in told


def _make_people(office: Office) -> None:
    """Shen makes the accounts; she hands out a password that each of them changes."""
    page = office.at("shen")
    for person in PEOPLE:
        page.goto("/console/people/")
        page.locator("details:has(#display_name) summary").click()
        page.fill("#display_name", person.name)
        page.fill("#username", person.username)
        page.select_option("#role", person.role)
        page.fill("#place", person.place)
        page.select_option("#party", person.party)
        page.locator("form:has(#display_name) button").last.click()
        assert page.locator("code.token").count(), page.inner_text("main")
        office.passwords[person.username] = page.locator("code.token").inner_text()
    page.goto("/console/people/")
    office.picture(page, "people")


def ring(page: Page, open_on: str, *before: str) -> Keyboard:
    """The telephone rings while the desk looks at something else; the form is opened by keys."""
    page.goto(open_on)
    page.locator("main").wait_for()
    keyboard = Keyboard(page)
    keyboard.press(*before, "n")
    page.locator("#text:focus").wait_for()
    return keyboard


def told(keyboard: Keyboard, text: str, item: str, place: str = "") -> None:
    """What the caller says, what it is and where."""
    keyboard.write(text)
    keyboard.press("Tab")
    keyboard.choose("item", item)
    if place:
        keyboard.press("Tab")
        keyboard.choose("place", place)


def leave_number(keyboard: Keyboard, phone: str) -> None:
    keyboard.to("#reporter_phone")
    keyboard.write(phone)


def test_lin_takes_five_calls_by_keyboard(office: Office) -> None:
    page = office.at("lin")
    page.goto("/console/shift/")
    page.locator("form[action$='/begin/'] button").click()
    calls = [
        _call_of_the_lift(office, page),
        _call_of_the_bins(office, page),
        _call_of_the_same_bins(office, page),
        _call_by_the_hotline(office, page),
        _question(office, page),
    ]
    page.goto("/console/")
    page.locator(".queue-row").first.wait_for()
    office.picture(page, "queue")
    office.note("strokes.md", table(calls))
    assert max(one.strokes for one in calls) <= MOST_STROKES
    assert max(one.seconds for one in calls) < MOST_SECONDS


def _call_of_the_lift(office: Office, page: Page) -> TimedCall:
    keyboard = ring(page, "/console/shift/")
    told(keyboard, "电梯停在三楼，里面有人", "dtgz", "czy 3")
    leave_number(keyboard, "13900001111")
    keyboard.to("[name=urgency]")
    keyboard.press("ArrowRight", "ArrowRight")
    office.picture(page, "call")
    timed = keyboard.file("a lift stands still", "call")
    office.picture(page, "read-out")
    return timed


def _call_of_the_bins(office: Office, page: Page) -> TimedCall:
    keyboard = ring(page, "/console/data/place/rows/")
    told(keyboard, "垃圾桶满了，很臭", "ljdj", "czy 5")
    leave_number(keyboard, "0551-62345678")
    timed = keyboard.file("bins are full", "call")
    office.receipts["garbage"] = page.locator(".receipt output").inner_text().replace(" ", "")
    return timed


def _call_of_the_same_bins(office: Office, page: Page) -> TimedCall:
    """Joins the case of the call before."""
    keyboard = ring(page, "/console/cases/?tab=received", "/", "Escape")
    told(keyboard, "楼下垃圾没人收", "ljdj", "czy 5")
    page.locator(".near-case").nth(1).wait_for()
    keyboard.to("[name=join]")
    keyboard.press("ArrowDown")
    office.picture(page, "join")
    leave_number(keyboard, "13900002222")
    timed = keyboard.file("the same bins, joined", "call")
    page.locator(".told-aloud", has_text="并入同一事件").wait_for()
    return timed


def _call_by_the_hotline(office: Office, page: Page) -> TimedCall:
    """12345 hands a caller on, with the number of its order."""
    keyboard = ring(page, "/console/catalogue/")
    keyboard.press("Shift+Tab", "ArrowRight", "Tab")
    keyboard.write("2811280017")
    keyboard.press("Tab")
    told(keyboard, "路灯不亮", "ldgz", "mlhy")
    return keyboard.file("a lamp is out", "12345")


def _question(office: Office, page: Page) -> TimedCall:
    """Answered on the spot."""
    keyboard = ring(page, "/console/")
    told(keyboard, "高龄津贴几岁能领", "bszx")
    leave_number(keyboard, "13900003333")
    keyboard.to(".take__answer summary")
    keyboard.press("Enter", "Tab")
    keyboard.write("年满80周岁，带身份证到社区办理。")
    office.picture(page, "answered")
    keyboard.press("Tab")
    timed = keyboard.file("a question, answered", "call")
    page.locator(".told-aloud", has_text="已直接答复").wait_for()
    return timed


def test_lin_accepts_and_dispatches(office: Office) -> None:
    page = office.at("lin")
    for matter in ("电梯故障", "垃圾堆积"):
        page.goto("/console/cases/?tab=received")
        page.locator(".queue-row", has_text=matter).first.wait_for()
        assert page.locator(".tabs [aria-current]").inner_text().startswith("待受理")
        for _ in range(page.locator(".queue-row").count() + 1):
            if matter in page.evaluate(_ROW):
                break
            page.keyboard.press("j")
        else:
            raise AssertionError(f"j reaches no {matter}")
        page.keyboard.press("a")
        page.wait_for_url("**/#acts")
        page.get_by_role("button", name="受理立案").press("Enter")
        page.locator(".timeline", has_text="已立案").wait_for()
        _comes_by_duty(page, "春溪物业")
    page.goto("/console/cases/")
    page.locator(".queue-row a", has_text="电梯故障").first.click()
    page.locator(".fold summary", has_text="增派一个单位").press("Enter")
    page.locator("#party").select_option(label="听荷街道办事处")
    page.locator(".fold[open] button", has_text="派单").press("Enter")
    page.locator("[aria-labelledby=tasks] article", has_text="听荷街道办").wait_for()
    assert page.locator("[role=alert]").count() == 0
    office.picture(page, "dispatched")


def _comes_by_duty(page: Page, party: str) -> None:
    """What was filed goes to whoever has the duty, without a hand; the page is asked until then."""
    for _ in range(40):
        if page.locator("[aria-labelledby=tasks] article", has_text=party).count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"no work order of {party} came by itself within ten seconds")


_ROW = "document.activeElement.closest('[data-row]')?.innerText ?? ''"


def test_wu_works_where_there_is_no_network_and_closes_the_telephone(
    office: Office, phone: Phone, line: Line
) -> None:
    page = phone().pages[0]
    page.goto(f"{line.url}/sign-in/")
    sign_in(page, "wu", office.passwords["wu"])
    page.goto(f"{line.url}/console/foot/")
    page.locator("[data-kept-pages]").wait_for(state="attached")
    office.picture(page, "my-tasks")
    page.locator("a.foot__row", has_text="垃圾堆积").click()
    page.locator("form[data-form=finish] #text").wait_for()
    line.cut()
    page.fill("#text", "桶已清空，地面已冲洗。")
    photo = {"name": "bins.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.set_input_files("#finish-photos", [photo])  # type: ignore[list-item]
    page.locator("[data-kept] img").wait_for()
    page.locator("form[data-form=finish] button.button--main").click()
    page.locator("#drafts [data-state=waiting]").wait_for()
    office.picture(page, "waiting-for-the-network")
    page.context.close()

    page = phone().pages[0]
    page.goto(f"{line.url}/console/foot/")
    page.locator("#drafts [data-state=waiting]").wait_for()
    line.mend()
    page.locator("#drafts [data-state=sent]").wait_for(timeout=LATER_MS)
    page.locator("a.foot__row", has_text="垃圾堆积").wait_for(state="detached")
    page.locator("[data-kept-pages]").wait_for(state="attached")
    office.picture(page, "handed-in")


def test_he_checks_it_on_foot(office: Office) -> None:
    page = office.at("he", PHONE)
    page.goto("/console/foot/")
    page.locator("a.foot__row", has_text="垃圾堆积").click()
    page.fill("#verify-reason", "桶已清空。")
    office.picture(page, "check")
    page.get_by_role("button", name="核查通过").click()
    page.locator("#drafts [data-state=sent]").wait_for(timeout=LATER_MS)
    office.picture(page, "checked")


def test_lin_calls_the_reporters_back(office: Office) -> None:
    page = office.at("lin")
    page.goto("/console/cases/?tab=feedback")
    page.locator(".queue-row", has_text="垃圾堆积").first.wait_for()
    office.picture(page, "to-call-back")
    page.locator(".queue-row a", has_text="垃圾堆积").first.click()
    for left in (2, 1):
        asked = page.locator("article.call:has(form)")
        assert asked.count() == left
        asked.first.get_by_role("button", name="显示联系人和电话").click()
        page.locator(".notice a[href^='tel:']").first.wait_for()
        if left == 2:
            office.picture(page, "calling")
        asked.first.get_by_label("已解决").check()
        asked.first.get_by_role("button", name="保存").click()
        page.wait_for_load_state()
    page.locator(".timeline", has_text="已结案").wait_for()
    office.picture(page, "closed")


def test_the_shift_is_handed_over_signed_and_printed(office: Office) -> None:
    lin, leader = office.at("lin"), office.at("leader")
    lin.goto("/console/shift/")
    lin.fill("#note", "3 栋电梯维保公司 11 点到场，请跟踪。")
    lin.locator("form:has(#note) button").last.click()
    lin.fill("#password", PASSWORD)
    office.picture(lin, "hand-over")
    lin.locator("form:has(#password) button.button--main").click()
    lin.locator(".sheets .tone-urgent").wait_for()

    leader.goto("/console/shift/")
    leader.fill("#take-password", PASSWORD)
    office.picture(leader, "take-over")
    leader.locator("form:has(#take-password) button.button--main").click()
    leader.locator(".sheets .tone-good").wait_for()
    leader.locator(".sheets a").first.click()
    pdf = office.printed(leader, "a.print", "hand-over")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "电梯维保公司" in text
    assert "电梯故障" in text
