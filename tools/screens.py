"""Takes a picture of every page of a running Linli, in both languages, wide and narrow.

    python tools/screens.py http://127.0.0.1:8000 data/demo-accounts.txt [--only queue] [--dark]

The pictures go to `build/screens/`, named page-language-width.png, to be looked at: as Lin would,
as Wang would, as somebody of eighty would.
"""

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "screens"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SIZES = {1440: 900, 390: 844}
LANGUAGES = ("zh-hans", "en")
MAP_MS = 20_000


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: who looks at it, and how to get there from the address of the site."""

    name: str
    who: str
    go: Callable[[Page, str], None]
    whole: bool = True


def at(path: str) -> Callable[[Page, str], None]:
    return lambda page, site: _open(page, site + path)


def through(path: str, link: str) -> Callable[[Page, str], None]:
    """The first page that a list leads to."""

    def go(page: Page, site: str) -> None:
        _open(page, site + path)
        found = page.locator(link).first
        if not found.count():
            raise LookupError(f"{path} has no {link}")
        _open(page, site + str(found.get_attribute("href")))

    return go


def faulty_report(page: Page, site: str) -> None:
    """The form as it comes back: the item is missing, the phone number is none."""
    _open(page, site + "/report/")
    page.locator("form[data-once]").evaluate("form => form.noValidate = true")
    page.fill("#text", "地下通道积水，行人过不去。")
    page.fill("#reporter_phone", "号码")
    page.locator("form[data-once] button.button--main").click()
    page.locator(".fault").first.wait_for()


def sent_report(page: Page, site: str) -> None:
    """The page with the receipt."""
    _open(page, site + "/report/")
    page.locator(".tile input").first.check(force=True)
    page.fill("#text", "路灯坏了三天，晚上很黑。")
    page.fill("#address", "月影苑北门")
    page.locator("form[data-once] button.button--main").click()
    page.wait_for_url("**/received/**")


def followed(page: Page, site: str) -> None:
    sent_report(page, site)
    receipt = page.url.rstrip("/").rsplit("/", 1)[1]
    page.wait_for_timeout(1500)
    _open(page, f"{site}/r/{receipt}")


def chosen_row(page: Page, site: str) -> None:
    """The queue after two steps down with the keyboard."""
    _open(page, site + "/console/cases/")
    for _ in range(2):
        page.keyboard.press("j")
    page.wait_for_timeout(500)


def work_off(page: Page, site: str) -> None:
    """Wu signs for his last order and reports it as done, so that He has something to check."""
    _open(page, site + "/console/tasks/")
    orders = page.locator("a.what")
    if not orders.count():
        return
    orders.last.click()
    for act, fill in (("sign", ""), ("finish", "已处理完毕，现场恢复正常。")):
        form = page.locator(f"form[action$='/{act}/']")
        if fill and form.count():
            form.locator("textarea").fill(fill)
        if form.count():
            form.locator("button").click()
            page.wait_for_load_state("load")


SHOTS = (
    Shot("portal-home", "", at("/")),
    Shot("portal-report", "", at("/report/")),
    Shot("portal-report-faults", "", faulty_report),
    Shot("portal-received", "", sent_report),
    Shot("portal-follow", "", followed),
    Shot("portal-find-unknown", "", at("/r/ABCD2345")),
    Shot("portal-mine", "wang", at("/mine/")),
    Shot("sign-in", "", at("/sign-in/")),
    Shot("error-404", "", at("/nowhere/")),
    Shot("error-403", "wang", at("/console/")),
    Shot("queue", "lin", chosen_row, whole=False),
    Shot("queue-empty", "lin", at("/console/cases/?q=zzzz"), whole=False),
    Shot("case", "lin", through("/console/cases/", "a.what")),
    Shot("case-received", "lin", through("/console/cases/?tab=received", "a.what")),
    Shot("case-to-check", "he", through("/console/cases/?tab=resolved", "a.what")),
    Shot("take", "lin", at("/console/take/")),
    Shot("tasks", "wu", at("/console/tasks/")),
    Shot("task", "wu", through("/console/tasks/", "a.what")),
    Shot("devices", "lin", at("/console/devices/")),
    Shot("device", "lin", through("/console/devices/?type=water_gauge", "td a")),
    Shot("device-register", "lin", at("/console/devices/register/")),
    Shot("outbox", "lin", at("/console/outbox/")),
    Shot("platform", "gu", at("/console/platform/")),
    Shot("people", "shen", at("/console/people/")),
    Shot("audit", "jian", at("/console/audit/")),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Pictures of every page.")
    parser.add_argument("site")
    parser.add_argument("accounts", type=Path)
    parser.add_argument("--only", default="", help="names of pages, with commas")
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if not asked.only or shot.name in asked.only.split(",")]
    passwords = dict(_accounts(asked.accounts))
    with sync_playwright() as playwright:
        browser = _browser(playwright)
        context = browser.new_context()
        work_off(_signed_in(context, asked.site, "wu", passwords), asked.site)
        context.close()
        for width, height in SIZES.items():
            for who in sorted({shot.who for shot in wanted}):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if asked.dark else "light",
                    locale="zh-CN",
                )
                page = _signed_in(context, asked.site, who, passwords)
                for shot in (one for one in wanted if one.who == who):
                    _take(page, asked.site, shot, f"{width}{'-dark' if asked.dark else ''}")
                context.close()
        browser.close()


def _browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))


def _accounts(path: Path) -> Iterator[tuple[str, str]]:
    """User names and passwords, as `linli run` keeps them: the first two words of a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if len(words) >= 2 and re.fullmatch(r"[a-z]+", words[0]):
            yield words[0], words[1]


def _signed_in(context: BrowserContext, site: str, who: str, passwords: dict[str, str]) -> Page:
    page = context.new_page()
    page.on("console", lambda told: _tell(page, told.type, told.text))
    page.on("pageerror", lambda error: print(f"! {page.url}: {error}"))
    if who:
        _open(page, f"{site}/sign-in/")
        page.fill("#username", who)
        page.fill("#password", passwords[who])
        page.locator("main form button").first.click()
        page.wait_for_url(lambda address: "/sign-in/" not in address)
    return page


def _tell(page: Page, kind: str, text: str) -> None:
    """Errors of the page; a missing page is one of the pictures."""
    if kind == "error" and "status of 40" not in text:
        print(f"! {page.url}: {text}")


def _take(page: Page, site: str, shot: Shot, size: str) -> None:
    for language in LANGUAGES:
        page.context.add_cookies([{"name": "linli_language", "value": language, "url": site}])
        try:
            shot.go(page, site)
        except LookupError as missing:
            print(f"- {shot.name}: {missing}")
            return
        _settle(page)
        picture = PICTURES / f"{shot.name}-{language[:2]}-{size}.png"
        page.screenshot(path=picture, full_page=shot.whole)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        print(picture.relative_to(ROOT), f"TOO WIDE by {wide}" if wide > 0 else "")


def _open(page: Page, address: str) -> None:
    # Not "networkidle": pages with a live stream never are.
    page.goto(address, wait_until="load")


def _settle(page: Page) -> None:
    if page.locator("[data-map]").count():
        page.locator("[data-map][data-drawn]").wait_for(timeout=MAP_MS)
        page.wait_for_timeout(1200)
    page.wait_for_timeout(200)


if __name__ == "__main__":
    main()
