"""An emergency under Lin's command: units called in, a pump lent, lines in the log."""

import re

from tools.seats import Seat


def command(lin: Seat, case_id: str) -> str:
    """She opens it from the page of a case; its id."""
    page = f"/console/cases/{case_id}/"
    opened = lin.send(
        page, {"incident_name": "砚池社区内涝"}, to=f"/console/incidents/open/{case_id}/"
    )
    incident = str(opened.url.path)
    for order in ("带两台泵到地下通道", "疏导绕行车辆"):
        party = _first(lin.get(incident), "party")
        lin.send(incident, {"act": "call", "party_id": party, "order": order}, to=incident + "act/")
    lent = {"what": "移动泵车", "count": "2", "source": "区防汛仓库", "holder": "地下通道北口"}
    lin.send(incident, {"act": "resource", **lent}, to=incident + "act/")
    there = re.findall(r'name="call_id" value="([^"]+)"', lin.get(incident))[0]
    lin.send(incident, {"act": "arrived", "call_id": there}, to=incident + "act/")
    for text in ("通道水深约 40 厘米，已拉警戒线。", "两名学生被困，已背出，无人受伤。"):
        lin.send(incident, {"act": "line", "text": text}, to=incident + "act/")
    return incident.rstrip("/").rpartition("/")[2]


def _first(page: str, field: str) -> str:
    """The first choice that a list offers."""
    [choices] = re.findall(rf'<select[^>]*id="{field}"[^>]*>(.*?)</select>', page, re.DOTALL)
    return str(re.findall(r'value="(\d+)"', choices)[0])
