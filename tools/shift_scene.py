"""A shift of Lin's desk as it stands when she has signed and somebody has to take over."""

import re

from tools.seats import Seat


def hand_over(lin: Seat, password: str) -> str:
    """She begins, writes notes and lines, and signs; returns the id of the sheet."""
    page = "/console/shift/"
    lin.send(page, {}, to=page + "begin/")
    for note in ("地下通道水泵还在抽水，两小时看一次。", "月影苑电梯维保今晚到场。"):
        lin.send(page, {"note": note}, to=page + "notes/")
    for text in (
        "与消防支队联系，电话畅通。",
        "接区总值班室电话，要求关注低洼路段积水；水泵已备好。",
    ):
        lin.send(page + "log/", {"time": "00:00", "text": text})
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
    signed = lin.send(page, sign, to=address).text
    return _only(r"/console/shift/sheets/([0-9a-f-]+)/", signed)


def _only(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"There is no {pattern} on the page."
    return found[1]
