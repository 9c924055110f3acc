"""Sheets are set as they are written: in our own type, bounded, and never as markup."""

import io
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.utils import translation
from PIL import Image

from linli.ground import apart
from linli.ground.prints import press, typesetting
from linli.ground.prints.blocks import (
    Column,
    Fact,
    Facts,
    Heading,
    Letter,
    Photo,
    Photos,
    Poster,
    Sheet,
    Sign,
    Signs,
    Table,
    Words,
)
from linli.ground.prints.typesetting import NoPrint, PrintMustWait, typeset
from linli.ground.turns import Turns

MARKUP = '#sys.inputs #panic("x") $x^2$ @ref *b* _i_ `raw` <label> = H - / // /* \\ ] } " #let'


@pytest.fixture
def desk(tmp_path: Path, settings: Any) -> Path:
    """Where pictures lie while a sheet is set."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path)
    return tmp_path / "prints"


def sheet(*blocks: object, pictures: tuple[bytes, ...] = ()) -> Sheet:
    return Sheet(
        title="事件案卷",
        number="编号 ABCD2345",
        office="翠湖街道值班室",
        footer="林 打印",
        blocks=blocks,  # type: ignore[arg-type]  # of any kind
        pictures=pictures,
    )


def read(content: bytes) -> tuple[pypdf.PdfReader, str]:
    found = pypdf.PdfReader(io.BytesIO(content))
    return found, "\n".join(page.extract_text() for page in found.pages)


def test_every_kind_of_block_is_set_in_our_own_type() -> None:
    photo = io.BytesIO()
    Image.new("RGB", (2400, 1800), (90, 120, 90)).save(photo, "JPEG")
    made = typeset(
        sheet(
            Facts((Fact("事项", "路面破损"), Fact("状态", "处置中"), Fact("地点", "翠竹苑", True))),
            Heading("群众反映"),
            Words("路灯坏了。\n第二行", is_quoted=True),
            Words("小字", is_soft=True),
            Letter("城管局：", ("请于三日内办结。",), ("值班室", "2026年11月28日")),
            Table((Column("时间", mm=30), Column("经过")), (("20:10", "受理"),)),
            Table((Column("无"),), ()),
            Photos((Photo(0, "处置后"),)),
            Signs((Sign("交班人：", "林", "20:15"), Sign("接班人："))),
            pictures=(photo.getvalue(),),
        )
    )
    found, text = read(made)
    for word in ("事件案卷", "编号 ABCD2345", "路面破损", "第二行", "请于三日内办结。", "处置后"):
        assert word in text
    assert {name.split("+")[1] for name in fonts(found)} <= {
        "NotoSerifSC-Regular",
        "NotoSerifSC-Bold",
        "NotoEmoji-Regular",
    }
    (shown,) = found.pages[0].images
    assert max(shown.image.size) == press.LONGEST_EDGE  # type: ignore[union-attr]
    assert found.pages[0].mediabox.width == pytest.approx(595.3, abs=0.1)
    assert found.metadata is not None
    assert found.metadata.title == "事件案卷"


def fonts(found: pypdf.PdfReader) -> set[str]:
    return {
        str(font.get_object()["/BaseFont"])
        for page in found.pages
        for font in page["/Resources"]["/Font"].values()
    }


def test_what_people_write_is_never_markup() -> None:
    """In every place that takes a text."""
    made = typeset(
        Sheet(
            title=MARKUP,
            number=MARKUP,
            office=MARKUP,
            footer=MARKUP,
            blocks=(
                Facts((Fact(MARKUP, MARKUP),)),
                Heading(MARKUP),
                Words(MARKUP),
                Letter(MARKUP, (MARKUP,), (MARKUP,)),
                Table((Column(MARKUP),), ((MARKUP,),)),
                Signs((Sign(MARKUP, MARKUP, MARKUP),)),
            ),
        )
    )
    found, text = read(made)
    plain = "".join(text.split())
    assert plain.count("".join(MARKUP.split())) == 15 + len(found.pages)


def test_rare_characters_are_named_and_emoji_drawn() -> None:
    found, text = read(typeset(sheet(Words("𠮷 㐂 😀 👨‍👩‍👧"))))
    assert "〓(U+20BB7) 㐂 😀" in text
    assert any(name.endswith("NotoEmoji-Regular") for name in fonts(found))


def test_long_words_stay_on_the_page() -> None:
    """Every letter of it is drawn left of the right margin."""
    word = "w" * 900
    found, text = read(typeset(sheet(Words(word), Table((Column("x", mm=20),), ((word,),)))))
    rights: list[float] = []

    def visit(text: str, _cm: object, matrix: list[float], *_more: object) -> None:
        rights.append(matrix[4])

    for page in found.pages:
        page.extract_text(visitor_text=visit)
    assert text.count("w") == 1800
    assert max(rights) < 595 - 22 * 72 / 25.4


def test_pages_are_counted_in_the_language_of_the_reader() -> None:
    many = sheet(*(Words("一行。") for _ in range(120)))
    with translation.override("zh-hans"):
        found, text = read(typeset(many))
    assert len(found.pages) > 1
    assert f"第 1 页，共 {len(found.pages)} 页" in text
    with translation.override("en"):
        assert f"Page 1 of {len(found.pages)}" in read(typeset(many))[1]


def test_a_poster_is_one_page_with_its_code() -> None:
    code = io.BytesIO()
    Image.new("1", (41, 41)).save(code, "PNG")
    made = typeset(
        Poster(
            title="电梯出问题？",
            lines=("扫一扫，告诉我们",),
            place="翠竹苑 3栋",
            number="电梯 2 号",
            footer="紧急情况请拨 119",
            code=code.getvalue(),
        )
    )
    found, text = read(made)
    assert len(found.pages) == 1
    assert len(found.pages[0].images) == 1
    assert "翠竹苑 3栋" in text


def test_what_is_too_long_is_refused_before_it_is_set() -> None:
    with pytest.raises(NoPrint):
        typeset(sheet(Words("字" * (typesetting.MOST_SIGNS + 1))))
    with pytest.raises(NoPrint):
        typeset(sheet(pictures=(b"",) * (typesetting.MOST_PICTURES + 1)))


def test_what_is_as_long_as_may_be_is_set_in_time() -> None:
    rows = tuple(("20:10", "林", "受理后派遣。" * 50) for _ in range(900))
    found, _ = read(typeset(sheet(Table((Column("时间"), Column("人"), Column("经过")), rows))))
    assert len(found.pages) > 100


def test_a_picture_that_is_none_prints_nothing_and_leaves_nothing(desk: Path) -> None:
    with pytest.raises(NoPrint):
        typeset(sheet(Photos((Photo(0, "x"),)), pictures=(b"no picture",)))
    assert list(desk.iterdir()) == []


def test_what_a_killed_print_has_left_is_dropped_by_the_next(desk: Path) -> None:
    for name, age_seconds in (("killed", 3600), ("at_work", 60)):
        (desk / name).mkdir(parents=True)
        (desk / name / "0").write_bytes(b"a photo")
        then = time.time() - age_seconds
        os.utime(desk / name, (then, then))

    typeset(sheet())

    assert [left.name for left in desk.iterdir()] == ["at_work"]


def test_a_press_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MOST_SECONDS", 0.01)
    with pytest.raises(NoPrint):
        typeset(sheet())


def test_who_comes_when_too_many_wait_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(at_work=1, in_line=0, seconds=0)
    monkeypatch.setattr(typesetting, "TURNS", turns)
    with turns.turn(), pytest.raises(PrintMustWait):
        typeset(sheet())


def test_the_press_sees_neither_settings_nor_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://secret")
    assert "LINLI_DATABASE_URL" not in apart.environment()
    asked = "import linli.ground.prints.press, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
