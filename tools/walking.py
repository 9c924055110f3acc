"""A browser that goes through every page of a demo, as whoever looks at it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Page,
    Route,
    sync_playwright,
)

from tools.page_acts import Shot
from tools.scene import Scene, play
from tools.system import System

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a-demo-that-is-looked-at"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LANGUAGES = ("zh-hans", "en")
MAP_MS = 30_000
MAP_SCRIPT = "*/map.js"
LATER_SECONDS = 40 * 60
"""After the scene, so that something is late and times are more than “just now”."""

Scheme = Literal["light", "dark"]


@contextmanager
def walk() -> Iterator["Walk"]:
    """A demo of its own with a browser in front of it; both end with the block."""
    with ExitStack() as opened:
        clock = Path(opened.enter_context(TemporaryDirectory())) / "clock.json"
        extra = {
            "LINLI_DEMO_PASSWORD": PASSWORD,
            "LINLI_GAS_PHONE": "0000-9777",
            "LINLI_TEST": "1",
            "LINLI_TEST_CLOCK": str(clock),
        }
        system = opened.enter_context(System(arguments=(), extra=extra))
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        scene = play(system, PASSWORD)
        clock.write_text(json.dumps({"offset": LATER_SECONDS}))
        yield Walk(system, scene, browser, _drawn(system))
        browser.close()


@dataclass(slots=True)
class Walk:
    """Opens pages; whoever signed in once stays signed in."""

    system: System
    scene: Scene
    browser: Browser
    drawn: dict[str, Any]
    keys: dict[str, Any] = field(default_factory=dict)
    windows: dict[str, tuple[Page, CDPSession]] = field(default_factory=dict)

    def seat(self, who: str, width: int, height: int, scheme: Scheme = "light") -> BrowserContext:
        """A window of this size in which `who` has signed in, if it is not a visitor's."""
        if who and who not in self.keys:
            self.keys[who] = self._sign_in(who)
        return self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="zh-CN",
            reduced_motion="reduce",
            storage_state=self.keys.get(who),
        )

    def window(self, who: str, width: int, height: int, *, draws_maps: bool = True) -> Page:
        """The one window of `who`, which keeps styles and scripts, and nothing of what was done.

        A window of its own for each page costs twice the time. Maps are kept out by the browser:
        a route would make it fetch everything anew.
        """
        if who not in self.windows:
            made = self.seat(who, width, height).new_page()
            self.windows[who] = made, made.context.new_cdp_session(made)
            self.windows[who][1].send("Network.enable")
        page, session = self.windows[who]
        session.send("Network.setBlockedURLs", {"urls": [] if draws_maps else [MAP_SCRIPT]})
        if page.url.startswith(self.system.url("/")):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.context.clear_cookies()
        page.context.add_cookies(self.keys[who]["cookies"] if who else [])
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return page

    def open(self, page: Page, shot: Shot, language: str, *, wait_for_map: bool = True) -> None:
        """The page as it is looked at."""
        site = self.system.url("")
        page.context.add_cookies([{"name": "linli_language", "value": language, "url": site}])
        address = site + shot.path.format(**asdict(self.scene))
        if shot.drawn:
            page.route(address, lambda route: self._fulfil(route, shot.drawn, language))
        page.goto(address, wait_until="load")
        if shot.drawn:
            page.unroute(address)
        if shot.then:
            shot.then(page)
        page.locator("h1").first.wait_for(state="attached")
        if wait_for_map and page.locator("[data-map]").count():
            page.locator("[data-map][data-drawn]").wait_for(timeout=MAP_MS)

    def _fulfil(self, route: Route, name: str, language: str) -> None:
        drawn = self.drawn[name][language]
        route.fulfill(status=drawn["status"], body=drawn["html"], content_type="text/html")

    def _sign_in(self, who: str) -> Any:
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(self.system.url("/sign-in/"))
        page.fill("#username", who)
        page.fill("#password", PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url(lambda address: "/sign-in/" not in address)
        state = context.storage_state()
        context.close()
        return state


def _drawn(system: System) -> dict[str, Any]:
    """What `tools/drawn.py` prints: pages that nobody can reach from outside."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.drawn"],
        env={**system.environment, "DJANGO_SETTINGS_MODULE": "linli.settings"},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
