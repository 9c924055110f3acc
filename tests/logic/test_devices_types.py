"""Device types: the contract's codes are there, and a faulty file is named with its fault."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from linli.sense.devices.logic import (
    BATTERY_LOW,
    BadDevice,
    DeviceType,
    NewDevice,
    WrongType,
    check_new,
    read_type,
)
from linli.sense.devices.queries import load_types, types

# Codes that outside programs may rely on: type, quantity, unit, rule, item.
CONTRACT = [
    ("water_gauge", "water_level", "m", (">=", 0.3), "waterlogging"),
    ("smoke_alarm", "smoke", "", ("is", True), "smoke_fire"),
    ("gas_alarm", "gas", "% LEL", (">=", 10), "gas_leak"),
    ("sos_button", "sos", "", ("is", True), "sos"),
    ("door_contact", "open", "", None, ""),
    ("presence", "present", "", None, ""),
    ("vital_sensor", "breath", "1/min", None, ""),
    ("vital_sensor", "heart", "1/min", None, ""),
    ("vital_sensor", "in_bed", "", None, ""),
    ("street_lamp", "power", "W", ("<=", 1), "lamp_fault"),
    ("air_station", "pm25", "ug/m3", None, ""),
    ("air_station", "noise", "dB", None, ""),
    ("manhole", "tilt", "deg", (">=", 15), "manhole_open"),
    ("thermometer", "temperature", "Cel", None, ""),
    ("door_controller", "forced", "", ("is", True), "door_forced"),
    ("camera", "online", "", ("is", False), "device_silent"),
    ("gateway", "battery", "%", ("<=", 20), "battery_low"),
]

GOOD: dict[str, Any] = {
    "code": "probe",
    "name": {"zh": "探头", "en": "Probe"},
    "icon": "gauge",
    "quantities": {
        "level": {"name": {"zh": "水位", "en": "Level"}, "unit": "m", "min": 0, "max": 9},
        "wet": {"name": {"zh": "湿", "en": "Wet"}, "kind": "bool"},
    },
    "rules": [
        {
            "name": "high",
            "quantity": "level",
            "comparison": ">=",
            "limit": 2,
            "item": "waterlogging",
        }
    ],
    "silence": {"after_seconds": 900},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good type with one thing changed, by a path such as "rules.0.limit"."""

    def put(inside: Any, keys: list[str]) -> Any:
        key: Any = int(keys[0]) if isinstance(inside, list) else keys[0]
        copy = inside.copy()
        copy[key] = value if len(keys) == 1 else put(inside[key], keys[1:])
        return copy

    return put(GOOD, path.split("."))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("code", "quantity", "unit", "rule", "item"), CONTRACT)
def test_the_codes_of_the_contract_are_there(
    code: str, quantity: str, unit: str, rule: tuple[str, Any] | None, item: str
) -> None:
    kind = types()[code]
    assert kind.quantities[quantity].knows_unit(unit)
    found = [
        (one.comparison, one.limit, one.item) for one in kind.rules if one.quantity == quantity
    ]
    assert found == ([(*rule, item)] if rule else [])


def test_the_contract_lists_all_types() -> None:
    assert set(types()) == {code for code, *_ in CONTRACT}


@pytest.mark.parametrize("code", sorted({code for code, *_ in CONTRACT}))
def test_every_type_has_battery_and_silence(code: str) -> None:
    kind = types()[code]
    assert kind.quantities["battery"].unit == "%"
    assert BATTERY_LOW in kind.rules
    assert kind.silence.item == "device_silent"
    assert kind.silence.after_seconds >= 900


@pytest.mark.parametrize(
    ("code", "urgent"),
    [
        ("sos_button", {"sos"}),
        ("smoke_alarm", {"smoke"}),
        ("gas_alarm", {"gas"}),
        ("manhole", set()),
    ],
)
def test_the_types_mark_what_is_urgent(code: str, urgent: set[str]) -> None:
    assert {name for name, one in types()[code].quantities.items() if one.urgent} == urgent


def test_only_gateways_speak_for_others() -> None:
    assert [code for code, kind in types().items() if kind.speaks_for_others] == ["gateway"]


def test_a_good_file_is_a_type() -> None:
    kind = read_type("probe.yaml", GOOD)
    assert isinstance(kind, DeviceType)
    assert kind.label("en") == "Probe"
    assert kind.rules[0].again_seconds == 3600


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("icon", 7, r"probe.yaml: Expected `str`, got `int` - at `\$.icon`"),
        ("colour", "red", "unknown field `colour`"),
        ("code", "other", "call the file other.yaml"),
        ("rules.0.limit", "high", r"at `\$.rules\[0\].limit`"),
        ("rules.0.quantity", "depth", '"depth" is no quantity of this type'),
        ("rules.0.comparison", "is", "compare numbers by >= or <="),
        ("rules.0.limit", True, "compare numbers by >= or <="),
        ("rules.0.quantity", "wet", "truths by is true or false"),
        ("rules.0.clear_limit", 3, "calm side"),
        ("rules.0.for_seconds", -1, "seconds are positive"),
        ("rules.0.name", "silence", 'the rule name "silence" stands twice'),
        ("rules.0.name", "Too High", '"Too High" is no name'),
        ("quantities.level.min", None, "level: give min and max"),
        ("quantities.level.max", 0, "level: give min and max"),
        ("quantities.level.unit", "", "level: give the unit"),
        ("quantities.wet.min", 0, "wet: true and false have no limits"),
        ("silence.after_seconds", 0, "use a positive number"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(path: str, value: Any, said: str) -> None:
    with pytest.raises(WrongType, match=said):
        read_type("probe.yaml", changed(path, value))


def test_the_example_of_the_guide_is_a_type() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "add-a-device-type.md"
    example = guide.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    kind = read_type("bin_sensor.yaml", yaml.safe_load(example))
    assert set(kind.quantities) == {"fill", "lid_open", "battery"}
    assert [(rule.limit, rule.clear_limit, rule.for_seconds) for rule in kind.rules] == [
        (90, 60, 1800),
        (BATTERY_LOW.limit, BATTERY_LOW.clear_limit, 0),
    ]


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "probe.yaml").write_text("code: [")
    with pytest.raises(WrongType, match=r"probe\.yaml: is no YAML"):
        load_types(tmp_path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", "d 7"),
        ("id", "d7\n"),
        ("id", "门"),
        ("id", "a" * 65),
        ("type", "kettle"),
        ("name", "a" * 121),
        ("alias", "a\x00b"),
        ("lat", 31.8),
        ("gateway", "d7"),
    ],
)
def test_a_wrong_device_names_its_field(field: str, value: Any) -> None:
    column = "gateway_id" if field == "gateway" else field
    given: dict[str, Any] = {"id": "d7", "type": "water_gauge", "place_id": 1, column: value}
    with pytest.raises(BadDevice) as wrong:
        check_new(NewDevice(**given), types())
    assert wrong.value.field == field
