"""What holds for the markup of every page: no inline script or style, words for everything."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from linli.web.shared.icons import drawable
from tests.web.conftest import Story
from tests.web.test_pages import Browse
from tools import messages

WEB = Path(__file__).resolve().parents[2] / "src" / "linli" / "web"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
PAGES = {
    "": ("/", "/report/", "/r/{receipt}", "/sign-in/", "/nowhere/"),
    "wang": ("/mine/",),
    "lin": (
        "/console/cases/",
        "/console/cases/{case}/",
        "/console/cases/{reported}/",
        "/console/devices/",
        "/console/devices/{device}/",
        "/console/devices/register/",
        "/console/outbox/",
        "/console/take/",
    ),
    "wu": ("/console/tasks/", "/console/tasks/{task}/"),
    "gu": ("/console/platform/",),
    "shen": ("/console/people/",),
    "jian": ("/console/audit/",),
}


class Faults(HTMLParser):
    """Finds what the content security policy forbids and what a screen reader cannot read."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.inside_label = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.inside_label += tag == "label"
        if "style" in given or tag == "style":
            self.faults.append(f"inline style on {tag}")
        self.faults += [f"{name} on {tag}" for name in given if name.startswith("on")]
        if tag == "script" and "src" not in given and not given.get("nonce"):
            self.faults.append("inline script without a nonce")
        if tag == "img" and "alt" not in given:
            self.faults.append(f"img without alt: {given.get('src')}")
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"] or "")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self._field(given)

    def handle_endtag(self, tag: str) -> None:
        self.inside_label -= tag == "label"

    def _field(self, given: dict[str, str | None]) -> None:
        if not self.inside_label and not given.get("aria-label"):
            self.fields.append(given.get("id") or f"{given.get('name')} has no id")

    def all(self) -> list[str]:
        twice = {one for one in self.ids if self.ids.count(one) > 1}
        nameless = [one for one in self.fields if one not in self.labelled]
        return [
            *self.faults,
            *(f"id {one} stands twice" for one in sorted(twice)),
            *(f"field without a label: {one}" for one in nameless),
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_keep_to_the_policy_and_name_their_fields(
    story: Story, browse: Browse, language: str
) -> None:
    values = {field: getattr(story, field) for field in Story.__slots__}
    found = {}
    for who, addresses in PAGES.items():
        client = browse(who)
        client.cookies["linli_language"] = language
        for address in addresses:
            answer = client.get(address.format(**values))
            parser = Faults()
            parser.feed(answer.content.decode())
            found[address] = parser.all()
            policy = answer["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src 'self'" in policy
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_inline_style_and_no_handler(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert re.findall(r"\s(?:style|on[a-z]+)\s*=", source) == []
    assert "<style" not in source
    assert "javascript:" not in source


def test_the_texts_are_complete_in_both_languages() -> None:
    assert list(messages.check()) == []


def test_an_icon_that_the_sprite_lacks_is_drawn_as_a_dot() -> None:
    assert drawable("siren") == "siren"
    assert drawable("no-such-icon") == "circle-dot"


def test_every_map_of_the_console_lies_on_the_base_map() -> None:
    of_console = [path for path in TEMPLATES if "console" in path.parts]
    assert [path.name for path in of_console if "data-map=" in path.read_text()] == ["map_box.html"]
