"""Names of icons, and which of them the sprite holds."""

import re
from functools import cache
from pathlib import Path
from typing import Final

SPRITE: Final = Path(__file__).parent / "static" / "vendor" / "icons.svg"
UNKNOWN: Final = "circle-dot"


class Icon(str):
    """The name of a Lucide icon that code uses; `tools/assets.py` finds it by this word."""

    __slots__ = ()


def drawable(name: str) -> str:
    """The name, or a plain dot for an icon that an outside pack names and the sprite lacks."""
    return name if name in _drawn() else UNKNOWN


@cache
def _drawn() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
