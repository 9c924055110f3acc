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
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from pypdf import PdfReader

from linli.ground.finding.logic.sounds import readings
from tests.flow.office import ADMINISTRATORS, LISTS, NAMED, PASSWORD, PEOPLE, XLSX, spreadsheet
from tests.phone_line import Line
from tests.web.conftest import jpeg
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.peers, pytest.mark.xdist_group("whole")]

SCREENS: Final = Path(__file__).parents[2] / "build" / "screens"
DESK: Final = {"width": 1440, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
PATIENCE: Final = 30_000
MOST_STROKES: Final = 120
LATER_MS: Final = 60_000
"""What waits in a telephone is tried again after 3, 10 and 30 seconds."""

Phone = Callable[[], BrowserContext]


class Office:
    """The people of the office, each at a browser of their own."""

    def __init__(self, system: System, browser: Browser) -> None:
        self.system = system
        self.browser = browser
        self.passwords: dict[str, str] = {}
        self.pages: dict[str, Page] = {}
        self.receipts: dict[str, str] = {}
        self.taken = 0

    def at(self, who: str, viewport: dict[str, int] | None = None) -> Page:
        """This person's page; they sign in when they come, and choose a password the first time."""
        if who not in self.pages:
            self.pages[who] = self._come(who, self._context(viewport or DESK))
        return self.pages[who]

    def picture(self, page: Page, name: str) -> None:
        self.taken += 1
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"morning-{self.taken:02}-{name}.png", full_page=True)

    def printed(self, page: Page, link: str, name: str) -> bytes:
        """What a link that prints leads to, kept beside the pictures."""
        address = page.locator(link).first.get_attribute("href")
        pdf = page.request.get(str(address)).body()
        self.taken += 1
        (SCREENS / f"morning-{self.taken:02}-{name}.pdf").write_bytes(pdf)
        return pdf

    def _context(self, viewport: dict[str, int]) -> BrowserContext:
        context = self.browser.new_context(
            viewport=viewport, locale="zh-CN", base_url=self.system.url("")
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _come(self, who: str, context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto("/sign-in/")
        sign_in(page, who, self.passwords.get(who, PASSWORD))
        return page


def sign_in(page: Page, who: str, password: str) -> None:
    """And chooses a password of their own, if theirs was handed out."""
    page.fill("#username", who)
    page.fill("#password", password)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    if "/password/" in page.url:
        page.fill("#password", PASSWORD)
        page.fill("#again", PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url("**/console/**")


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
    page = office._context(DESK).new_page()
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
    office.picture(page, "loaded")


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


class Keyboard:
    """Types as Lin does: what is Chinese costs the letters of its pinyin, and a key to choose."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        chinese = [one for one in text if "\u4e00" <= one <= "\u9fff"]
        spelled = sum(len(readings(one)[0]) for one in chinese)
        # Two characters and more are chosen at once, as every input method offers them.
        self.strokes += spelled + (len(chinese) + 1) // 2 + len(text) - len(chinese)

    def to(self, field: str) -> None:
        """On by Tab until that field, or that choice of a group, has the focus."""
        for _ in range(40):
            if self.page.evaluate(_HAS_FOCUS, field):
                return
            self.press("Tab")
        raise AssertionError(f"the keyboard does not reach {field}")

    def choose(self, field: str, words: str) -> None:
        """The first of what is suggested for these words."""
        self.write(words)
        self.page.locator(f"#{field}-options [role=option]").first.wait_for()
        self.press("Enter")


_HAS_FOCUS = "field => [document.activeElement.id, document.activeElement.name].includes(field)"


def call(page: Page, text: str, item: str, place: str = "") -> Keyboard:
    """The telephone rings: the form is opened and filled in up to the place."""
    keyboard = Keyboard(page)
    keyboard.press("n")
    page.locator("#text:focus").wait_for()
    keyboard.write(text)
    keyboard.press("Tab")
    keyboard.choose("item", item)
    if place:
        keyboard.press("Tab")
        keyboard.choose("place", place)
    return keyboard


def filed(page: Page, keyboard: Keyboard) -> str:
    """Sends the form; returns the receipt number."""
    keyboard.press("Enter")
    page.locator(".receipt output").wait_for()
    assert keyboard.strokes <= MOST_STROKES
    return page.locator(".receipt output").inner_text().replace(" ", "")


def test_lin_takes_five_calls_by_keyboard(office: Office) -> None:
    page = office.at("lin")
    page.goto("/console/shift/")
    page.locator("form[action$='/begin/'] button").click()
    page.goto("/console/")

    keyboard = call(page, "电梯停在三楼，里面有人", "dtgz", "czy 3")
    keyboard.to("reporter_phone")
    keyboard.write("13900001111")
    office.picture(page, "call")
    filed(page, keyboard)
    office.picture(page, "read-out")

    keyboard = call(page, "垃圾桶满了，很臭", "ljdj", "czy 5")
    keyboard.to("reporter_phone")
    keyboard.write("0551-62345678")
    office.receipts["garbage"] = filed(page, keyboard)

    keyboard = call(page, "楼下垃圾没人收", "ljdj", "czy 5")
    page.locator(".near-case").nth(1).wait_for()
    keyboard.to("join")
    keyboard.press("ArrowDown")
    office.picture(page, "join")
    keyboard.to("reporter_phone")
    keyboard.write("13900002222")
    filed(page, keyboard)
    page.locator(".told-aloud", has_text="并入同一事件").wait_for()

    keyboard = call(page, "路灯不亮", "ldgz", "mlhy")
    filed(page, keyboard)

    keyboard = call(page, "高龄津贴几岁能领", "bszx")
    keyboard.to("reporter_phone")
    keyboard.write("13900003333")
    page.locator(".take__answer summary").press("Enter")
    page.fill("#answer", "年满 80 周岁，带身份证到社区办理。")
    office.picture(page, "answered")
    keyboard.press("Tab", "Tab")
    page.locator("form.take button.button--main").press("Enter")
    page.locator(".receipt output").wait_for()
    page.goto("/console/")
    page.locator(".queue-row").first.wait_for()
    office.picture(page, "queue")


def test_lin_accepts_and_dispatches(office: Office) -> None:
    page = office.at("lin")
    for matter in ("电梯故障", "垃圾堆积"):
        page.goto("/console/cases/?tab=intake")
        page.locator(".queue-row", has_text=matter).first.wait_for()
        while matter not in page.evaluate(_ROW):
            page.keyboard.press("j")
        page.keyboard.press("a")
        page.wait_for_url("**/#acts")
        page.get_by_role("button", name="受理立案").press("Enter")
        page.locator(".timeline", has_text="已立案").wait_for()
        assert "春溪物业" in page.locator("#party option:checked").inner_text()
        page.get_by_role("button", name="派单").press("Enter")
        page.locator(".timeline", has_text="处置中").wait_for()
    office.picture(page, "dispatched")


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
