"""The settings that come from the environment: few, typed, and loud when wrong."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from linli.ground import public_address
from linli.ground.base_map import BaseMap
from linli.ground.wrong_setting import WrongSetting

__all__ = ["DatabaseAddress", "Environment", "WrongSetting"]

_PASSWORD: Final = re.compile(r"(?<=//)([^:/@]*):.*@")

_DIALLED: Final = re.compile(r"\+?[0-9][0-9-]{2,19}")

LANGUAGES = ("zh-hans", "en")
DEMO_COMPLETE: Final = "complete"
DEMO_GAS_PHONE: Final = "0000-9777"
"""Invented as all numbers of the demo: nobody's telephone rings."""
UNBUILT = ("LINLI_MQTTS_PORT", "LINLI_TLS_CERT", "LINLI_TLS_KEY")


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """`scheme` is sqlite or postgresql; for sqlite `name` is a file path."""

    scheme: str
    name: str
    host: str = ""
    port: int | None = None
    user: str = ""
    password: str = ""

    @property
    def is_postgresql(self) -> bool:
        return self.scheme == "postgresql"


@dataclass(frozen=True, slots=True)
class Environment:
    data: Path
    database: DatabaseAddress
    bind: str
    http_port: int
    ingest_port: int
    mqtt_port: int
    sources: tuple[str, ...]
    language: str
    gas_phone: str
    hotline_folder: Path | None
    secret_key: str
    test: bool
    test_clock: Path | None
    base_map: BaseMap | None = None
    public_url: str = ""
    proxies: tuple[str, ...] = public_address.LOOPBACK

    @property
    def demo(self) -> Path:
        """The folder of the demo district, where this installation has one."""
        return self.data / "demo"

    @property
    def holds_demo(self) -> bool:
        """Whether it was filled with the whole demo district at its first start."""
        return (self.demo / DEMO_COMPLETE).exists()

    @property
    def gas_line(self) -> str:
        """What pages tell people to call when they smell gas; empty where nobody has said it."""
        return self.gas_phone or (DEMO_GAS_PHONE if self.holds_demo else "")

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> Self:
        """Raises `WrongSetting` with the variable, the value and what to use."""
        data = Path(variables.get("LINLI_DATA") or "data").absolute()
        test = _test(variables)
        _refuse_unbuilt(variables)
        return cls(
            data=data,
            database=_database(variables.get("LINLI_DATABASE_URL", ""), data),
            bind=_bind(variables),
            http_port=_port(variables, "LINLI_HTTP_PORT", 8000),
            ingest_port=_port(variables, "LINLI_INGEST_PORT", 8001),
            mqtt_port=_port(variables, "LINLI_MQTT_PORT", 1883),
            sources=_sources(variables),
            language=_language(variables),
            gas_phone=_phone(variables, "LINLI_GAS_PHONE"),
            hotline_folder=_folder(variables, "LINLI_HOTLINE_FOLDER"),
            secret_key=_in_folder(data, variables.get("LINLI_SECRET_KEY", "")),
            test=test,
            test_clock=_test_clock(variables, test=test),
            base_map=BaseMap.read(variables, data),
            public_url=public_address.public_url(variables),
            proxies=public_address.proxies(variables),
        )


def _port(variables: Mapping[str, str], name: str, default: int) -> int:
    value = variables.get(name) or str(default)
    if not value.isdecimal() or len(value) > 5 or not 1 <= int(value) <= 65535:
        raise WrongSetting(f'{name} is "{value}"; use a port from 1 to 65535.')
    return int(value)


def _bind(variables: Mapping[str, str]) -> str:
    value = variables.get("LINLI_BIND") or "127.0.0.1"
    try:
        if value != "localhost":
            ipaddress.IPv4Address(value)
    except ValueError as wrong:
        raise WrongSetting(
            f'LINLI_BIND is "{value}"; use an IPv4 address of this machine, such as 127.0.0.1, or'
            " 0.0.0.0 for all of them."
        ) from wrong
    return value


def _test(variables: Mapping[str, str]) -> bool:
    value = variables.get("LINLI_TEST") or "0"
    if value not in {"0", "1"}:
        raise WrongSetting(f'LINLI_TEST is "{value}"; use 1, or leave it empty.')
    return value == "1"


def _refuse_unbuilt(variables: Mapping[str, str]) -> None:
    """Who asks for encryption must not be served without it."""
    for name in UNBUILT:
        if value := variables.get(name):
            raise WrongSetting(
                f'{name} is "{value}"; encrypted listeners are not built yet: leave it empty, and'
                " set a reverse proxy before Linli."
            )


def _language(variables: Mapping[str, str]) -> str:
    value = variables.get("LINLI_LANGUAGE") or "zh-hans"
    if value not in LANGUAGES:
        raise WrongSetting(f'LINLI_LANGUAGE is "{value}"; use zh-hans or en.')
    return value


def _phone(variables: Mapping[str, str], name: str) -> str:
    """Empty, or a number that can be dialled."""
    value = variables.get(name, "").strip()
    if value and not _DIALLED.fullmatch(value):
        raise WrongSetting(
            f'{name} is "{value}"; use 3 to 20 digits and dashes, as it is dialled here, or leave'
            " it empty."
        )
    return value


def _folder(variables: Mapping[str, str], name: str) -> Path | None:
    value = variables.get(name) or ""
    if value and not Path(value).is_absolute():
        raise WrongSetting(f'{name} is "{value}"; write the whole path, such as /srv/hotline.')
    return Path(value) if value else None


def _sources(variables: Mapping[str, str]) -> tuple[str, ...]:
    value = variables.get("LINLI_SOURCES", "")
    if value:
        raise WrongSetting(
            f'LINLI_SOURCES is "{value}"; outside sources are not built yet: leave it empty to use'
            " the built-in listener."
        )
    return ()


def _test_clock(variables: Mapping[str, str], *, test: bool) -> Path | None:
    value = variables.get("LINLI_TEST_CLOCK")
    if value and not test:
        raise WrongSetting(
            f'LINLI_TEST_CLOCK is "{value}"; a movable clock is for tests: unset it, or set'
            " LINLI_TEST=1."
        )
    return Path(value) if value else None


def _database(url: str, data: Path) -> DatabaseAddress:
    if not url:
        return DatabaseAddress("sqlite", str(data / "linli.db"))
    try:
        parts = urlsplit(url)
    except ValueError as wrong:
        raise WrongSetting(f'LINLI_DATABASE_URL is "{_told(url)}"; it is no address.') from wrong
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        # sqlite:///relative.db and sqlite:////absolute.db, as everywhere.
        return DatabaseAddress("sqlite", str(Path(unquote(parts.path[1:])).absolute()))
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return DatabaseAddress(
            "postgresql",
            unquote(parts.path.strip("/")),
            parts.hostname or "",
            _database_port(url),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
    raise WrongSetting(
        f'LINLI_DATABASE_URL is "{_told(url)}"; use sqlite:///file.db or postgresql://user@host/name.'
    )


def _database_port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError as wrong:
        raise WrongSetting(
            f'LINLI_DATABASE_URL is "{_told(url)}"; its port is not a number from 1 to 65535.'
        ) from wrong


def _told(url: str) -> str:
    """The address without its password: what is printed may end up in a log or a chat."""
    return _PASSWORD.sub(r"\1:***@", url)


def _in_folder(data: Path, secret: str) -> str:
    """The key, kept in the data folder unless it was given; the folder is there afterwards.

    Raises `WrongSetting` where the folder cannot be made, read or written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        return secret or _secret_in(data)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        raise WrongSetting(
            f'LINLI_DATA is "{data}"; it cannot be used ({reason}): use a folder that this user may'
            " write to."
        ) from fault


def _secret_in(data: Path) -> str:
    """Made once with 384 random bits and kept, readable by the owner only."""
    path = data / "secret-key"
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    # Written aside and linked: another part that starts now must never read half a key.
    aside = data / f".secret-key-{secrets.token_hex(8)}"
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(secrets.token_urlsafe(48))
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass  # another part made it in the same moment; its key is the key
    finally:
        aside.unlink()
    return path.read_text().strip()
