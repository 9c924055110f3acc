"""Invented names. None of these places exists; a name is its code, its Chinese, its English."""

from dataclasses import dataclass
from typing import Final, NamedTuple


class Name(NamedTuple):
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Community:
    name: Name
    grids: int
    estates: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Street:
    name: Name
    communities: tuple[Community, ...]


CITY: Final = Name("suiyan", "穗檐市", "Suiyan City")
DISTRICT: Final = Name("wanghe", "望禾区", "Wanghe District")
ELSEWHERE: Final = Name("zhenxi", "枕溪区", "Zhenxi District")


def _community(code: str, zh: str, grids: int, *estates: str) -> Community:
    """Each of `estates` reads "code 中文 English"."""
    names = tuple(Name(*estate.split(maxsplit=2)) for estate in estates)
    return Community(Name(code, f"{zh}社区", f"{code.capitalize()} Community"), grids, names)


STREETS: Final = (
    Street(
        Name("qitong", "栖桐街道", "Qitong Street"),
        (
            _community(
                "zhiyuan",
                "纸鸢",
                3,
                "yueying 月影苑 Yueying Court",
                "hexiang 禾香里 Hexiang Lane",
                "tongyu 桐语花园 Tongyu Garden",
            ),
            _community(
                "huaixu",
                "槐序",
                2,
                "wangshu 望舒庭 Wangshu Yard",
                "wanfeng 晚枫苑 Wanfeng Court",
                "zhaolu 朝露里 Zhaolu Lane",
            ),
            _community(
                "yanchi",
                "砚池",
                3,
                "tingyu 听雨新村 Tingyu New Village",
                "zhiqiu 知秋苑 Zhiqiu Court",
                "moxiang 墨香里 Moxiang Lane",
            ),
            _community(
                "yanshu",
                "雁书",
                2,
                "yunjian 云笺花园 Yunjian Garden",
                "guiyan 归雁里 Guiyan Lane",
                "chisu 尺素苑 Chisu Court",
            ),
        ),
    ),
    Street(
        Name("shiguang", "拾光街道", "Shiguang Street"),
        (
            _community(
                "judeng",
                "橘灯",
                3,
                "jusong 橘颂里 Jusong Lane",
                "dengying 灯影苑 Dengying Court",
                "nuanyang 暖阳新村 Nuanyang New Village",
            ),
            _community(
                "zhujian",
                "竹简",
                3,
                "zhusheng 竹声花园 Zhusheng Garden",
                "jianning 简宁苑 Jianning Court",
                "qingyun 青筠里 Qingyun Lane",
                "xiuzhu 修竹庭 Xiuzhu Yard",
            ),
            _community(
                "chayan",
                "茶烟",
                2,
                "chayun 茶韵苑 Chayun Court",
                "chuiyan 炊烟里 Chuiyan Lane",
                "yanyu 烟雨花园 Yanyu Garden",
            ),
            _community(
                "yingchuang",
                "萤窗",
                3,
                "yinghuo 萤火里 Yinghuo Lane",
                "xuechuang 雪窗苑 Xuechuang Court",
                "shudeng 书灯新村 Shudeng New Village",
                "yedu 夜读里 Yedu Lane",
            ),
        ),
    ),
    Street(
        Name("tinghe", "听荷街道", "Tinghe Street"),
        (
            _community(
                "fengling",
                "风铃",
                2,
                "fengyin 风吟苑 Fengyin Court",
                "linglan 铃兰花园 Linglan Garden",
                "yanjiao 檐角里 Yanjiao Lane",
            ),
            _community(
                "mailang",
                "麦浪",
                3,
                "maiqiu 麦秋苑 Maiqiu Court",
                "daohua 稻花里 Daohua Lane",
                "jinsui 金穗新村 Jinsui New Village",
                "dagu 打谷场小区 Dagu Estate",
            ),
            _community(
                "xingcha",
                "星槎",
                2,
                "xingdu 星渡苑 Xingdu Court",
                "hehan 河汉里 Hehan Lane",
                "yinfan 银帆花园 Yinfan Garden",
            ),
            _community(
                "duyue",
                "渡月",
                3,
                "yueqiao 月桥里 Yueqiao Lane",
                "dukou 渡口新村 Dukou New Village",
                "shuangbai 霜白苑 Shuangbai Court",
                "guiying 桂影庭 Guiying Yard",
            ),
        ),
    ),
)

STREETS_ELSEWHERE: Final = (
    Street(
        Name("yunchu", "云锄街道", "Yunchu Street"),
        (
            _community("guihe", "归鹤", 1, "heying 鹤影里 Heying Lane"),
            _community("suoli", "蓑笠", 1, "xiyu 细雨苑 Xiyu Court"),
        ),
    ),
)

OTHER_NAMES: Final = {
    "tongyu": ("老纺织厂宿舍",),
    "wangshu": ("望舒公馆",),
    "tingyu": ("听雨村", "机械厂家属院"),
    "moxiang": ("师专家属楼",),
    "nuanyang": ("安置房",),
    "xiuzhu": ("供电局宿舍",),
    "chuiyan": ("老菜场大院",),
    "yedu": ("电影院宿舍",),
    "jinsui": ("粮站大院",),
    "dagu": ("打谷场",),
    "dukou": ("轮渡宿舍",),
    "shuangbai": ("霜白公寓",),
}
"""What people call an estate besides its name: a works that is long gone, a name it had before."""

FIRMS: Final = (
    Name("firm-qingyan", "青檐物业", "Qingyan Property"),
    Name("firm-baideng", "百灯物业", "Baideng Property"),
    Name("firm-wanqing", "晚晴里物业", "Wanqingli Property"),
    Name("firm-helin", "禾邻物业", "Helin Property"),
    Name("firm-duyue", "渡月家物业", "Duyuejia Property"),
    Name("firm-tongyin", "桐荫物业", "Tongyin Property"),
)
