"""How a Chinese character is read, without tones, and which readings are taken for the same."""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import Final

READ_IN_TWO_WAYS: Final = frozenset(
    "长重行乐都曾朝单解查盖乘传弹调度发冠观会系降角校结劲卷空量率落模难宁泊铺强曲省识数宿厦血旋应涨着"
    "中种转蚌堡薄参藏差车称澄处畜待担荷核虹划还晃圈觉壳累露绿抹脉蔓埋没磨排炮喷片漂屏仆奇翘切扇什刹鲜"
    "相削兴予晕载扎占正只钻六洞浒圩莘蔚尉番柏筠涡铅牟繁和好分斗夹几挑似"
)
"""Of these the second reading is in use too; of all others it is found in old books only."""

_FIRST_USUAL: Final = 0x4E00
_LAST_USUAL: Final = 0x9FA5

_TONES: Final = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_FOLDED: Final = (
    (re.compile("^(z|c|s)h"), r"\1"),
    (re.compile("^(l|r)"), "n"),
    (re.compile("^f"), "h"),
    (re.compile("(?<=[aeiu])ng$"), "n"),
    (re.compile("v|u:"), "u"),
)
"""What dialects do not tell apart: zh and z, n and l and r, h and f, ing and in. 绿 is typed lv or
lu."""


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Its usual readings, the first the most usual: `("zhong", "chong")` for 重."""
    written = _table().get(ord(character), "")
    plain = dict.fromkeys(_plain(one) for one in written.split(",") if one)
    return tuple(plain)[: 2 if character in READ_IN_TWO_WAYS else 1]


@lru_cache(maxsize=2_000)
def folded(syllable: str) -> str:
    """The same for all syllables that some dialect takes for the same."""
    for expression, instead in _FOLDED:
        syllable = expression.sub(instead, syllable)
    return syllable


@cache
def syllables() -> frozenset[str]:
    """Every syllable of two letters or more that a usual character has."""
    usual = (chr(code) for code in range(_FIRST_USUAL, _LAST_USUAL + 1))
    return frozenset(
        syllable for one in usual for syllable in readings(one)[:1] if len(syllable) > 1
    )


@lru_cache(maxsize=20_000)
def is_slip(typed: str, meant: str) -> bool:
    """Whether one letter was missed, added, swapped or wrong."""
    if abs(len(typed) - len(meant)) > 1 or min(len(typed), len(meant)) < 2:
        return False
    return any(one == meant for one in _slips(typed, meant))


def _slips(typed: str, meant: str) -> Iterator[str]:
    """The words one slip away from what was typed, as far as they could be what was meant."""
    for at in range(len(typed) + 1):
        head, tail = typed[:at], typed[at:]
        if not meant.startswith(head):
            return
        wanted = meant[at : at + 1]
        yield head + wanted + tail
        yield head + tail[1:]
        yield head + wanted + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]


def _plain(reading: str) -> str:
    bare = unicodedata.normalize("NFD", reading).translate(_TONES)
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e")


@cache
def _table() -> Mapping[int, str]:
    """Readings by code point, loaded at the first search: 14 MB that most parts never need.

    The 47,000 phrases that pypinyin would load as well take 45 MB more; single characters will do,
    since any of its readings finds a character.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    table: Mapping[int, str] = import_module("pypinyin.constants").PINYIN_DICT
    return table
