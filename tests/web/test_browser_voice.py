"""A resident speaks into the form, and the desk hears it on the case's page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.browsing import signed_in
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.peers]

SPEAKS = (
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
    "--autoplay-policy=no-user-gesture-required",
)
"""A microphone that beeps once a second, and a person who gives leave to use it."""

HEARD = """async (player) => {
    await player.play();
    const kept = await (await fetch(player.src)).arrayBuffer();
    const sound = await new AudioContext().decodeAudioData(kept);
    const loudest = sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    return [player.error, sound.duration, loudest];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *SPEAKS])
        yield started
        started.close()


def record(page: Page) -> None:
    """For two seconds."""
    page.get_by_role("button", name="按这里说话").click()
    page.get_by_role("button", name="停止录音（2 秒）").click()
    page.get_by_text("已录 2 秒，将随诉求一起提交。").wait_for()


def test_what_is_spoken_into_the_form_is_heard_on_the_page_of_the_case(
    system: System, browser: Browser
) -> None:
    page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    page.goto(system.url("/report/"))
    page.locator(".tile").first.click()
    page.fill("#address", "星渡苑3栋门口")
    record(page)
    page.locator("form.form > button.button--main").click()
    page.locator(".receipt").first.wait_for()

    desk = signed_in(browser, system, "lin")
    desk.goto(system.url("/console/placing/"))
    desk.locator("[data-row]", has_text="星渡苑3栋门口").locator("a").first.click()
    desk.locator("summary", has_text="语音").click()
    desk.get_by_role("button", name="收听").click()
    desk.locator("audio").wait_for()
    error, seconds, loudest = desk.locator("audio").evaluate(HEARD)
    assert error is None
    assert 1 < seconds < 10
    assert loudest > 0.05
