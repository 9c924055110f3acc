"""What a typed text is made of, and how letters in it may be meant."""

import pytest

from linli.ground.finding.logic.units import Kind, Unit, plain, split, ways_to_read


def texts(units: tuple[Unit, ...]) -> str:
    return " ".join(unit.text for unit in units)


def test_full_width_and_capitals_are_made_plain() -> None:
    assert plain("Ａ座３＃，ＳＯＨＯ") == "a座3#,soho"


def test_characters_stand_alone_and_letters_and_digits_together() -> None:
    assert split("月影 court 018,!") == (
        Unit("月", Kind.CHARACTER, 0, 1),
        Unit("影", Kind.CHARACTER, 1, 2),
        Unit("court", Kind.WORD, 3, 8),
        Unit("18", Kind.NUMBER, 9, 12),
    )


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("月影苑", ["月 影 苑"]),
        ("cuizhuyuan", ["cuizhuyuan", "cui zhu yuan", "cui zhu yu an"]),
        ("xian", ["xian", "xian", "xi an"]),
        ("xi'an", ["xi'an", "xi an"]),
        ("czy", ["czy", "c z y"]),
        ("cuizhy", ["cuizhy", "cui z y"]),
        ("月ying苑", ["月 ying 苑", "月 ying 苑"]),
        ("an", ["an", "an", "a n"]),
        ("", [""]),
    ],
)
def test_letters_are_words_or_pinyin_or_initials(text: str, ways: list[str]) -> None:
    assert list(map(texts, ways_to_read(text))) == ways


def test_pinyin_keeps_where_it_stands() -> None:
    assert ways_to_read("月ying苑")[1] == (
        Unit("月", Kind.CHARACTER, 0, 1),
        Unit("ying", Kind.SYLLABLE, 1, 5),
        Unit("苑", Kind.CHARACTER, 5, 6),
    )


@pytest.mark.parametrize("text", ["a" * 5000, "'" * 100, "ab " * 200, "zh" * 300])
def test_many_letters_have_few_ways(text: str) -> None:
    assert len(ways_to_read(text)) <= 5
