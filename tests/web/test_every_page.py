"""Every page holds to WCAG 2.2 AA and fits a small phone and 200 % zoom, in both languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import resolve
from playwright.sync_api import Error, Page

from linli.web.console.urls import urlpatterns as console
from linli.web.portal.urls import urlpatterns as portal
from tools.every_page import ERRORS, SHOTS
from tools.walking import LANGUAGES, ROOT, Scheme, Walk, walk

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
"""What dark colours can break that light ones do not."""
WITH_MAP = {"queue", "case-received", "task-working"}
"""Maps are drawn on these; on the other pages they would be the same and cost seconds each."""
WIDE, PHONE, SMALL_PHONE = (1440, 900), (390, 844), (360, 740)
ZOOMED = (720, 450)
"""What 200 % leaves of the wide window."""

# Forms that lead back to the page they stand on, files, data and lists for scripts.
NO_PAGES = {
    "console": {
        "acknowledge",
        "answer",
        "approve-draft",
        "decide-row",
        "hand-in",
        "duties-export",
        "refuse-draft",
        "queue-export",
        "figures-export",
        "figures-print",
        "retire-item",
        "withdraw-draft",
        "approve",
        "begin-shift",
        "call-back",
        "cancel",
        "case-print",
        "check-photo",
        "close-person",
        "dispatch",
        "export",
        "faults",
        "find-item",
        "foot-worker",
        "forget-filter",
        "keep-filter",
        "rename-filter",
        "read-notices",
        "decide-answer",
        "open-notice",
        "find-place",
        "finish",
        "give",
        "hotline-act",
        "incident-act",
        "entry-act",
        "ledger-export",
        "ledger-print",
        "ledger-template",
        "incident-export",
        "incident-print",
        "open-incident",
        "hotline-paste",
        "hotline-sheet",
        "hand-out",
        "hand-over",
        "home",
        "issue-tokens",
        "label",
        "letter-print",
        "clusters",
        "load",
        "maintenance-export",
        "log-export",
        "log-print",
        "make-person",
        "name-street",
        "note",
        "outlines",
        "place",
        "plan",
        "outside",
        "whistle",
        "withdraw-dispatch",
        "poster",
        "report-photo",
        "resume",
        "ask-time",
        "set-charge",
        "end-charge",
        "decide-delay",
        "retry",
        "return",
        "revoke",
        "revoke-link",
        "revoke-tag",
        "sheet-print",
        "sign",
        "supervise",
        "tag-picture",
        "take-over",
        "take-grant",
        "take-near",
        "task-photo",
        "task-print",
        "template",
        "tick-off",
        "upload",
        "unmerge",
        "verify",
        "watch",
        "voice",
    },
    "portal": {
        "again",
        "case-photo",
        "find-place",
        "hands-finish",
        "hands-sign",
        "outlines",
        "photo",
    },
}
SOME_ID = "00000000-0000-0000-0000-000000000000"


def test_the_list_holds_every_page_of_the_console_and_the_portal() -> None:
    seen = {shot.view or view_at(shot.path) for shot in SHOTS if shot not in ERRORS}
    wanted = {
        f"{where}:{one.name}"
        for where, patterns in (("console", console), ("portal", portal))
        for one in patterns
        if one.name not in NO_PAGES[where]
    }
    assert wanted - seen == set()


def view_at(path: str) -> str:
    """The name of the page at a path of the list, whichever case, task or receipt it shows."""
    address = re.sub(r"\{((cases|tasks)\[\w+\]|incident|entry)\}", SOME_ID, path.partition("?")[0])
    return resolve(re.sub(r"\{.*?\}", "x", address)).view_name


@pytest.fixture(scope="module")
def walked() -> Iterator[Walk]:
    with walk() as ready:
        yield ready


# By language: two processes go side by side, each with a demo and a browser of its own.
@pytest.fixture(
    scope="module",
    params=[(shot, language) for language in LANGUAGES for shot in SHOTS],
    ids=lambda param: f"{param[0].name}-{param[1][:2]}",
)
def page(walked: Walk, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One page, opened once for the tests below."""
    shot, language = request.param
    has_map = shot.name in WITH_MAP
    opened = walked.window(shot.who, *WIDE, draws_maps=has_map)
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    opened.on("pageerror", note)
    try:
        walked.open(opened, shot, language, wait_for_map=has_map)
        opened.evaluate(AXE.read_text(encoding="utf-8"))
        assert errors == []
        yield opened
    finally:
        opened.remove_listener("pageerror", note)


@pytest.mark.peers
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_holds_to_the_standard(page: Page, size: tuple[int, int]) -> None:
    look_at(page, size, "light")
    assert violations(page, STANDARD) == []


@pytest.mark.peers
def test_a_page_can_be_read_in_the_dark(page: Page) -> None:
    """At the size that its readers have; colours are the same at the other one."""
    is_for_residents = "/console/" not in page.url
    look_at(page, PHONE if is_for_residents else WIDE, "dark")
    assert violations(page, CONTRAST) == []


@pytest.mark.peers
@pytest.mark.parametrize("size", [SMALL_PHONE, ZOOMED], ids=["small phone", "200 %"])
def test_a_page_is_no_wider_than_its_window(page: Page, size: tuple[int, int]) -> None:
    look_at(page, size, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def look_at(page: Page, size: tuple[int, int], scheme: Scheme) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


PLANTED = """
<html lang="en"><title>Planted</title><main><img src="x.png"><button></button>
<p style="color: #ccc; background: #fff">pale</p><input type="text"></main></html>
"""


@pytest.mark.peers
def test_planted_faults_are_caught(walked: Walk) -> None:
    context = walked.seat("", *WIDE)
    planted = context.new_page()
    planted.set_content(PLANTED)
    planted.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {rule for rule, _ in violations(planted, STANDARD)}
    assert rules >= {"image-alt", "button-name", "color-contrast", "label"}
    assert [rule for rule, _ in violations(planted, CONTRAST)] == ["color-contrast"]
    context.close()


def violations(page: Page, rules: dict[str, Any]) -> list[Any]:
    """What axe-core finds: the rule, and where."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
