"""A street office on its first day: its people, and the spreadsheets that it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import xlsxwriter

PASSWORD: Final = "a morning in November"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NAMED: Final = {
    "city": ("临湖市", "linhu"),
    "district": ("望禾区", "wanghe"),
    "street": ("听荷街道", "tinghe"),
}
"""What the wizard asks first: level → name and code."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office: in which role, and where or for which unit."""

    username: str
    name: str
    role: str
    place: str = ""
    party: str = ""


ADMINISTRATORS: Final = (
    Person("gu", "顾", "system_admin"),
    Person("shen", "沈", "security_admin"),
    Person("jian", "简", "auditor"),
)
PEOPLE: Final = (
    Person("lin", "林", "duty_desk", place="听荷街道"),
    Person("leader", "带班领导", "leader", place="听荷街道"),
    Person("chen", "陈", "grid_worker", place="chunxi-1"),
    Person("wu", "吴", "handler", party="chunxi-property"),
    Person("he", "何", "checker", place="听荷街道"),
)

_BUILDINGS: Final = [
    [f"cuizhu-{number}", f"{number}栋", "楼栋", "cuizhu", "", 31.8200 + number / 5000, 117.2200]
    for number in range(1, 9)
]
LISTS: Final[dict[str, list[list[object]]]] = {
    "place": [
        ["编码", "名称", "级别", "上级编码", "别名", "纬度", "经度"],
        ["chunxi", "春溪社区", "社区", "tinghe", "", "", ""],
        ["chunxi-1", "春溪第一网格", "网格", "chunxi", "", "", ""],
        ["cuizhu", "翠竹苑", "小区", "chunxi-1", "老纺织厂宿舍", 31.8205, 117.2203],
        ["mailang", "麦浪花园", "小区", "chunxi-1", "", 31.8311, 117.2312],
        *_BUILDINGS,
    ],
    "party": [
        ["编码", "名称", "类别", "电话", "工作日历", "停用"],
        ["tinghe-office", "听荷街道办事处", "街道", "0551-62810000", "office", "否"],
        ["chunxi-property", "春溪物业", "物业", "0551-62810001", "always", "否"],
        ["tinghe-lamps", "望禾区路灯所", "部门", "0551-62810002", "always", "否"],
    ],
    "post": [
        ["编码", "责任单位", "名称", "用户名"],
        ["property-night", "chunxi-property", "夜班值守", "wu"],
    ],
    "staff": [
        ["工号", "姓名", "责任单位", "岗位", "手机", "座机", "分机", "用户名"],
        ["chunxi-01", "吴", "chunxi-property", "property-night", 13900005555, "", "", "wu"],
        ["office-01", "林", "tinghe-office", "", "", "0551-62810000", "0801", "lin"],
    ],
    "duty": [
        ["事项", "地点", "责任单位"],
        ["*", "tinghe", "tinghe-office"],
        ["垃圾堆积", "chunxi", "chunxi-property"],
        ["elevator_fault", "chunxi", "chunxi-property"],
        ["lamp_fault", "tinghe", "tinghe-lamps"],
    ],
    "device": [
        ["设备编号", "类型", "地点", "名称", "位置", "维保单位"],
        ["wg-0001", "水位计", "cuizhu", "南门水位计", "地下通道东侧", "清源水务"],
        ["sa-0001", "smoke_alarm", "cuizhu-3", "", "3楼电井", ""],
    ],
}
"""By kind of list, rows as the office keeps them, the headings first."""


def spreadsheet(rows: Sequence[Sequence[object]]) -> bytes:
    """An XLSX file of one sheet."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return written.getvalue()
