"""Lets a demo live through a day, so that every page of it has something to show.

What happens comes through the doors that everybody uses: the report form, the API, the ingest door.
"""

import io
import math
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from PIL import Image, ImageDraw

from tools.hotline_scene import take_orders
from tools.incident_scene import command
from tools.ledger_scene import keep_lifts
from tools.seats import Seat, fine
from tools.shift_scene import hand_over
from tools.system import System

PATIENCE = 60.0
WORKERS = ("lin", "wu", "he")
AT_WORK = ("closed", "working", "referred", "resolved", "filed", "feedback")
"""The cases that the desk accepts; a unit then has a work order for each."""

# What no version of Linli knows: the relay parks it, and a person sees it on the platform page.
UNKNOWN_FACT = """
import django
django.setup()
from linli.ground.facts.models import StoredFact
StoredFact.objects.create(name="lamp_repainted", version=3, subject="device:sl-014", body={})
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody reports on the portal; `who` signed in for it, or nobody did."""

    item: str
    text: str
    address: str
    point: tuple[float, float] | None = None
    who: str = ""
    name: str = ""
    phone: str = ""
    photos: int = 0
    is_spoken: bool = False


# Where the case that comes of it stands in the end: what was told.
SAID = {
    "received": Told(
        "road_damage",
        "人行道上的砖塌下去一块，有半个井盖那么大，晚上看不清，昨天有人绊倒了。",
        "砚池路 18 号门前",
        (31.8241, 117.2094),
        who="wang",
        name="王秀兰",
        phone="139 0000 2231",
        photos=2,
    ),
    "unplaced": Told(
        "elevator_fault",
        "三单元电梯停在五楼不动，里面没有人。",
        "月影苑北门进来第二栋",
        who="wang",
    ),
    "closed": Told(
        "lamp_fault",
        "路灯坏了三天，晚上很黑，看不清台阶。",
        "竹简社区服务站旁",
        (31.8192, 117.2265),
        who="wang",
        photos=1,
    ),
    "working": Told(
        "street_occupation", "早点摊把盲道占了，轮椅过不去。", "风铃路公交站", (31.8190, 117.2183)
    ),
    "referred": Told("lamp_fault", "整条巷子的路灯都不亮。", "茶烟路 40 弄", (31.8139, 117.2327)),
    "resolved": Told(
        "manhole_open", "井盖裂了一半，踩上去会晃。", "茶烟路菜场后门", (31.8137, 117.2331)
    ),
    "filed": Told(
        "illegal_parking", "消防通道被一辆面包车堵住了。", "晚枫苑南门", (31.8151, 117.2105)
    ),
    "rejected": Told("noise", "楼上装修中午也不停。", "灯影苑 4 号楼", (31.8115, 117.2220)),
    "feedback": Told(
        "road_damage", "路沿石断了，电动车容易扎胎。", "麦浪路口", (31.8279, 117.2202)
    ),
    "spoken": Told("elevator_fault", "", "桂影里 6 号楼", (31.8252, 117.2263), is_spoken=True),
    "asked": Told("noise", "半夜有人唱歌。", "星渡苑", (31.8228, 117.2271)),
    "answered": Told("noise", "地下室水泵嗡嗡响，睡不着。", "渡口新村", (31.8275, 117.2297)),
}


@dataclass(slots=True)
class Scene:
    """What there is to see: cases, tasks and receipts by where they stand, and a device."""

    cases: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    device: str = ""
    label: str = ""
    tag: str = ""
    estate: str = ""
    sheet: str = ""
    incident: str = ""
    entry: str = ""


class Program:
    """Speaks to the API with the token of one of the demo's people."""

    def __init__(self, system: System, who: str) -> None:
        token = system.command("token", who).strip().splitlines()[-1]
        self._client = httpx.Client(
            base_url=system.url("/api/v1/"),
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )

    def close(self) -> None:
        self._client.close()

    def get(self, path: str) -> Any:
        return fine(self._client.get(path)).json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return fine(self._client.post(path, json=body)).json()

    def photo(self, seed: int) -> str:
        sent = self._client.post("files", files={"photo": ("p.jpg", picture(seed), "image/jpeg")})
        return str(fine(sent).json()["id"])

    def step(self, path: str, to: str, **more: Any) -> None:
        """Takes a step from wherever the case or task stands now."""
        version = self.get(path)["version"]
        self.post(f"{path}/transitions", {"to": to, "version": version, **more})

    def plan(self, task_id: str) -> None:
        """Its unit comes after the deadline, and asks for the time; nobody has decided yet."""
        at = (datetime.now(UTC) + timedelta(days=4)).replace(hour=2, minute=30)
        why = "摊主外出，约好那天上午一起清理。"
        self.step(f"tasks/{task_id}", "scheduled", planned_at=at.isoformat(), reason=why)

    def refer(self, task_id: str) -> None:
        """The power company has it, and was asked once again."""
        by = (datetime.now(UTC) + timedelta(days=3)).isoformat()
        outside = {"body": "望禾供电公司", "way": "phone", "follower": "吴", "answer_by": by}
        self.step(f"tasks/{task_id}", "referred", outside={**outside, "reference": "GD-2611"})
        asked = {"heard": "asked_again", "text": "值班员说抢修班下午去看。"}
        version = self.get(f"tasks/{task_id}")["version"]
        self.post(f"tasks/{task_id}/follow-ups", {**asked, "version": version})


class Reporter(Seat):
    """Somebody at the report form, signed in or not."""

    def tell(self, told: Told) -> str:
        """The receipt."""
        form = {
            "item": told.item,
            "text": told.text,
            "address": told.address,
            "lat": str(told.point[0]) if told.point else "",
            "lon": str(told.point[1]) if told.point else "",
            "reporter_name": told.name,
            "reporter_phone": told.phone,
        }
        photos = [
            ("photos", (f"{seed}.jpg", picture(seed), "image/jpeg")) for seed in range(told.photos)
        ]
        voice = [("voice", ("voice", tone(), "audio/wav"))] if told.is_spoken else []
        answer = self.send("/report/", form, [*photos, *voice])
        return answer.url.path.rstrip("/").rsplit("/", 1)[1]

    def answer(self, receipt: str, text: str) -> None:
        """What the desk asked for."""
        self.send(f"/r/{receipt}", {"text": text})


def play(system: System, password: str) -> Scene:
    """Everything that pages can show has happened when this returns."""
    with ExitStack() as seats:
        desk = {who: seats.enter_context(closing(Program(system, who))) for who in WORKERS}
        wang = seats.enter_context(Reporter(system, "wang", password))
        passer_by = seats.enter_context(Reporter(system, "", password))
        lin = seats.enter_context(Seat(system, "lin", password))
        take_orders(lin)
        tag = _hang(lin, "yanchi", "2 号梯")
        scene = _day(system, desk, {"wang": wang, "": passer_by})
        incident = command(lin, scene.cases["flood"])
        entry = keep_lifts(lin)
        return replace(
            scene, tag=tag, incident=incident, entry=entry, sheet=hand_over(lin, password)
        )


def _hang(lin: Seat, place: str, spot: str) -> str:
    """The code of a lift, made by somebody of the desk."""
    page = lin.send("/console/codes/", {"kind": "lift", "place": place, "spot": spot}).text
    [code, *_] = re.findall(r"<td[^>]*><span class=\"figures\">([0-9A-Z ]{19})<", page)
    return str(code).replace(" ", "")


def _day(system: System, desk: dict[str, Program], reporters: dict[str, Reporter]) -> Scene:
    scene = Scene()
    for name, told in SAID.items():
        scene.receipts[name] = reporters[told.who].tell(told)
    for name, told in SAID.items():
        scene.cases[name] = _case_of(desk["lin"], told)
    _ask(scene, desk["lin"], reporters[""])
    _work(scene, desk)
    _break(system, desk["lin"])
    for name, item in {"flood": "waterlogging", "emergency": "smoke_fire"}.items():
        scene.cases[name] = _first(desk["lin"], f"cases?item={item}")
        _take_up(desk["lin"], scene.cases[name])
    _whistle(scene, desk["lin"])
    scene.tasks["dispatched"] = _first(desk["wu"], "tasks?state=dispatched")
    scene.estate = desk["lin"].get("places?level=estate")["items"][0]["code"]
    gauge = desk["lin"].get("devices?type=water_gauge")["items"][0]
    scene.device, scene.label = gauge["id"], gauge["label"]
    return scene


def picture(seed: int) -> bytes:
    """A photo, as far as a program can take one: a street, its edge, and something dark on it."""
    image = Image.new("RGB", (960, 720), (188, 202, 206))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 720), (340, 250), (620, 250), (960, 720)], (120, 122, 120))
    draw.polygon([(0, 720), (340, 250), (0, 250)], (150, 146, 132))
    draw.ellipse((360 + 60 * seed, 470, 640 + 60 * seed, 560), (52, 54, 56))
    content = io.BytesIO()
    image.save(content, "JPEG", quality=80)
    return content.getvalue()


def tone() -> bytes:
    """Two seconds of a voice, as far as a program has one: 220 Hz, 8-bit samples."""
    samples = bytes(
        128 + round(60 * math.sin(at * 2 * math.pi * 220 / 8000)) for at in range(16000)
    )
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + head + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _ask(scene: Scene, lin: Program, reporter: Reporter) -> None:
    """The desk wants to know more of two reporters; one of them has answered."""
    for name in ("asked", "answered"):
        reason = "请问是几号楼、一般从几点开始？"
        lin.step(f"cases/{scene.cases[name]}", "info_requested", reason=reason)
    reporter.answer(scene.receipts["answered"], "2 号楼地下室，一般夜里十一点以后。")


def _work(scene: Scene, desk: dict[str, Program]) -> None:
    """The duty desk, a unit and a checker do what each of them does."""
    lin, wu, he = desk["lin"], desk["wu"], desk["he"]
    lin.step(
        f"cases/{scene.cases['rejected']}",
        "rejected",
        reason="经核实，装修在允许的时间内，已请施工方注意。",
    )
    at_work = [name for name in scene.cases if name in AT_WORK]
    for name in at_work:
        lin.step(f"cases/{scene.cases[name]}", "filed")
        scene.tasks[name] = _task_of(wu, scene.cases[name])
    wu.step(f"tasks/{scene.tasks['filed']}", "returned", reason="这条通道由物业管理，请派物业。")
    for name in (one for one in at_work if one != "filed"):
        wu.step(f"tasks/{scene.tasks[name]}", "in_progress")
    wu.plan(scene.tasks["working"])
    wu.refer(scene.tasks["referred"])
    for seed, name in enumerate(("closed", "feedback", "resolved")):
        done = {"text": "已处理完毕，现场恢复正常。", "photos": [wu.photo(seed)]}
        wu.step(f"tasks/{scene.tasks[name]}", "done", **done)
    for name in ("closed", "feedback"):
        he.step(f"cases/{scene.cases[name]}", "feedback", reason="现场看过，已经修好。")
    lin.step(f"cases/{scene.cases['closed']}", "closed")


def _take_up(lin: Program, case_id: str) -> None:
    """Where residents were quicker than the device, the case waits for the desk."""
    if lin.get(f"cases/{case_id}")["state"] == "received":
        lin.step(f"cases/{case_id}", "filed")


def _whistle(scene: Scene, lin: Program) -> None:
    """Lin calls another unit to the flood."""
    flood, other = scene.cases["flood"], lin.get(f"tasks/{scene.tasks['working']}")["party"]
    lead = _until(
        lambda: next(
            (one["party"] for one in lin.get("tasks")["items"] if one["case"] == flood), ""
        )
    )
    version = lin.get(f"cases/{flood}")["version"]
    call = {"lead": lead, "helpers": [other], "why": "边抽水边封路，需要一起到场。"}
    lin.post(f"cases/{flood}/whistles", {**call, "version": version})


def _break(system: System, lin: Program) -> None:
    """A device sends what nobody can read, and a fact comes that nobody knows."""
    made = lin.post(
        "devices", {"id": "wg-new", "type": "water_gauge", "place": "yanchi", "spot": "南门桥下"}
    )
    httpx.post(
        f"http://127.0.0.1:{system.ingest}/v1/wg-new/readings",
        headers={"Authorization": f"Bearer {made['token']}"},
        json={"water_level": "wet"},
    )
    subprocess.run([sys.executable, "-c", UNKNOWN_FACT], env=_settings(system), check=True)


def _settings(system: System) -> dict[str, str]:
    return {**system.environment, "DJANGO_SETTINGS_MODULE": "linli.settings"}


def _case_of(lin: Program, told: Told) -> str:
    """The case that a report opened, once it has."""
    return _until(
        lambda: next(
            (
                str(case["id"])
                for case in lin.get(f"cases?item={told.item}")["items"]
                if case["address"] == told.address
            ),
            "",
        )
    )


def _task_of(wu: Program, case_id: str) -> str:
    return _until(
        lambda: next(
            (
                str(task["id"])
                for task in wu.get("tasks?order=newest")["items"]
                if task["case"] == case_id
            ),
            "",
        )
    )


def _first(program: Program, path: str) -> str:
    """The first of a list that is empty at the beginning."""
    return _until(lambda: next((str(row["id"]) for row in program.get(path)["items"]), ""))


def _until(look: Callable[[], str]) -> str:
    """What `look` finds as soon as it finds something. Raises `TimeoutError`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.2)
    raise TimeoutError("What should have happened in the demo has not.")
