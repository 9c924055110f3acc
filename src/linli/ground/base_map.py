"""The setting of the map below our own outlines: Tianditu, tiles of one's own, a file, or none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Self
from urllib.parse import SplitResult, urlsplit

from linli.ground.wrong_setting import WrongSetting

Kind = Literal["tiles", "pmtiles"]

TIANDITU: Final = "https://t0.tianditu.gov.cn"
TIANDITU_LAYERS: Final = ("vec", "cva")
"""Streets, and the names on them."""
TIANDITU_ATTRIBUTION: Final = "© 天地图 · 国家基础地理信息中心"
COORDINATES: Final = ("wgs84", "gcj02")
LONGEST_ATTRIBUTION: Final = 120

_KEY: Final = re.compile(r"[0-9A-Za-z_-]{8,128}")
_FILE: Final = re.compile(r"[\w.-]{1,100}\.pmtiles")
_MAGIC: Final = b"PMTiles\x03"
_TILE_TYPE: Final = 99
"""The byte of the header that says what the tiles are (PMTiles specification, version 3)."""
_VECTOR, _RASTER = (1,), (2, 3, 4)

_ADVICE: Final = (
    "use tianditu, an address of tiles such as https://tiles.example.cn/{z}/{x}/{y}.png, the name"
    " of a .pmtiles file in the data folder, or none."
)


@dataclass(frozen=True, slots=True)
class BaseMap:
    """`addresses` are those of tiles, drawn one above the other; they may hold a key, so they are
    not to be logged. `origin` is the one host that pages may ask for them."""

    kind: Kind
    addresses: tuple[str, ...] = field(default=(), repr=False)
    origin: str = ""
    file: Path | None = None
    is_vector: bool = False
    coordinates: str = "wgs84"
    attribution: str = ""

    @classmethod
    def read(cls, variables: Mapping[str, str], data: Path) -> Self | None:
        """Raises `WrongSetting` with the variable, the value (never a key) and what to use."""
        value = variables.get("LINLI_MAP") or "none"
        attribution, coordinates = _attribution(variables), _coordinates(variables)
        if value == "none":
            return None
        if value == "tianditu":
            addresses = _tianditu(_key(variables))
            _require_wgs84(coordinates, "Tianditu is")
            attribution = attribution or TIANDITU_ATTRIBUTION
            return cls("tiles", addresses, TIANDITU, attribution=attribution)
        if "://" in value:
            address, origin = _tiles(value, variables)
            return cls(
                "tiles", (address,), origin, coordinates=coordinates, attribution=attribution
            )
        path, is_vector = _file(value, data)
        _require_wgs84(coordinates, "A .pmtiles file is")
        return cls("pmtiles", file=path, is_vector=is_vector, attribution=attribution)


def _tianditu(key: str) -> tuple[str, ...]:
    return tuple(
        f"{TIANDITU}/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
        "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
        f"&tk={key}"
        for layer in TIANDITU_LAYERS
    )


def _key(variables: Mapping[str, str]) -> str:
    key = variables.get("LINLI_MAP_KEY", "")
    if not _KEY.fullmatch(key):
        raise WrongSetting(
            "LINLI_MAP_KEY is "
            + ("empty" if not key else "no key (8 to 128 letters and digits)")
            + "; use the key for browsers that console.tianditu.gov.cn gave you."
        )
    return key


def _tiles(value: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """The address with its key, and the origin alone."""
    told = value.partition("?")[0]
    wrong = WrongSetting(f'LINLI_MAP is "{told}"; {_ADVICE}')
    try:
        parts = urlsplit(value)
        origin = _origin(parts)
    except ValueError as no_address:
        raise wrong from no_address
    if parts.scheme not in {"http", "https"} or not origin or parts.username or parts.password:
        raise wrong
    if any(f"{{{one}}}" not in value for one in "xyz") or re.search(r"[\s'\";]", value):
        raise wrong
    if "{key}" in value:
        value = value.replace("{key}", _key(variables))
    return value, origin


def _origin(parts: SplitResult) -> str:
    """Scheme, host and port, fit for a Content-Security-Policy. Raises ValueError."""
    if not re.fullmatch(r"[\w.-]+", parts.hostname or "", re.ASCII):
        return ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def _file(value: str, data: Path) -> tuple[Path, bool]:
    path = data / value
    if not _FILE.fullmatch(value):
        raise WrongSetting(f'LINLI_MAP is "{value}"; {_ADVICE}')
    try:
        with path.open("rb") as opened:
            head = opened.read(_TILE_TYPE + 1)
    except OSError as fault:
        raise WrongSetting(
            f'LINLI_MAP is "{value}"; there is no such file to read in {data} ({fault.strerror}).'
        ) from fault
    if not head.startswith(_MAGIC) or len(head) <= _TILE_TYPE:
        raise WrongSetting(f'LINLI_MAP is "{value}"; that file is no PMTiles of version 3.')
    if head[_TILE_TYPE] not in (*_VECTOR, *_RASTER):
        raise WrongSetting(
            f'LINLI_MAP is "{value}"; its tiles are of a kind that cannot be drawn: use vector'
            " tiles (MVT), PNG, JPEG or WebP."
        )
    return path, head[_TILE_TYPE] in _VECTOR


def _coordinates(variables: Mapping[str, str]) -> str:
    value = variables.get("LINLI_MAP_COORDINATES") or "wgs84"
    if value not in COORDINATES:
        raise WrongSetting(f'LINLI_MAP_COORDINATES is "{value}"; use wgs84 or gcj02.')
    return value


def _require_wgs84(coordinates: str, what: str) -> None:
    if coordinates != "wgs84":
        raise WrongSetting(
            f'LINLI_MAP_COORDINATES is "{coordinates}"; {what} in WGS-84: leave it empty.'
        )


def _attribution(variables: Mapping[str, str]) -> str:
    value = variables.get("LINLI_MAP_ATTRIBUTION", "").strip()
    if len(value) > LONGEST_ATTRIBUTION or not value.isprintable():
        raise WrongSetting(
            f"LINLI_MAP_ATTRIBUTION has {len(value)} characters; use one line of at most"
            f" {LONGEST_ATTRIBUTION}."
        )
    return value
