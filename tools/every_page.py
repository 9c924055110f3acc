"""Every page of the console and the portal: who looks at it, and how it is reached.

The pictures (`tools/screens.py`) and the browser tests go through this one list, on a demo whose
scene (`tools/scene.py`) has been played: `{cases[closed]}` in a path is the id of its closed case.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Shot:
    """One page, and who looks at it; "" is somebody who has not signed in.

    `then` is what is done at `path` before it is looked at; `view` names the page that this leads
    to, if it is another one. `drawn` names a page that cannot be reached from outside
    (`tools/drawn.py`). A page that is not `whole` fills the window and no more.
    """

    name: str
    who: str
    path: str
    then: Act | None = None
    view: str = ""
    drawn: str = ""
    whole: bool = True


def sending(form: str = "main form", **fields: str) -> Act:
    """Fills the form in and sends it as a browser would that runs no scripts and checks nothing."""

    def act(page: Page) -> None:
        for name, value in fields.items():
            field = page.locator(f"{form} [name={name}]").first
            field.evaluate("(field, value) => { field.value = value }", value)
        with page.expect_navigation(wait_until="load"):
            page.locator(form).first.evaluate("form => form.submit()")

    return act


def drafting(page: Page) -> None:
    """Drafts a change of the matter, or opens the draft that waits."""
    waiting = page.locator(".notice a[href*='/drafts/']")
    if waiting.count():
        with page.expect_navigation(wait_until="load"):
            waiting.first.click()
        return
    page.goto(page.url + "edit/")
    why = "多人反映同一处破损，合并半径偏小。"
    sending("main form", **{"joining\\.radius_m": "45", "why": why})(page)


def asking(step: str, **fields: str) -> Act:
    """Presses a button on the way through the report form."""

    def act(page: Page) -> None:
        for name, value in fields.items():
            page.locator(f"[name={name}]").first.fill(value)
        with page.expect_navigation(wait_until="load"):
            page.locator(f"[name=step][value={step}]").click()

    return act


def choosing_a_row(page: Page) -> None:
    """Two steps down with the keyboard."""
    for _ in range(2):
        page.keyboard.press("j")


def unfolding(page: Page) -> None:
    """Everything that opens on demand is open."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")


def asking_for_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def asking_who_reported(page: Page) -> None:
    page.locator("details:has(form[action$='/reporter/']) summary").first.click()
    page.locator("form[action$='/reporter/'] button").first.click()
    page.locator(".notice [href^='tel:']").wait_for()


def asking_to_listen(page: Page) -> None:
    page.locator("details:has(form[action$='/voice/']) summary").first.click()
    page.locator("form[action$='/voice/'] button").first.click()
    page.locator(".notice audio").wait_for()


def opening_the_release(page: Page) -> None:
    """Its preview, with one photo."""
    page.locator("a[href$='/release/']").first.click()
    page.locator("[name=photo]").first.check()
    page.locator("[name=sure]").check()
    with page.expect_navigation(wait_until="load"):
        page.locator("[name=act][value=preview]").click()


def telling_the_same(page: Page) -> None:
    """As it stands when somebody reports what others told already."""
    page.locator("[name=item][value=road_damage]").first.evaluate("one => { one.checked = true }")
    sending("form[data-once]", text="砖还没修。", lat="31.8241", lon="117.2094")(page)


def typing_a_place(page: Page) -> None:
    """As it stands when somebody has typed the first letters of an estate."""
    page.locator("#place_code").press_sequentially("cyy")
    page.locator("#place-options [role=option]").first.wait_for()


def choosing_a_matter_and_a_place(page: Page) -> None:
    """What is open there stands beside the form; the map is unfolded."""
    page.locator("#text").fill("楼上半夜唱歌，吵得睡不着。")
    for field, typed, options in (
        ("#item_typed", "噪声", "#item-options"),
        ("#place_code", "xdy", "#place-options"),
    ):
        page.locator(field).press_sequentially(typed)
        page.locator(f"{options} [role=option]").first.wait_for()
        page.locator(field).press("Enter")
    page.locator(".near-case").nth(1).wait_for()
    page.locator("#pin summary").click()


def sending_a_list(page: Page) -> None:
    """Good rows and some with faults; waits until the job has read them."""
    rows = (
        "编码,名称,级别,上级编码,纬度,经度",
        "ting-feng,听风街道,街道,wanghe,31.82,117.22",
        "qitong,栖桐街道,街道,,,",
        "ting-feng-9,9栋,楼栋,nowhere,,",
        "ting-feng-8,八栋,幢,ting-feng,,",
    )
    list_ = {"name": "小区楼栋.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("#file-place").set_input_files([list_])
    with page.expect_navigation(wait_until="load"):
        page.locator("form:has(#file-place) button").click()
    page.locator("#faults").wait_for()


def checking_a_point(page: Page) -> None:
    """A gate of the district as Amap shows it, against where it is."""
    page.locator("#numbers1").fill("31.8181,117.2260")
    page.locator("#where1").fill("31.8201, 117.2205")
    with page.expect_navigation(wait_until="load"):
        page.locator("main form button").click()


def opening_the_first_row(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("tbody tr a").first.click()


def keeping_somebody(page: Page) -> None:
    """Somebody of a unit is kept, and looked at again."""
    page.locator("#code").fill("wh-007")
    page.locator("#name").fill("吴")
    party = page.locator("#parties option").first.get_attribute("value") or ""
    page.locator("#party").fill(party)
    page.locator("#mobile").fill("13900000000")
    with page.expect_navigation(wait_until="load"):
        page.locator("main form.card").evaluate("form => form.submit()")
    page.goto(page.url.partition("?")[0].replace("/new/", "/"))
    opening_the_first_row(page)


def looking_at_numbers(page: Page) -> None:
    opening_the_first_row(page)
    with page.expect_navigation(wait_until="load"):
        page.locator("form[action$='/look/'] button").click()


def opening_the_first_person(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("tbody tr a").first.click()


RESIDENTS = (
    Shot("portal-home", "", "/"),
    Shot("portal-home-signed-in", "wang", "/"),
    Shot("portal-report", "", "/report/"),
    Shot("portal-report-at-a-device", "", "/report/?device={label}"),
    Shot(
        "portal-report-faults",
        "",
        "/report/",
        sending("form[data-once]", text="地下通道积水，行人过不去。", reporter_phone="号码"),
    ),
    Shot("portal-report-found", "", "/report/", asking("find-item", find_item="路灯")),
    Shot("portal-report-at-a-lift", "", "/q/{tag}"),
    Shot("portal-report-foreign-code", "", "/q/ABCD2345EFGH6789"),
    Shot("portal-report-too-many", "", "/report/", drawn="too-many"),
    Shot("portal-received", "", "/report/received/{receipts[received]}/"),
    Shot("portal-follow", "", "/r/{receipts[received]}"),
    Shot("portal-follow-working", "", "/r/{receipts[working]}"),
    Shot("portal-follow-feedback", "", "/r/{receipts[feedback]}"),
    Shot(
        "portal-helped",
        "",
        "/r/{receipts[feedback]}",
        sending("form[action$='/helped/']", words=""),
        view="portal:helped",
    ),
    Shot("portal-follow-closed", "", "/r/{receipts[closed]}"),
    Shot("portal-follow-rejected", "", "/r/{receipts[rejected]}"),
    Shot("portal-follow-asked", "", "/r/{receipts[asked]}"),
    Shot("portal-follow-asked-faults", "", "/r/{receipts[asked]}", sending("form[data-once]")),
    Shot("portal-follow-answered", "", "/r/{receipts[answered]}?added=yes"),
    Shot("portal-matters", "", "/matters/"),
    Shot("portal-matters-found", "", "/matters/?q=没得水"),
    Shot("portal-around", "", "/around/"),
    Shot("portal-around-unknown", "", "/around/?q=zzzz"),
    Shot("portal-estate", "", "/around/{estate}/"),
    Shot("portal-case", "", "/around/cases/{cases[received]}/"),
    Shot("portal-report-known", "", "/report/", telling_the_same),
    Shot("portal-find", "", "/follow/"),
    Shot(
        "portal-find-unfit",
        "",
        "/follow/",
        sending("form[role=search]", receipt="ABCD2345", digits="1234"),
    ),
    Shot("portal-find-unknown", "", "/r/ABCD2345"),
    Shot("portal-mine", "wang", "/mine/"),
    Shot("portal-mine-empty", "chen", "/mine/"),
    Shot("sign-in", "", "/sign-in/"),
    Shot("password", "chen", "/password/"),
    Shot("setup", "", "/setup/", drawn="setup"),
    Shot("setup-faults", "", "/setup/", drawn="setup-faults"),
    Shot("setup-done", "", "/setup/", drawn="setup-done"),
    Shot("begin-empty", "gu", "/console/begin/", drawn="begin-empty"),
    Shot("sign-in-wrong", "", "/sign-in/", sending(username="wang", password="wrong")),
)

ERRORS = (
    Shot("error-403", "wang", "/console/"),
    Shot("error-404", "", "/nowhere/"),
    Shot("error-404-staff", "lin", "/console/devices/no-such-device/"),
    Shot("error-405", "lin", "/console/cases/{cases[received]}/note/"),
    Shot("error-500", "", "/", drawn="broken"),
    Shot("error-stale-form", "", "/sign-in/", sending(csrfmiddlewaretoken="0" * 64)),
)

DESK = (
    Shot("queue", "lin", "/console/cases/", choosing_a_row, whole=False),
    Shot("queue-empty", "zhao", "/console/cases/?tab=resolved", whole=False),
    Shot("queue-narrowed-to-nothing", "lin", "/console/cases/?q=zzzz", whole=False),
    Shot("case-received", "lin", "/console/cases/{cases[received]}/"),
    Shot("case-unfolded", "lin", "/console/cases/{cases[received]}/", unfolding),
    Shot("case-unplaced", "lin", "/console/cases/{cases[unplaced]}/"),
    Shot("case-being-placed", "lin", "/console/cases/{cases[unplaced]}/?place=月"),
    Shot("case-place-unknown", "lin", "/console/cases/{cases[unplaced]}/?place=zzzz"),
    Shot("case-filed", "lin", "/console/cases/{cases[filed]}/"),
    Shot("case-working", "lin", "/console/cases/{cases[working]}/"),
    Shot("case-feedback", "lin", "/console/cases/{cases[feedback]}/"),
    Shot("case-asked", "lin", "/console/cases/{cases[asked]}/"),
    Shot("case-answered", "lin", "/console/cases/{cases[answered]}/"),
    Shot("case-closed", "lin", "/console/cases/{cases[closed]}/"),
    Shot("case-rejected", "lin", "/console/cases/{cases[rejected]}/"),
    Shot(
        "case-stale",
        "lin",
        "/console/cases/{cases[received]}/",
        sending("form[action$='/move/']", version="0"),
        view="console:move",
    ),
    Shot("case-reporter", "lin", "/console/cases/{cases[received]}/", asking_who_reported),
    Shot(
        "reporter",
        "lin",
        "/console/cases/{cases[received]}/",
        sending("form[action$='/reporter/']"),
        view="console:reporter",
    ),
    Shot(
        "release",
        "lin",
        "/console/cases/{cases[received]}/",
        opening_the_release,
        view="console:release",
    ),
    Shot("case-voice", "lin", "/console/cases/{cases[spoken]}/", asking_to_listen),
    Shot(
        "voice",
        "lin",
        "/console/cases/{cases[spoken]}/",
        sending("form[action$='/voice/']"),
        view="console:listen",
    ),
    Shot("case-emergency", "lin", "/console/cases/{cases[emergency]}/"),
    Shot("case-to-check", "he", "/console/cases/{cases[resolved]}/"),
    Shot("case-of-a-grid-worker", "chen", "/console/cases/{cases[flood]}/"),
    Shot("placing", "lin", "/console/placing/"),
    Shot("placing-empty", "zhao", "/console/placing/"),
    Shot(
        "placing-stale",
        "lin",
        "/console/placing/",
        sending("form[action*='/placing/']", version="0", place_chosen="nowhere"),
        view="console:put-place",
    ),
    Shot("take", "lin", "/console/take/"),
    Shot("take-suggested", "lin", "/console/take/", typing_a_place),
    Shot("take-near", "lin", "/console/take/", choosing_a_matter_and_a_place),
    Shot(
        "take-faults",
        "lin",
        "/console/take/",
        sending(
            text="井盖翘起来了。",
            place_code="晚风苑东门",
            channel_ref="",
            reporter_phone="1390000",
            point="31.8",
        ),
    ),
    Shot(
        "taken",
        "lin",
        "/console/take/",
        sending(text="四楼漏水，滴到电表箱上了。", item="noise", address="灯影苑 4 号楼"),
        view="console:taken",
    ),
)

UNITS = (
    Shot("tasks", "wu", "/console/tasks/"),
    Shot("tasks-empty", "chen", "/console/tasks/?tab=overdue"),
    Shot("tasks-done", "wu", "/console/tasks/?tab=done"),
    Shot("task-dispatched", "wu", "/console/tasks/{tasks[dispatched]}/"),
    Shot("task-working", "wu", "/console/tasks/{tasks[working]}/"),
    Shot("task-done", "wu", "/console/tasks/{tasks[resolved]}/"),
    Shot("task-returned", "wu", "/console/tasks/{tasks[filed]}/"),
    Shot("case-of-a-unit", "wu", "/console/cases/{cases[working]}/"),
)

ON_FOOT = (
    Shot("foot", "wu", "/console/foot/"),
    Shot("foot-of-a-grid-worker", "chen", "/console/foot/"),
    Shot("foot-of-a-checker", "he", "/console/foot/"),
    Shot("foot-order", "wu", "/console/foot/tasks/{tasks[dispatched]}/"),
    Shot("foot-working", "wu", "/console/foot/tasks/{tasks[working]}/"),
    Shot("foot-look", "he", "/console/foot/cases/{cases[resolved]}/"),
    Shot("foot-note", "chen", "/console/foot/cases/{cases[flood]}/"),
    Shot("foot-report", "chen", "/console/foot/report/"),
    Shot("foot-offline", "", "/console/foot/offline/"),
)

THINGS = (
    Shot("devices", "lin", "/console/devices/"),
    Shot("devices-empty", "lin", "/console/devices/?q=zzzz"),
    Shot("device", "lin", "/console/devices/{device}/"),
    Shot("device-not-heard", "lin", "/console/devices/wg-new/"),
    Shot("device-register", "lin", "/console/devices/register/"),
    Shot(
        "device-register-faults",
        "lin",
        "/console/devices/register/",
        sending(id="wg 1!", type="water_gauge", place="nowhere"),
    ),
    Shot(
        "device-token",
        "lin",
        "/console/devices/wg-new/",
        sending("form[action$='/renew/']"),
        view="console:renew",
    ),
    Shot("tags", "lin", "/console/codes/"),
    Shot(
        "tags-faults", "lin", "/console/codes/", sending("form.card", kind="lift", place="nowhere")
    ),
    Shot("alarm", "lin", "/console/alarm/"),
    Shot("queue-keys", "lin", "/console/cases/", asking_for_keys, whole=False),
    Shot("outbox", "lin", "/console/outbox/"),
    Shot("platform", "gu", "/console/platform/"),
    Shot("lists", "gu", "/console/data/"),
    Shot("loading", "gu", "/console/data/", sending_a_list, view="console:loading"),
    Shot("coordinates", "gu", "/console/data/coordinates/", checking_a_point),
    Shot("begin", "gu", "/console/begin/"),
    Shot("catalogue", "leader", "/console/catalogue/"),
    Shot("catalogue-nothing-fits", "lin", "/console/catalogue/?q=zzzz"),
    Shot("item", "leader", "/console/catalogue/items/garbage/"),
    Shot("item-new", "leader", "/console/catalogue/new/"),
    Shot("item-edit", "leader", "/console/catalogue/items/noise/edit/"),
    Shot(
        "item-edit-faults",
        "leader",
        "/console/catalogue/items/noise/edit/",
        sending("main form", **{"joining\\.radius_m": "9999", "why": ""}),
    ),
    Shot(
        "draft", "leader", "/console/catalogue/items/road_damage/", drafting, view="console:draft"
    ),
    Shot("duties", "gu", "/console/duties/"),
    Shot("duties-of-a-street", "leader", "/console/duties/?place=wanghe"),
    Shot("duties-holes", "gu", "/console/duties/?only=hole"),
    Shot("duties-nested", "leader", "/console/duties/?only=nested&shelf=components"),
    Shot("duty-give", "gu", "/console/duties/give/?item=noise&place=wanghe"),
    Shot("drafts", "gu", "/console/catalogue/drafts/"),
    Shot("lists-desk", "lin", "/console/data/"),
    Shot("rows", "gu", "/console/data/place/rows/?q=cyy"),
    Shot("rows-empty", "gu", "/console/data/staff/rows/?q=zzzz"),
    Shot("row", "gu", "/console/data/party/rows/", opening_the_first_row, view="console:row"),
    Shot(
        "row-faults",
        "gu",
        "/console/data/place/rows/new/",
        sending("main form.card", code="x1", name="新苑", level="小区", parent="nowhere"),
        view="console:row-new",
    ),
    Shot(
        "row-of-staff", "gu", "/console/data/staff/rows/new/", keeping_somebody, view="console:row"
    ),
    Shot(
        "staff-numbers", "lin", "/console/data/staff/rows/", looking_at_numbers, view="console:look"
    ),
    Shot("people", "shen", "/console/people/", unfolding),
    Shot("person", "shen", "/console/people/", opening_the_first_person, view="console:person"),
    Shot("audit", "jian", "/console/audit/"),
)

SHOTS = (*RESIDENTS, *ERRORS, *DESK, *UNITS, *ON_FOOT, *THINGS)
