"""Lists of devices: by one reader, in any coordinates, with tokens for who has none."""

import argparse
from pathlib import Path

import pytest

from linli.cli import registers
from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import Asker
from linli.ground.sheets.files import LoadReport, load_files
from linli.registers.places.logic.coordinates import from_wgs84, read_source
from linli.sense.devices import actions, queries
from linli.sense.devices.loader import DeviceLoader
from linli.sense.devices.models import Device
from tests.cast import SETUP, District

HEADER = "id,type,place,name,alias,spot,firm,lat,lon,gateway\n"


def written(folder: Path, text: str, header: str = HEADER) -> Path:
    path = folder / "devices.csv"
    path.write_text(header + text, encoding="utf-8-sig")
    return path


def load(folder: Path, text: str, asker: Asker = SETUP) -> LoadReport:
    return load_files([written(folder, text)], {"device": DeviceLoader()}, asker)


def command(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    registers.add_commands(parser.add_subparsers())
    options = parser.parse_args(["devices", "load", *arguments])
    return int(options.run(options))


def test_a_list_is_loaded_with_its_tokens(
    places: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path,
        'd7,water_gauge,e1,水位计,W7,"东门, 岗亭旁",翠竹物业,31.8201,117.2202,gw1\n'
        "gw1,gateway,e1,网关,,门岗,翠竹物业,,,\n",
    )
    assert command(str(path)) == 0
    tokens = dict(line.split(",") for line in capsys.readouterr().out.splitlines())
    assert set(tokens) == {"gw1", "d7"}
    row = Device.objects.get(pk="d7")
    assert (row.name, row.alias, row.spot, row.firm) == ("水位计", "W7", "东门, 岗亭旁", "翠竹物业")
    assert (row.lat, row.lon, row.gateway_id) == (31.8201, 117.2202, "gw1")
    assert row.token_sha256 == actions.digest(tokens["d7"])
    assert StoredFact.objects.filter(name="device_registered").count() == 2


def test_a_second_load_changes_and_gives_no_new_token(
    places: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "tokens.csv"
    command(str(written(tmp_path, "d7,water_gauge,e1,old,,,,,,\n")), "--tokens", str(kept))
    first = dict(line.split(",") for line in kept.read_text().splitlines())
    changed = "d7,water_gauge,m1,new,,,,,,\nd8,water_gauge,e1,,,,,,,\n"
    assert command(str(written(tmp_path, changed))) == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == ["d8"]
    row = Device.objects.get(pk="d7")
    assert (row.name, row.place_id, row.grid_id) == ("new", places.community, None)
    assert row.token_sha256 == actions.digest(first["d7"])


CELLS = (
    "d1,water_gauge,e1,,,,,,,\n"
    "d 2,water_gauge,e1,,,,,,,\n"
    "\n"
    "d5,water_gauge,e1,,,,,north,east,\n"
    "d1,water_gauge,e1,,,,,,,\n"
    "d9,water_gauge\n"
)
ROWS = (
    "d1,water_gauge,e1,,,,,,,\n"
    "d3,kettle,e1,,,,,,,\n"
    "d4,water_gauge,nowhere,,,,,,,\n"
    "d6,water_gauge,e1,,,,,31.8,,\n"
    "d7,water_gauge,e1,,,,,,,gw9\n"
)


@pytest.mark.parametrize(
    ("faulty", "named"),
    [
        (CELLS, [(3, "设备编号"), (5, "纬度"), (5, "经度"), (6, "设备编号"), (7, "地点")]),
        (ROWS, [(3, "类型"), (4, "地点"), (5, "经度"), (6, "网关")]),
    ],
)
def test_each_fault_of_a_list_has_its_line_and_then_nothing_is_loaded(
    faulty: str,
    named: list[tuple[int, str]],
    places: District,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = load(tmp_path, faulty)
    assert sorted((fault.row, fault.column) for _, fault in report.faults) == sorted(named)
    assert command(str(written(tmp_path, faulty))) == 1
    assert capsys.readouterr().out == ""
    assert Device.objects.count() == 0


def test_a_load_keeps_the_type(places: District, tmp_path: Path) -> None:
    load(tmp_path, "d7,water_gauge,e1,,,,,,,\n")
    report = load(tmp_path, "d7,street_lamp,e1,,,,,,,\n")
    assert [fault.column for _, fault in report.faults] == ["类型"]


def test_lin_loads_only_into_her_street(
    places: District, lin: Asker, zhao: Asker, tmp_path: Path
) -> None:
    load(tmp_path, "far,water_gauge,m3,,,,,,,\n")
    report = load(tmp_path, "d8,water_gauge,m3,,,,,,,\nfar,water_gauge,e1,,,,,,,\n", lin)
    assert [(fault.row, fault.column) for _, fault in report.faults] == [
        (2, "地点"),
        (3, "设备编号"),
    ]
    assert [one.id for one in queries.devices(zhao).items] == ["far"]
    assert queries.devices(lin).items == []


@pytest.mark.parametrize("content", [b"", b"id,type\nd7,water_gauge\n", b"\x00\x01\x02"])
def test_what_is_no_list_is_said_so(
    content: bytes, places: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "devices.csv"
    path.write_bytes(content)
    assert command(str(path)) == 1
    assert "devices.csv" in capsys.readouterr().err
    assert Device.objects.count() == 0


@pytest.mark.parametrize(
    "coordinates", ["", "wgs84", "cgcs2000", "gcj02", "bd09", "cgcs2000-gk", "cgcs2000-gk39"]
)
def test_devices_of_any_coordinates_stand_where_they_are(
    coordinates: str, places: District, tmp_path: Path
) -> None:
    source = read_source(coordinates)
    columns = "north,east" if source.is_projected else "lat,lon"
    first, second = from_wgs84(31.8201, 117.2202, source)
    path = written(tmp_path, f"d7,water_gauge,e1,{first},{second}\n", f"id,type,place,{columns}\n")
    assert command(str(path), "--coordinates", coordinates) == 0
    row = Device.objects.get(pk="d7")
    assert (row.lat, row.lon) == pytest.approx((31.8201, 117.2202), abs=1e-6)
