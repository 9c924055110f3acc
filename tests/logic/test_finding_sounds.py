"""How characters are read, and which readings pass for the same."""

import subprocess
import sys

import pytest

from linli.ground.finding.logic import sounds


@pytest.mark.parametrize(
    ("character", "readings"),
    [
        ("苑", ("yuan",)),
        ("重", ("zhong", "chong")),
        ("行", ("xing", "hang")),
        ("绿", ("lv", "lu")),
        ("竹", ("zhu",)),
        ("a", ()),
        ("😀", ()),
    ],
)
def test_a_character_has_its_usual_readings(character: str, readings: tuple[str, ...]) -> None:
    assert sounds.readings(character) == readings


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhu", "zu"), ("shan", "san"), ("lan", "nan"), ("hui", "fui"), ("ying", "yin"), ("lv", "lu")],
)
def test_dialects_do_not_tell_these_apart(one: str, other: str) -> None:
    assert sounds.folded(one) == sounds.folded(other)


@pytest.mark.parametrize(("one", "other"), [("zhu", "chu"), ("tong", "ton"), ("yue", "ye")])
def test_these_stay_apart(one: str, other: str) -> None:
    assert sounds.folded(one) != sounds.folded(other)


@pytest.mark.parametrize(
    ("typed", "meant", "is_slip"),
    [
        ("yaun", "yuan", True),
        ("yun", "yuan", True),
        ("yuuan", "yuan", True),
        ("guan", "yuan", True),
        ("yuan", "yuan", True),
        ("gua", "yuan", False),
        ("y", "yu", False),
        ("", "", False),
    ],
)
def test_one_letter_may_be_missed_added_swapped_or_wrong(
    typed: str, meant: str, *, is_slip: bool
) -> None:
    assert sounds.is_slip(typed, meant) is is_slip


def test_syllables_are_those_that_characters_have() -> None:
    assert {"yue", "ying", "yuan", "zhuang", "an"} <= sounds.syllables()
    assert not {"yin guan", "czy", "a", "uan"} & sounds.syllables()


def test_who_never_searches_does_not_load_the_readings() -> None:
    script = (
        "import sys\n"
        "from linli.ground.finding.logic import sounds\n"
        "assert 'pypinyin' not in sys.modules\n"
        "assert sounds.readings('竹') == ('zhu',)\n"
        "assert 'pypinyin.phrases_dict' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
