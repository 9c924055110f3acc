"""What is done on a page before it is looked at, and what a shot of one is."""

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


def following_the_link(digits: str = "") -> Act:
    """Makes a link to the work order and opens it as the worker does, with these digits."""
    make = sending("form[action$='/link/']", name="清障班", phone="139 0000 0001")

    def act(page: Page) -> None:
        make(page)
        message = page.locator("#message").input_value()
        here = page.url.partition("/console/")[0]
        page.goto(f"{here}/t/{message.rpartition('/t/')[2].strip()}")
        if digits:
            sending(digits=digits)(page)

    return act


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
            # By keyboard: what is suggested meanwhile may lie over the button.
            page.locator(f"[name=step][value={step}]").press("Enter")

    return act


def choosing_a_row(page: Page) -> None:
    """Two steps down with the keyboard."""
    for _ in range(2):
        page.keyboard.press("j")


def opening_the_first_order(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("table a[href*='/hotline/']").first.click()


def unfolding(page: Page) -> None:
    """Everything that opens on demand is open."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")


def keeping_a_filter(page: Page) -> None:
    """Keeps what is shown, and looks at it with the form open."""
    sending("form[action$='/filters/keep/']", name="先看待受理")(page)
    unfolding(page)


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


def sending_a_history(page: Page) -> None:
    """Cases of another system by the map that stands there; one was closed before it was opened."""
    rows = (
        "工单编号,受理时间,办结时间,诉求类型,工单状态,纬度,经度,地址",
        "20250301001,2025-03-01 08:00,2025-03-01 09:30,积水,已办结,31.82,117.22,翠竹路5号",
        "20250301002,2025-03-02 08:00,2025-03-01 09:30,积水,已办结,31.82,117.22,翠竹路5号",
        "20250301003,2025-03-03 08:00,2025-03-03 10:10,其他,已办结,,,栖桐路口",
    )
    file = {"name": "热线工单.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("#file").set_input_files([file])
    with page.expect_navigation(wait_until="load"):
        page.locator("main form button").click()
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


def listing_matters(page: Page) -> None:
    """A department's list is read, loaded and stands there to be decided on, unless it does."""
    if page.locator("tr[id^='row-']").count():
        return
    rows = (
        "事项名称,责任单位,事项编码,办理时限",
        "路灯不亮,城市管理局,0101,3个工作日",
        "路灯不亮报修,供电公司,0102,5个工作日",
        "路灯不亮,供电公司,0103,2个工作日",
        "飞絮扰民,园林绿化局,0901,10个工作日",
    )
    list_ = {"name": "部门清单.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("#file").set_input_files([list_])
    with page.expect_navigation(wait_until="load"):
        page.locator("form:has(#file) button").click()
    with page.expect_navigation(wait_until="load"):
        page.locator("form[action$='/load/'] button").click()
    page.locator(".tone-good").first.wait_for()
    page.goto(page.url.partition("/console/")[0] + "/console/catalogue/lists/")
