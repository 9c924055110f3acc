"""The built-in items, and what a check of a folder finds."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.registers.catalogue.checks import ITEM, PACKS, check, read_packs
from linli.registers.catalogue.logic import (
    CATEGORIES,
    GROUPS,
    HOLDERS,
    SEVERITIES,
    ItemDefinition,
    Synonyms,
    Words,
    definition,
    is_emergency,
)
from linli.registers.parties.logic import KINDS

PROMISED = {
    *("waterlogging", "smoke_fire", "gas_leak", "sos", "lamp_fault", "manhole_open"),
    *("door_forced", "device_silent", "illegal_parking", "street_occupation"),
    *("falling_object", "garbage", "noise", "road_damage", "elevator_fault", "inactivity"),
    *("missed_checkin", "old_age_allowance", "birth_registration", "platform_fault"),
}
ROOT = Path(__file__).parents[2]
ICONS = ROOT / "node_modules" / "lucide-static" / "icons"
GUIDE = ROOT / "docs" / "guides" / "add-an-item.md"

PACK = """\
group: events
items:
  - code: garbage
    name: {zh: 垃圾堆积, en: Garbage}
    description:
      zh: 乱倒垃圾。
      en: Dumped waste.
    severity: low
    public: true
    filing: desk
    joining: {radius_m: 30, minutes: 60, reports: false}
    clocks: {handle: {amount: 1, unit: working_days}}
    alert: {call: false}
    list: duty
    icon: trash-2
"""


@pytest.fixture(scope="module")
def built_in() -> dict[str, ItemDefinition]:
    return {item.code: item for item in read_packs(PACKS).items}


def faults(folder: Path, pack: str, name: str = "events.yaml") -> list[str]:
    (folder / name).write_bytes(pack.encode("utf-8", "surrogatepass"))
    return [f"{Path(fault.file).name}:{fault.line}: {fault.reason}" for fault in check(folder)]


def test_the_built_in_packs_have_no_fault() -> None:
    assert check(PACKS) == []


def test_the_items_that_outside_programs_rely_on_are_there(
    built_in: dict[str, ItemDefinition],
) -> None:
    assert PROMISED - set(built_in) == set()
    assert len(built_in) >= 60
    assert {item.group for item in built_in.values()} == set(GROUPS)


def test_residents_report_what_is_no_emergency_and_nobodys_private_life(
    built_in: dict[str, ItemDefinition],
) -> None:
    public = [item for item in built_in.values() if item.public]
    assert len(public) > 40
    assert [item.code for item in public if item.severity == "emergency"] == []
    assert [item.code for item in public if item.list != "duty"] == []
    assert {item.group for item in built_in.values() if item.public} == {
        *("components", "events", "hazards", "care", "services")
    }
    assert {item.code for item in public if item.group in ("care", "services")} == {
        *("care_visit", "home_adaptation", "meal_service", "legal_advice", "enquiry")
    }


def test_people_are_called_for_emergencies_and_for_water(
    built_in: dict[str, ItemDefinition],
) -> None:
    called = {item.code for item in built_in.values() if item.alert.call}
    grave = {item.code for item in built_in.values() if item.severity == "emergency"}
    assert called == {*grave, "waterlogging"}
    assert grave == {"smoke_fire", "gas_leak", "wire_down", "sos", "fall"}
    assert all(built_in[code].alert.next_minutes <= 5 for code in called)


def test_a_second_device_in_an_emergency_is_a_case_of_its_own(
    built_in: dict[str, ItemDefinition],
) -> None:
    emergencies = [item for item in built_in.values() if item.severity == "emergency"]
    assert all(not one.joining.devices or one.joining.radius_m == 0 for one in emergencies)


def test_only_what_the_duty_desk_can_mend_goes_to_it(built_in: dict[str, ItemDefinition]) -> None:
    elsewhere = {(item.group, item.list) for item in built_in.values() if item.list != "duty"}
    assert elsewhere == {
        *(("devices", "maintenance"), ("devices", "administrator"), ("services", "clerk"))
    }
    assert {item.list for item in built_in.values() if item.group == "devices"} == {
        *("maintenance", "administrator")
    }


def test_every_item_has_words_of_its_own(built_in: dict[str, ItemDefinition]) -> None:
    for words in ("name", "description"):
        texts = [getattr(item, words) for item in built_in.values()]
        count = len(built_in)
        assert len({text.zh for text in texts}) == len({text.en for text in texts}) == count


def test_no_two_items_are_called_the_same(built_in: dict[str, ItemDefinition]) -> None:
    called = [
        (name, item.code)
        for item in built_in.values()
        for name in {item.name.zh, *item.synonyms.zh, *item.synonyms.dialect}
    ]
    names = Counter(name for name, _ in called)
    assert [(name, code) for name, code in called if names[name] > 1] == []


def test_every_item_says_all_that_an_office_asks_of_it(
    built_in: dict[str, ItemDefinition],
) -> None:
    for item in built_in.values():
        assert item.category in CATEGORIES[item.group], item.code
        assert {"accept", "dispatch", "handle", "verify"} <= set(item.clocks), item.code
        assert item.evidence.file, item.code
        assert item.evidence.close, item.code
        assert item.holder is not None, item.code
        assert item.tell, item.code
        assert item.synonyms.zh, item.code
        assert item.synonyms.dialect, item.code


def test_the_graver_an_item_the_sooner_it_is_looked_at(
    built_in: dict[str, ItemDefinition],
) -> None:
    minutes = {"minutes": 1, "working_hours": 60, "working_days": 8 * 60}

    def longest(severity: str) -> int:
        of_it = [item.clocks["accept"] for item in built_in.values() if item.severity == severity]
        return max(limit.amount * minutes[limit.unit] for limit in of_it)

    waits = [longest(severity) for severity in SEVERITIES]
    assert waits == sorted(waits)
    assert waits[0] <= 5


def test_who_reported_is_told_of_whatever_may_be_reported(
    built_in: dict[str, ItemDefinition],
) -> None:
    public = [item for item in built_in.values() if item.public]
    assert [item.code for item in public if "reporter" not in item.tell] == []


def test_the_kinds_of_holders_are_the_kinds_of_parties() -> None:
    assert HOLDERS == KINDS


@pytest.mark.skipif(not ICONS.exists(), reason=f"no {ICONS}; run `make setup`")
def test_every_icon_exists(built_in: dict[str, ItemDefinition]) -> None:
    missing = [item.icon for item in built_in.values() if not (ICONS / f"{item.icon}.svg").exists()]
    assert missing == []


def test_an_item_is_the_same_after_it_was_stored(built_in: dict[str, ItemDefinition]) -> None:
    for item in built_in.values():
        assert definition(item.body, item.version) == item


def test_a_label_is_in_the_language_of_the_reader() -> None:
    words = Words("垃圾堆积", "Garbage")
    assert words.label("zh-hans") == "垃圾堆积"
    assert words.label("en") == "Garbage"


def test_a_sound_pack_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, PACK) == []
    (item,) = read_packs(tmp_path).items
    assert (item.code, item.group, item.clocks["handle"].amount) == ("garbage", "events", 1)


def test_what_may_be_left_out_has_its_default(tmp_path: Path) -> None:
    short = "\n".join(PACK.splitlines()[:11]) + "\n"
    assert faults(tmp_path, short) == []
    (item,) = read_packs(tmp_path).items
    assert (item.clocks, item.alert.call, item.list, item.retired) == ({}, False, "duty", False)
    assert item.synonyms == Synonyms()
    assert "synonyms" not in item.body


UNITS = "minutes, working_hours, working_days"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "    list: duty",
            "    lists: duty",
            "14: lists: is no key here; use one of code, name, ",
        ),
        (", en: Garbage}", "}", "4: name.en: is missing."),
        ("      en: Dumped waste.\n", "", "5: description.en: is missing."),
        ("    severity: low\n", "", "3: severity: is missing."),
        (
            "severity: low",
            "severity: mild",
            "8: severity: “mild” is not known; use one of emergency, urgent, normal, low.",
        ),
        ("radius_m: 30", "radius_m: -30", "11: joining.radius_m: “-30” cannot be; use a whole num"),
        (
            "radius_m: 30",
            f"radius_m: 0x{'f' * 5000}",
            "11: joining.radius_m: “a huge number” can",
        ),
        ("radius_m: 30", "radius_m: true", "11: joining.radius_m: “True” cannot be; use a whole "),
        ("minutes: 60", "minutes: 0.5", "11: joining.minutes: “0.5” cannot be; use a whole numb"),
        ("amount: 1", "amount: 0", "12: clocks.handle.amount: “0” cannot be; use a whole number"),
        (
            "working_days",
            "days",
            f"12: clocks.handle.unit: “days” is not known; use one of {UNITS}.",
        ),
        ("handle:", "sleep:", "12: clocks.sleep: is no key here; use one of accept, respond, "),
        ("public: true", "public: 1", "9: public: “1” is neither true nor false."),
        ("zh: 垃圾堆积", "zh: 12", "4: name.zh: “12” is not text; put it in quotes."),
        ("zh: 垃圾堆积", 'zh: " "', "4: name.zh: is empty; write it."),
        ("zh: 垃圾堆积", 'zh: "a\\0"', "4: name.zh: holds a control character; leave it out."),
        ("zh: 垃圾堆积", f"zh: {'长' * 41}", "4: name.zh: has 41 characters; 40 is the most."),
        ("name: {zh: 垃圾堆积, en: Garbage}", "name: x", "4: name: “x” is not a group of keys;"),
        ("code: garbage", "code: Garbage!", "3: code: “Garbage!” is no such name; write it like"),
        ("group: events", "group: fun", "1: group: “fun” is not known; use one of components,"),
        ("list: duty", "list: duty\n    list: clerk", '15: "list" stands here twice.'),
        ("name: {zh", "name: {zh: {", "4: is no YAML that can be read:"),
        ("name: {zh", "name: {zh: \x00", "4: holds the character U+0000; leave it out."),
        ("filing: desk", "filing: *desk", "10: is no YAML that can be read: an alias (*name)"),
        ("filing: desk", "filing: !!python/name:os.system", "10: is no YAML that can be read:"),
        (
            "filing: desk",
            "filing: 2026-99-99",
            '10: "2026-99-99" cannot be read; put it in quotes.',
        ),
        ("garbage\n", "garbage\n--- \n", "4: is no YAML that can be read:"),
        (
            "icon:",
            "category: greening\n    icon:",
            "15: category: “greening” is not known; use one of environment, advertising, ",
        ),
        (
            "icon:",
            "evidence: {close: [photo]}\n    icon:",
            "15: evidence.close: names a photo where result_photo is required, and only there.",
        ),
        (
            "icon:",
            "tell: [dragon]\n    icon:",
            "15: tell: “dragon” is not known; use one of rep",
        ),
        ("icon:", "holder: {first: post}\n    icon:", "15: holder.name: is missing."),
        (
            "icon:",
            "synonyms: {fr: [ordures]}\n    icon:",
            "15: synonyms.fr: is no key here; use on",
        ),
        (
            "icon:",
            "synonyms: [垃圾]\n    icon:",
            "15: synonyms: “list” is not a group of keys; wri",
        ),
        (
            "icon:",
            "synonyms: {zh: 垃圾}\n    icon:",
            "15: synonyms.zh: “垃圾” is no list of one or",
        ),
        ("icon:", "synonyms: {zh: []}\n    icon:", "15: synonyms.zh: “list” is no list of one or"),
        ("icon:", "synonyms: {zh: [12]}\n    icon:", "15: synonyms.zh: “12” is not text; put it"),
        (
            "icon:",
            "synonyms: {zh: [脏, 脏]}\n    icon:",
            "15: synonyms.zh: “脏” stands here twice.",
        ),
        (
            "icon:",
            f"synonyms: {{zh: {[f'脏{number}' for number in range(31)]}}}\n    icon:",
            "15: synonyms.zh: these are 31; 30 is the most.",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_reason(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in PACK
    found = faults(tmp_path, PACK.replace(old, new, 1))
    assert any(one.startswith(f"events.yaml:{fault}") for one in found), found


@pytest.mark.parametrize(
    ("pack", "fault"),
    [
        ("", "1: “NoneType” is not a group of keys; write key: value."),
        ("- 1\n", "1: “list” is not a group of keys; write key: value."),
        ("group: events\nitems: []\n", "2: items: “list” is no list of one or more."),
        ("group: events\nitems: {a: 1}\n", "2: items: “dict” is no list of one or more."),
        ("group: events\nitems:\n  - 5\n", "3: “5” is not a group of keys; write key: value."),
        ("x: " + "[" * 5000, "1: is nested too deeply"),
        ("x: " + "a" * 1_000_001, "1: is no YAML that can be read: it has more than 1000000 bytes"),
        ("group: \ud800", "1: is not UTF-8; save it as UTF-8."),
    ],
)
def test_a_file_that_is_no_pack_is_told(tmp_path: Path, pack: str, fault: str) -> None:
    found = faults(tmp_path, pack)
    assert any(one.startswith(f"events.yaml:{fault}") for one in found), found


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, len(PACK) - 1), st.integers(0, 8), st.text(max_size=6))
def test_whatever_is_written_into_a_pack_it_is_loaded_or_told(
    tmp_path: Path, at: int, cut: int, text: str
) -> None:
    (tmp_path / "events.yaml").write_text(PACK[:at] + text + PACK[at + cut :])
    pack = read_packs(tmp_path)
    assert pack.faults or pack.items
    assert all(1 <= fault.line <= 40 and fault.reason for fault in pack.faults)


def test_a_code_that_stands_in_two_files_is_told_with_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(PACK)
    found = faults(tmp_path, PACK, "b.yaml")
    assert found == [f'b.yaml:3: code: "garbage" is used already in {tmp_path / "a.yaml"}:3.']


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    broken = PACK.replace("severity: low", "severity: mild").replace("radius_m: 30", "radius_m: x")
    assert [one.split(":")[1] for one in faults(tmp_path, broken)] == ["8", "11"]


def test_a_folder_without_packs_is_a_fault(tmp_path: Path) -> None:
    assert [fault.reason for fault in check(tmp_path / "none")] == [
        "is no folder with .yaml files in it."
    ]


def test_the_example_of_the_guide_can_be_loaded(tmp_path: Path) -> None:
    guide = GUIDE.read_text()
    example = guide.split("```yaml\n")[1].split("```")[0]
    assert faults(tmp_path, example) == []


def test_the_guide_explains_every_key() -> None:
    guide = GUIDE.read_text()
    keys = {"group", *ITEM.required, *ITEM.optional}
    assert [key for key in keys if f"`{key}" not in guide] == []


def test_what_is_urgent_is_not_yet_an_emergency() -> None:
    assert [severity for severity in SEVERITIES if is_emergency(severity)] == ["emergency"]
