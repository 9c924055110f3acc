"""Measures a reading over its limit, from MQTT publish to its row in an open console page.

    python -m benchmarks.reading_to_page [--readings N] [--server URL]

A real Chromium shows the queue of the duty desk; the page itself notes when a row first stands in
it. Prints p50, p95 and the worst, in milliseconds; ends with status 1 when p95 misses its bar.
"""

import argparse
import asyncio
import json
import statistics
import time
from typing import Any
from urllib.request import Request, urlopen

from gmqtt import Client
from gmqtt.mqtt.constants import MQTTv311
from playwright.async_api import Page, async_playwright

from benchmarks import bars
from tools.system import System

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
PASSWORD = "a long password for one measurement"

WATCH = """
window.seen = {};
const note = () => document.querySelectorAll('[data-row]').forEach(
  row => { window.seen[row.id] ??= Date.now(); });
new MutationObserver(note).observe(document.body, {subtree: true, childList: true});
note();
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=50)
    parser.add_argument("--server", default="", metavar="URL", help="of a PostgreSQL server")
    options = parser.parse_args()
    extra = {"LINLI_DEMO_PASSWORD": PASSWORD}
    with System(("--still",), server_url=options.server, extra=extra) as system:
        tokens = register(system, options.readings)
        waits = sorted(asyncio.run(measure(system, tokens)))
    cuts = statistics.quantiles(waits, n=100)
    print(
        f"reading to page: {len(waits)} readings, p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms,"
        f" worst {waits[-1]:.0f} ms"
    )
    bars.leave(bars.page_faults(cuts[94]))


def register(system: System, count: int) -> dict[str, str]:
    """Manhole covers: each opens a case of its own. Answers their tokens."""
    bearer = system.command("token", "lin").strip()
    tokens = {}
    for number in range(count):
        device = {"id": f"cover-{number}", "type": "manhole", "place": "yanchi-g1"}
        request = Request(
            system.url("/api/v1/devices"),
            json.dumps(device).encode(),
            {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"},
        )
        with urlopen(request, timeout=10) as answer:
            tokens[device["id"]] = json.load(answer)["token"]
    return tokens


async def measure(system: System, tokens: dict[str, str]) -> list[float]:
    """Milliseconds from each publish to its row."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        page = await signed_in(await browser.new_page(), system)
        await page.evaluate(WATCH)
        waits = [await one(system, page, device, token) for device, token in tokens.items()]
        await browser.close()
    return waits


async def signed_in(page: Page, system: System) -> Page:
    await page.goto(system.url("/sign-in/?next=/console/"))
    await page.fill("[name=username]", "lin")
    await page.fill("[name=password]", PASSWORD)
    await page.press("[name=password]", "Enter")
    await page.wait_for_selector("[data-on]:not([hidden])")
    return page


async def one(system: System, page: Page, device: str, token: str) -> float:
    known: dict[str, Any] = await page.evaluate("window.seen")
    client = Client(device)
    client.set_auth_credentials(device, token)
    await client.connect("127.0.0.1", system.mqtt, version=MQTTv311)
    start = time.time() * 1000
    client.publish(f"linli/v1/{device}/readings", b'{"tilt": 60}', qos=1)
    await page.wait_for_function(
        "count => Object.keys(window.seen).length > count", arg=len(known), timeout=20_000
    )
    await client.disconnect()
    seen: dict[str, float] = await page.evaluate("window.seen")
    (new,) = seen.keys() - known.keys()
    return seen[new] - start


if __name__ == "__main__":
    main()
