"""Packs are loaded into immutable versions; codes are never reused."""

from pathlib import Path

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue import actions, checks, queries
from linli.registers.catalogue.actions import loading
from linli.registers.catalogue.models import Item, ItemVersion
from tests.cast import SETUP

pytestmark = pytest.mark.django_db


def item(code: str, minutes: int = 60, more: str = "") -> str:
    return f"""\
  - code: {code}
    name: {{zh: 事项{code}, en: Item {code}}}
    description: {{zh: 说明, en: Words}}
    severity: normal
    public: true
    filing: desk
    joining: {{radius_m: 30, minutes: {minutes}, reports: false}}
{more}"""


def pack(folder: Path, *items: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "events.yaml").write_text("group: events\nitems:\n" + "".join(items))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small built-in packs in place of the real ones."""
    folder = pack(tmp_path / "built_in", item("garbage"), item("noise"))
    monkeypatch.setattr(loading, "built_in", lambda: checks.read_packs(folder))
    return folder


def load(folder: Path | None = None) -> tuple[int, int, int, int]:
    report = actions.load_packs(folder, SETUP)
    assert report.faults == []
    return report.added, report.updated, report.retired, report.unchanged


def test_the_real_packs_are_loaded_once() -> None:
    count = len(checks.read_packs(checks.PACKS).items)
    assert load() == (count, 0, 0, 0)
    assert load() == (0, 0, 0, count)
    assert (Item.objects.count(), ItemVersion.objects.count()) == (count, count)
    assert len(queries.items()) == count
    waterlogging = queries.item("waterlogging")
    assert waterlogging is not None
    assert (waterlogging.version, waterlogging.label("en")) == (1, "Water on the road")


def test_an_item_is_called_by_its_name_and_an_unknown_one_by_its_code(built_in: Path) -> None:
    load()
    assert queries.item_name("garbage", "zh-hans") == "事项garbage"
    assert queries.item_name("garbage", "en") == "Item garbage"
    assert queries.item_name("dragons", "en") == "dragons"


def test_items_stand_by_group_and_the_gravest_first() -> None:
    load()
    codes = [one.code for one in queries.items() if one.group == "hazards"]
    assert codes[:5] == [
        *("gas_leak", "smoke_fire", "wire_down"),
        *("billboard_danger", "building_crack"),
    ]
    assert codes[-1] == "open_water"


def test_a_key_that_came_with_a_newer_release_makes_no_new_version(own: Path) -> None:
    load(pack(own, item("garbage")))
    stored = ItemVersion.objects.get(item="garbage")
    del stored.body["result_photo"]
    stored.save()

    assert load(pack(own, item("garbage"))) == (0, 0, 0, 1)

    garbage = queries.item("garbage")
    assert garbage is not None
    assert (garbage.version, garbage.needs_photo) == (1, False)


def test_an_item_that_changed_gets_a_new_version_and_the_old_one_stays(own: Path) -> None:
    load(pack(own, item("garbage"), item("noise")))
    assert load(pack(own, item("garbage", minutes=90), item("noise"))) == (0, 1, 0, 1)
    now, before = queries.item("garbage"), queries.item_at("garbage", 1)
    assert now is not None
    assert before is not None
    assert (now.version, now.joining.minutes) == (2, 90)
    assert (before.version, before.joining.minutes) == (1, 60)


def test_an_unknown_item_or_version_is_none(own: Path) -> None:
    load(pack(own, item("garbage")))
    assert queries.item("dragon") is None
    assert queries.item_at("garbage", 2) is None


def test_an_item_that_has_gone_from_the_built_in_packs_is_retired(built_in: Path) -> None:
    load()
    pack(built_in, item("garbage"))
    assert load() == (0, 0, 1, 1)
    noise = queries.item("noise")
    assert noise is not None
    assert noise.retired
    assert [one.code for one in queries.items()] == ["garbage"]
    assert load() == (0, 0, 0, 1)


def test_an_own_folder_retires_nothing_by_absence(built_in: Path, own: Path) -> None:
    load()
    assert load(pack(own, item("flood"))) == (1, 0, 0, 0)
    assert load(pack(own, item("ice"))) == (1, 0, 0, 0)
    assert [one.code for one in queries.items()] == ["flood", "garbage", "ice", "noise"]


def test_an_own_folder_retires_what_it_says(built_in: Path, own: Path) -> None:
    load()
    folder = pack(own, item("noise", more="    retired: true\n"))
    assert load(folder) == (0, 0, 1, 0)
    assert load(folder) == (0, 0, 0, 1)
    assert [one.code for one in queries.items()] == ["garbage"]


def test_a_newer_release_leaves_alone_what_the_installation_has_set(
    built_in: Path, own: Path
) -> None:
    load()
    load(pack(own, item("garbage", minutes=5)))
    pack(built_in, item("garbage", minutes=120), item("noise", minutes=120))
    assert load() == (0, 1, 0, 1)
    garbage = queries.item("garbage")
    assert garbage is not None
    assert garbage.joining.minutes == 5
    pack(built_in, item("noise", minutes=120))
    assert load() == (0, 0, 0, 1)


def test_a_retired_code_is_never_used_again(built_in: Path, own: Path) -> None:
    load()
    pack(built_in, item("garbage"))
    load()
    report = actions.load_packs(pack(own, item("ice"), item("noise", minutes=5)), SETUP)
    (fault,) = report.faults
    assert (Path(fault.file).name, fault.line) == ("events.yaml", 10)
    assert '"noise" was retired on' in fault.reason
    assert (report.added, queries.item("ice")) == (0, None)


def test_a_folder_with_a_fault_is_refused_as_a_whole(own: Path) -> None:
    report = actions.load_packs(pack(own, item("ice"), item("noise", minutes=-1)), SETUP)
    assert [fault.line for fault in report.faults] == [16]
    assert report.added == 0
    assert Item.objects.count() == 0


def test_a_load_is_seen_at_once(own: Path) -> None:
    assert queries.item("ice") is None
    load(pack(own, item("ice")))
    assert queries.item("ice") is not None


def test_nobody_loads_a_catalogue_without_the_right(lin: Asker, zhao: Asker) -> None:
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            actions.load_packs(None, asker)
    assert Item.objects.count() == 0
    assert AuditEntry.objects.filter(kind="item").count() == 0


def test_the_real_packs_are_the_default() -> None:
    assert loading.built_in().spots == checks.read_packs(checks.PACKS).spots


def test_an_item_is_found_as_soon_as_it_is_loaded_and_no_more_when_it_is_retired(own: Path) -> None:
    words = "    synonyms: {zh: [占座, 抢座]}\n"
    load(pack(own, item("bench", more=words)))
    (found,) = queries.find_items("有人抢座")
    assert (found.item.code, found.name, found.score) == ("bench", "抢座", 1.0)

    load(pack(own, item("bench", more=f"{words}    retired: true\n")))

    assert queries.find_items("有人抢座") == []


def test_items_are_found_for_residents_and_for_one_list_only() -> None:
    load()
    codes = [one.item.code for one in queries.find_items("冒烟 积水 设备离线")]
    assert {"smoke_fire", "waterlogging", "device_silent"} <= set(codes[:4])
    public = queries.find_items("冒烟 积水 设备离线", public_only=True)
    assert public[0].item.code == "waterlogging"
    assert "smoke_fire" not in {one.item.code for one in public}
    maintenance = queries.find_items("冒烟 积水 设备离线", of_list="maintenance")
    assert maintenance[0].item.code == "device_silent"
    assert {one.item.list for one in maintenance} == {"maintenance"}
    assert len(queries.find_items("冒烟 积水 设备离线", limit=1)) == 1
