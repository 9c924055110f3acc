"""A telephone on foot: the line is cut, the browser closed, and each draft arrives exactly once."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.phone_line import Line
from tests.web.conftest import jpeg
from tests.web.test_browser import PASSWORD
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.peers]

PHONE = {"width": 390, "height": 844}
LATER_MS = 45_000
"""What waits is tried again after 3, 10 and 30 seconds."""


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with System(arguments=(), extra={"LINLI_DEMO_PASSWORD": PASSWORD}) as running:
        yield running


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def line(system: System) -> Iterator[Line]:
    made = Line(system.http)
    yield made
    made.close()


GIVE_WU_WORK = """
import time, django
django.setup()
from linli.ground.accounts import queries as accounts
from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions
from linli.respond.cases.models import Case
wu = accounts.asker_of(accounts.user_id_of("wu"))
party = next(grant.party_id for grant in wu.grants if grant.party_id)
for _ in range(60):
    case = Case.objects.filter(state="handling").exclude(parties__party_id=party).first()
    if case:
        break
    time.sleep(1)
print(actions.dispatch(case.id, party, Asker.for_part("tests")))
"""
"""The demo's flood is at work within a minute; Wu's unit is given it as well."""

Phone = Callable[[], BrowserContext]


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    """Opens the browser of one telephone, also after it was closed."""
    opened: list[BrowserContext] = []

    def open_phone() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=CHROMIUM,
            args=list(ARGUMENTS),
            viewport=PHONE,
            locale="zh-CN",
            geolocation={"latitude": 31.8201, "longitude": 117.2205, "accuracy": 9},
            permissions=["geolocation"],
        )
        opened.append(context)
        return context

    yield open_phone
    for context in opened:
        context.close()


def sign_in(page: Page, line: Line, who: str) -> None:
    page.goto(f"{line.url}/sign-in/?next=/console/foot/")
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.locator("main form button").click()
    ready(page)


def ready(page: Page) -> None:
    """The list is open, and the worker of these pages is at work and has kept them."""
    page.locator("[data-kept-pages]").wait_for(state="attached")


def write_report(page: Page, line: Line, text: str) -> None:
    page.goto(f"{line.url}/console/foot/report/")
    page.locator("[data-ready]").wait_for(state="attached")
    page.select_option("#item", "garbage")
    page.fill("#text", text)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.set_input_files("#report-photos", [photo])
    page.locator("[data-kept] img").wait_for()
    page.locator("[data-take]").click()
    page.get_by_text("误差 9 米以内").wait_for()


def test_a_draft_survives_the_cut_line_and_the_closed_browser_and_is_sent_once(
    system: System, line: Line, phone: Phone
) -> None:
    context = phone()
    page = context.pages[0]
    sign_in(page, line, "chen")
    write_report(page, line, "望荷广场旁边垃圾满溢。")
    line.cut()
    page.locator("main form[data-form] button.button--main").click()
    page.locator("#drafts [data-state=waiting]").wait_for()
    assert "等待网络 · 1 张照片" in page.locator("#drafts").inner_text()
    assert page.locator("#line").is_visible()
    context.close()

    context = phone()
    page = context.pages[0]
    page.goto(f"{line.url}/console/foot/")
    page.locator("#drafts [data-state=waiting]").wait_for()
    assert patrols(system, "望荷广场旁边垃圾满溢。") == 0

    line.mend()
    page.locator("#drafts [data-state=sent]").wait_for(timeout=LATER_MS)
    page.reload()
    page.locator("#drafts [data-state=sent]").wait_for()
    assert patrols(system, "望荷广场旁边垃圾满溢。") == 1


def test_what_was_only_begun_is_there_again_and_nothing_is_sent(
    system: System, line: Line, phone: Phone
) -> None:
    context = phone()
    page = context.pages[0]
    sign_in(page, line, "chen")
    write_report(page, line, "路边一堆建筑垃圾。")
    page.locator("#drafts [data-state=draft]").wait_for()
    line.cut()
    context.close()
    page = phone().pages[0]
    page.goto(f"{line.url}/console/foot/report/")
    page.locator("[data-kept] img").wait_for()
    assert page.input_value("#text") == "路边一堆建筑垃圾。"
    assert page.input_value("#item") == "garbage"
    page.locator("[data-leave]").click()
    assert page.input_value("[name=lat]") == ""
    assert patrols(system, "路边一堆建筑垃圾。") == 0


def test_another_person_at_the_telephone_sees_nothing_of_it(
    system: System, line: Line, phone: Phone
) -> None:
    page = phone().pages[0]
    sign_in(page, line, "chen")
    write_report(page, line, "网格员陈的草稿。")
    line.cut()
    page.locator("main form[data-form] button.button--main").click()
    page.locator("#drafts [data-state=waiting]").wait_for()
    # Signed out by somebody while it waits: the cookie is gone, and so are the kept pages.
    page.context.clear_cookies()
    page.evaluate("caches.delete('linli-foot-pages')")
    line.mend()
    sign_in(page, line, "wu")
    page.wait_for_timeout(4000)
    assert "网格员陈的草稿。" not in page.content()
    assert page.locator("#drafts [data-state]").count() == 0
    assert page.locator("[data-foreign]").is_visible()
    assert patrols(system, "网格员陈的草稿。") == 0
    assert kept_for(page) == {"wu"}

    page.locator("[data-sign-out] button").click()
    page.wait_for_url(lambda address: "/console/" not in address)
    assert page.evaluate("caches.has('linli-foot-pages')") is False
    sign_in(page, line, "chen")
    page.locator("#drafts [data-state=sent]").wait_for(timeout=LATER_MS)
    assert patrols(system, "网格员陈的草稿。") == 1


def test_work_that_was_taken_back_meanwhile_is_told_and_nothing_is_lost(
    system: System, line: Line, phone: Phone
) -> None:
    taken_back = run(system, GIVE_WU_WORK)
    page = phone().pages[0]
    sign_in(page, line, "wu")
    page.locator(f"a[href*='{taken_back}']").click()
    page.locator("[data-ready]").wait_for(state="attached")
    page.fill("#text", "已更换井盖。")
    line.cut()
    page.locator("form[data-form=finish] button.button--main").click()
    page.locator("#drafts [data-state=waiting]").wait_for()
    run(
        system,
        "import django; django.setup();"
        "from linli.organise.tasks import actions, queries;"
        "from linli.ground.rights.asker import Asker; from uuid import UUID;"
        f"who, which = Asker.for_part('tests'), UUID({taken_back!r});"
        "actions.cancel(which, '改派。', who, queries.task(which, who).version)",
    )
    line.mend()
    page.locator("#drafts [data-state=refused]").wait_for(timeout=LATER_MS)
    kept = page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("linli-foot");
            asked.onsuccess = () => {
                const all = asked.result.transaction("drafts").objectStore("drafts").getAll();
                all.onsuccess = () => done(all.result.map((one) => [one.state, one.fields]));
            };
        })"""
    )
    assert [state for state, _ in kept] == ["refused"]
    assert ["text", "已更换井盖。"] in kept[0][1]
    assert len(page.locator("#drafts li p").inner_text()) > 10


KEEP = """async ([path, at]) => {
    const pages = await caches.open("linli-foot-pages");
    const headers = { "Linli-Kept-At": String(Date.now() - at) };
    await pages.put(path, new Response("翠竹苑3栋501", { headers }));
}"""
KEPT = (
    """async () => (await (await caches.open("linli-foot-pages")).keys()).map((one) => one.url)"""
)
DAY_MS = 24 * 60 * 60 * 1000


def test_work_that_is_over_gone_or_old_is_not_read_from_the_telephone(
    system: System, line: Line, phone: Phone
) -> None:
    order = run(system, GIVE_WU_WORK)
    over, gone = (f"/console/foot/{kind}/{UUID(int=7)}/" for kind in ("cases", "tasks"))
    page = phone().pages[0]
    sign_in(page, line, "wu")
    page.evaluate(KEEP, [over, 0])
    page.goto(f"{line.url}/console/foot/")
    ready(page)
    kept = page.evaluate(KEPT)
    assert [one for one in kept if order in one] != []
    assert [one for one in kept if over in one] == []

    page.evaluate(KEEP, [gone, 0])
    assert page.goto(f"{line.url}{gone}").status == 404  # type: ignore[union-attr]  # it answers
    assert [one for one in page.evaluate(KEPT) if gone in one] == []

    page.evaluate(KEEP, [over, 0])
    page.evaluate(KEEP, [gone, DAY_MS + 60_000])
    line.cut()
    page.goto(f"{line.url}{over}")
    assert "翠竹苑3栋501" in page.content()
    page.goto(f"{line.url}{gone}")
    assert "翠竹苑3栋501" not in page.content()


COUNT_POSITIONS = """
for (const name of ["getCurrentPosition", "watchPosition"]) {
    const asked = navigator.geolocation[name].bind(navigator.geolocation);
    navigator.geolocation[name] = (...words) => {
        const count = Number(localStorage.getItem(name) ?? 0);
        localStorage.setItem(name, count + 1);
        return asked(...words);
    };
}
"""


def positions(page: Page) -> tuple[int, int]:
    """How often pages have asked where the telephone is: once, and to be followed."""
    names = ("getCurrentPosition", "watchPosition")
    once, followed = (page.evaluate("name => localStorage.getItem(name)", name) for name in names)
    return int(once or 0), int(followed or 0)


def test_where_somebody_is_is_asked_once_for_a_photo_or_result_and_never_followed(
    system: System, line: Line, phone: Phone
) -> None:
    order = run(system, GIVE_WU_WORK)
    context = phone()
    context.add_init_script(COUNT_POSITIONS)
    page = context.pages[0]
    sign_in(page, line, "wu")
    page.goto(f"{line.url}/console/foot/tasks/{order}/")
    page.locator("[data-ready]").wait_for(state="attached")
    page.fill("form[data-form=finish] #text", "已修好。")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.set_input_files("#finish-photos", [photo])
    page.locator("form[data-form=finish] [data-kept] img").wait_for()
    assert positions(page) == (0, 0)

    page.locator("form[data-form=finish] [data-take]").click()
    page.get_by_text("误差 9 米以内").wait_for()
    assert positions(page) == (1, 0)

    page.locator("form[data-form=finish] button.button--main").click()
    page.locator("#drafts [data-state=sent]").wait_for(timeout=LATER_MS)
    page.goto(f"{line.url}/console/foot/")
    ready(page)
    assert positions(page) == (1, 0)


def kept_for(page: Page) -> set[str]:
    """Whose names stand on the pages that the telephone keeps."""
    pages = page.evaluate(
        """async () => {
            const kept = await caches.open("linli-foot-pages");
            const found = await Promise.all((await kept.keys()).map((one) => kept.match(one)));
            return Promise.all(found.map((one) => one.text()));
        }"""
    )
    names = {"wu": "Wu", "chen": "Chen"}
    return {who for who, name in names.items() if any(name in text for text in pages)}


def patrols(system: System, text: str) -> int:
    """How often the system has got this report."""
    script = (
        "import django; django.setup();"
        "from linli.sense.reports.models import Report;"
        f"print(Report.objects.filter(channel='patrol', text={text!r}).count())"
    )
    return int(run(system, script))


def run(system: System, script: str) -> str:
    environment = {**system.environment, "DJANGO_SETTINGS_MODULE": "linli.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
