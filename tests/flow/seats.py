"""Whoever works in the office, each at a browser of their own, and the pictures taken there."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page

from tests.flow.office import PASSWORD
from tools.system import System

SCREENS: Final = Path(__file__).parents[2] / "build" / "screens"
DESK: Final = {"width": 1440, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
PATIENCE: Final = 30_000


class Office:
    """The people of the office, each at a browser of their own."""

    def __init__(self, system: System, browser: Browser, story: str = "morning") -> None:
        self.system = system
        self.browser = browser
        self.story = story
        self.passwords: dict[str, str] = {}
        self.pages: dict[str, Page] = {}
        self.receipts: dict[str, str] = {}
        self.taken = 0

    def at(self, who: str, viewport: dict[str, int] | None = None) -> Page:
        """This person's page; they sign in when they come, and choose a password the first time."""
        if who not in self.pages:
            self.pages[who] = self._come(who, self.browser_of(viewport or DESK))
        return self.pages[who]

    def picture(self, page: Page, name: str) -> None:
        self.taken += 1
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")  # the head of a page that is scrolled lies across it
        page.screenshot(path=SCREENS / f"{self.story}-{self.taken:02}-{name}.png", full_page=True)

    def printed(self, page: Page, link: str, name: str) -> bytes:
        """What a link that prints leads to, kept beside the pictures."""
        address = page.locator(link).first.get_attribute("href")
        pdf = page.request.get(str(address)).body()
        self.taken += 1
        (SCREENS / f"{self.story}-{self.taken:02}-{name}.pdf").write_bytes(pdf)
        return pdf

    def note(self, name: str, text: str) -> None:
        """Kept beside the pictures."""
        self.taken += 1
        (SCREENS / f"{self.story}-{self.taken:02}-{name}").write_text(text)

    def browser_of(self, viewport: dict[str, int]) -> BrowserContext:
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
