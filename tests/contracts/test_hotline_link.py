"""What every way to the hotline's own system keeps to: the folder, and the fake of the tests."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.hotline.actions import ask_return
from linli.organise.hotline.exchange import exchange
from linli.organise.hotline.link import About, Handed, Link, LinkDown, Told
from linli.organise.hotline.links.folder.link import FolderLink
from linli.organise.hotline.models import HotlineOrder
from linli.sense.reports.models import Report
from tests.cast import District, make_person

ORDERS = "工单编号,诉求内容,事项\nA1,垃圾桶满了,garbage\nA2,又满了,dancing\n".encode()


class Hotline(Protocol):
    """The other side, as a test needs it."""

    link: Link

    def hand_over(self, key: str, content: bytes) -> None: ...

    def heard(self) -> list[tuple[str, str, str]]: ...

    def faults(self, key: str) -> str: ...

    def go_down(self) -> None: ...


@dataclass
class Fake:
    """A hotline in memory; it is its own link."""

    waiting: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    is_down: bool = False

    @property
    def link(self) -> Link:
        return self

    def handed(self) -> list[Handed]:
        self._require_up()
        return [Handed(key, content) for key, content in self.waiting.items()]

    def acknowledge(self, key: str, faults: Iterable[str]) -> None:
        self._require_up()
        self.refused[key] = "\n".join(faults)
        self.waiting.pop(key, None)

    def tell(self, told: Told) -> None:
        self._require_up()
        self.told[told.key] = told

    def hand_over(self, key: str, content: bytes) -> None:
        self.waiting[key] = content

    def heard(self) -> list[tuple[str, str, str]]:
        return [(one.number, one.about.value, one.text) for one in self.told.values()]

    def faults(self, key: str) -> str:
        return self.refused.get(key, "")

    def go_down(self) -> None:
        self.is_down = True

    def _require_up(self) -> None:
        if self.is_down:
            raise LinkDown("the fake hotline was told to be away")


@dataclass
class Drive:
    """The shared folder, from the hotline's side."""

    folder: Path

    @property
    def link(self) -> Link:
        return FolderLink(self.folder)

    def hand_over(self, key: str, content: bytes) -> None:
        (self.folder / "in").mkdir(exist_ok=True)
        half = self.folder / "in" / f".{key}"
        half.write_bytes(content)
        half.rename(self.folder / "in" / key)

    def heard(self) -> list[tuple[str, str, str]]:
        found = sorted((self.folder / "out").glob("*.csv"))
        rows = [list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))[1] for path in found]
        return [(number, about, text) for number, about, text in rows]

    def faults(self, key: str) -> str:
        path = self.folder / "taken" / f"{key}.faults.txt"
        return path.read_text() if path.exists() else ""

    def go_down(self) -> None:
        self.folder.rename(self.folder.with_name("elsewhere"))


@pytest.fixture(params=["fake", "folder"])
def hotline(request: pytest.FixtureRequest, tmp_path: Path) -> Hotline:
    if request.param == "fake":
        return Fake()
    (tmp_path / "drive").mkdir()
    return Drive(tmp_path / "drive")


@pytest.fixture
def lin(district: District) -> Asker:
    return make_person("lin", district)


def test_what_is_not_acknowledged_comes_again(hotline: Hotline) -> None:
    hotline.hand_over("one.csv", ORDERS)
    first, again = list(hotline.link.handed()), list(hotline.link.handed())
    assert [one.content for one in first] == [ORDERS]
    assert first == again
    hotline.link.acknowledge(first[0].key, ["3: unknown"])
    hotline.link.acknowledge(first[0].key, ["3: unknown"])
    assert list(hotline.link.handed()) == []
    assert "unknown" in hotline.faults(first[0].key)


def test_what_is_said_twice_counts_once(hotline: Hotline) -> None:
    told = Told("k-1", About.REPLY, "A1", "已清运，\n请放心")
    hotline.link.tell(told)
    hotline.link.tell(told)
    hotline.link.tell(Told("k-2", About.RETURN, "A2", "不在辖区"))
    assert hotline.heard() == [("A1", "reply", "已清运，\n请放心"), ("A2", "return", "不在辖区")]


def test_a_hotline_that_is_away_says_so(hotline: Hotline) -> None:
    hotline.go_down()
    with pytest.raises(LinkDown):
        list(hotline.link.handed())
    with pytest.raises(LinkDown):
        hotline.link.tell(Told("k-1", About.REPLY, "A1", "已清运"))


@pytest.mark.django_db
def test_an_exchange_takes_in_and_tells_once(hotline: Hotline, lin: Asker) -> None:
    hotline.hand_over("one.csv", ORDERS)
    hotline.hand_over("two.csv", b"PK\x03\x04 no workbook")
    assert exchange(hotline.link) == (1, 0)
    assert "dancing" in hotline.faults("one.csv")
    assert hotline.faults("two.csv") != ""
    order = HotlineOrder.objects.get()

    ask_return(order.id, "不在辖区", lin, order.version)
    assert exchange(hotline.link) == (0, 1)
    assert exchange(hotline.link) == (0, 0)
    assert hotline.heard() == [("A1", "return", "不在辖区")]


@pytest.mark.django_db
def test_a_kill_before_the_acknowledgement_takes_nothing_twice(
    hotline: Hotline, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline.hand_over("one.csv", ORDERS)
    link = hotline.link
    kind, acknowledge = type(link), type(link).acknowledge

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(kind, "acknowledge", killed)
    with pytest.raises(KeyboardInterrupt):
        exchange(link)
    monkeypatch.setattr(kind, "acknowledge", acknowledge)
    assert exchange(link) == (0, 0)
    assert Report.objects.count() == 1
