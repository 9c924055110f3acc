"""What can be put into a template, in either language, and what is refused when it is kept."""

import pytest

from linli.organise.answers.logic.templates import NAMES, Part, fill, read_template
from linli.respond.cases.logic.faults import BadText


def test_what_is_known_is_put_in_and_the_rest_stays_to_be_written() -> None:
    text = "{事项}（{地点}）由{unit}处理，受理编号{受理编号}。{ }{x}"
    values = {Part.ITEM: "噪声", Part.PLACE: "翠竹苑", Part.UNIT: "物业"}
    filled = "噪声（翠竹苑）由物业处理，受理编号{受理编号}。{ }{x}"

    assert fill(text, values) == filled
    assert fill(filled, {Part.RECEIPT: "ABCD"}) == filled.replace("{受理编号}", "ABCD")
    assert fill("{item}", {Part.ITEM: "{place}"}) == "{place}"


def test_every_part_has_a_name_in_both_languages() -> None:
    assert sorted(NAMES.values()) == sorted([*Part, *Part])
    assert read_template(" A ", "".join(f"{{{name}}}" for name in NAMES))[0] == "A"


@pytest.mark.parametrize("text", ["{phone}", "{}", "{ 电话 }"])
def test_an_unknown_part_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(BadText) as refused:
        read_template("A", text)
    assert refused.value.field == "text"
    assert text.strip("{}") in refused.value.reason


@pytest.mark.parametrize(
    ("name", "text"), [("", "a"), ("a", ""), ("a" * 41, "a"), ("a", "a" * 501)]
)
def test_a_template_has_bounds(name: str, text: str) -> None:
    with pytest.raises(BadText):
        read_template(name, text)
