"""A shift of Lin's desk as it stands when she has signed and somebody has to take over."""

import re

import httpx

from tools.system import System


def hand_over(system: System, password: str) -> str:
    """Begins, writes notes and lines, and signs; returns the id of the sheet."""
    lin = _Seat(system, password)
    page = "/console/shift/"
    lin.send(page, page + "begin/")
    for note in ("地下通道水泵还在抽水，两小时看一次。", "月影苑电梯维保今晚到场。"):
        lin.send(page, page + "notes/", note=note)
    for text in (
        "与消防支队联系，电话畅通。",
        "接区总值班室电话，要求关注低洼路段积水；水泵已备好。",
    ):
        lin.send(page + "log/", page + "log/", time="00:00", text=text)
    shown = lin.get(page)
    address = _only(r'action="(/console/shift/[0-9a-f-]+/hand-over/)"', shown)
    seen = _only(r'name="seen" value="([^"]*)"', shown)
    version = _only(r'name="version" value="(\d+)"', shown)
    sign = {
        "seen": seen,
        "version": version,
        "password": password,
        "remark": "夜里有大风，留意工地围挡。",
    }
    signed = lin.send(page, address, **sign)
    return _only(r"/console/shift/sheets/([0-9a-f-]+)/", signed)


class _Seat:
    """Lin's browser, as far as forms go."""

    def __init__(self, system: System, password: str) -> None:
        self._client = httpx.Client(base_url=system.url(""), timeout=30, follow_redirects=True)
        self.send("/sign-in/", "/sign-in/", username="lin", password=password)

    def get(self, page: str) -> str:
        return self._client.get(page).raise_for_status().text

    def send(self, page: str, path: str, **form: str) -> str:
        """Sends a form of the page; what is shown then."""
        token = _only(r'name="csrfmiddlewaretoken" value="([^"]*)"', self.get(page))
        sent = self._client.post(path, data={"csrfmiddlewaretoken": token, **form})
        return sent.raise_for_status().text


def _only(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"There is no {pattern} on the page."
    return found[1]
