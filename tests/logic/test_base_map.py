"""The map below our outlines is named by the environment, and a wrong name stops the start."""

from pathlib import Path

import pytest

from linli.ground.base_map import BaseMap
from linli.ground.environment import Environment, WrongSetting
from tests.tiles import pmtiles

KEY = "0123456789abcdef0123456789abcdef"
OWN = "https://tiles.example.cn:8443/street/{z}/{x}/{y}.png?k={key}"


def read(folder: Path, **variables: str) -> BaseMap | None:
    return BaseMap.read({f"LINLI_{name}": value for name, value in variables.items()}, folder)


@pytest.mark.parametrize("value", ["", "none"])
def test_without_one_the_outlines_stand_alone(tmp_path: Path, value: str) -> None:
    assert read(tmp_path, MAP=value) is None
    assert Environment.read({"LINLI_DATA": str(tmp_path), "LINLI_MAP": value}).base_map is None


def test_tianditu_needs_its_key_and_shows_who_made_it(tmp_path: Path) -> None:
    found = read(tmp_path, MAP="tianditu", MAP_KEY=KEY)
    assert found is not None
    assert found.origin == "https://t0.tianditu.gov.cn"
    assert [address.endswith(f"&tk={KEY}") for address in found.addresses] == [True, True]
    assert "天地图" in found.attribution


def test_tiles_of_ones_own_open_one_host_and_may_be_in_gcj02(tmp_path: Path) -> None:
    found = read(
        tmp_path, MAP=OWN, MAP_KEY=KEY, MAP_COORDINATES="gcj02", MAP_ATTRIBUTION="© 望湖区"
    )
    assert found is not None
    assert found.origin == "https://tiles.example.cn:8443"
    assert found.addresses == (OWN.replace("{key}", KEY),)
    assert (found.coordinates, found.attribution) == ("gcj02", "© 望湖区")


@pytest.mark.parametrize(("kind", "is_vector"), [(1, True), (2, False), (4, False)])
def test_a_file_of_tiles_lies_in_the_data_folder(
    tmp_path: Path, kind: int, is_vector: bool
) -> None:
    (tmp_path / "district.pmtiles").write_bytes(pmtiles({}, kind))
    found = read(tmp_path, MAP="district.pmtiles")
    assert found is not None
    assert (found.kind, found.origin, found.is_vector) == ("pmtiles", "", is_vector)


def test_a_key_is_never_told(tmp_path: Path) -> None:
    for found in (
        read(tmp_path, MAP="tianditu", MAP_KEY=KEY),
        read(tmp_path, MAP=OWN, MAP_KEY=KEY),
    ):
        assert KEY not in repr(found)
    for variables in (
        {"MAP": f"ftp://tiles.example.cn/{{z}}/{{x}}/{{y}}?k={KEY}"},
        {"MAP": "tianditu", "MAP_KEY": f"{KEY}!"},
    ):
        with pytest.raises(WrongSetting) as stopped:
            read(tmp_path, **variables)
        assert KEY not in str(stopped.value)


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({"MAP": "google"}, "use tianditu, an address"),
        ({"MAP": "tianditu"}, "LINLI_MAP_KEY is empty"),
        ({"MAP": "https://tiles.example.cn/{z}/{x}.png"}, "use tianditu"),
        ({"MAP": "https://a b/{z}/{x}/{y}"}, "use tianditu"),
        ({"MAP": "https://x;script-src */{z}/{x}/{y}"}, "use tianditu"),
        ({"MAP": "https://user:word@x.cn/{z}/{x}/{y}"}, "use tianditu"),
        ({"MAP": "https://x.cn:99999/{z}/{x}/{y}"}, "use tianditu"),
        ({"MAP": "../secret-key.pmtiles"}, "use tianditu"),
        ({"MAP": "gone.pmtiles"}, "there is no such file"),
        ({"MAP": "broken.pmtiles"}, "no PMTiles of version 3"),
        ({"MAP": "strange.pmtiles"}, "cannot be drawn"),
        ({"MAP_COORDINATES": "bd09"}, "use wgs84 or gcj02"),
        ({"MAP": "tianditu", "MAP_KEY": KEY, "MAP_COORDINATES": "gcj02"}, "leave it empty"),
        ({"MAP_ATTRIBUTION": "x" * 121}, "121 characters"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_words(
    tmp_path: Path, variables: dict[str, str], advice: str
) -> None:
    (tmp_path / "broken.pmtiles").write_bytes(b"PMTiles\x02")
    (tmp_path / "strange.pmtiles").write_bytes(pmtiles({}, 0))
    with pytest.raises(WrongSetting, match=advice):
        read(tmp_path, **variables)
