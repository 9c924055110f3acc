"""Orders of 12345 as Lin copies them from the hotline's pages into ours."""

import re
import time

from tools.seats import Seat

COPIED = """
工单编号：YC20261128000117
诉求内容：月影苑南门垃圾桶三天没有清运，气味很大，影响通行。
事项：garbage
办结时限：2030-11-30 17:30
事发地址：月影苑南门
来电人：王女士
工单编号：YC20261128000121
诉求内容：砚池路与竹溪街路口路灯不亮，晚上接孩子放学看不清路。
类别：路灯不亮
事发地址：砚池路与竹溪街路口
"""
PATIENCE = 60.0


def take_orders(lin: Seat) -> None:
    """She pastes them, sees what is in them, and takes them in."""
    page = "/console/hotline/"
    read = lin.send(page, {"text": COPIED}, to=page + "paste/")
    loading = str(read.url.path)
    _until(lin, loading, f'action="{loading}load/"')
    lin.send(loading, {}, to=loading + "load/")
    _until(lin, page, "YC20261128000121")


def _until(seat: Seat, page: str, wanted: str) -> None:
    end = time.monotonic() + PATIENCE
    while not re.search(re.escape(wanted), shown := seat.get(page)):
        if time.monotonic() > end:
            raise TimeoutError(f"{page} never showed {wanted}: {shown[-3000:]}")
        time.sleep(0.3)
