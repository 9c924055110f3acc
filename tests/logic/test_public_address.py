"""The public address as browsers say it, and whose word counts about who sent a request."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from linli.ground.environment import Environment, WrongSetting
from linli.ground.public_address import LOOPBACK, leads_nowhere


def read(folder: Path, **variables: str) -> Environment:
    return Environment.read({"LINLI_DATA": str(folder), **variables})


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", ""),
        ("https://linli.example.cn", "https://linli.example.cn"),
        ("https://Linli.Example.cn/", "https://linli.example.cn"),
        ("https://linli.example.cn:443", "https://linli.example.cn"),
        ("https://10.0.0.5:8443", "https://10.0.0.5:8443"),
        ("https://[2001:db8::5]", "https://[2001:db8::5]"),
    ],
)
def test_the_address_is_kept_as_browsers_say_it(tmp_path: Path, value: str, address: str) -> None:
    assert read(tmp_path, LINLI_PUBLIC_URL=value).public_url == address


@pytest.mark.parametrize(
    "value",
    [
        "http://linli.example.cn",
        "linli.example.cn",
        "https://",
        "https://linli.example.cn/linli",
        "https://linli.example.cn?x=1",
        "https://gu:secret@linli.example.cn",
        "https://linli.example.cn:99999",
        "https://[linli",
        "https://*.example.cn",
        "https://邻里.example.cn",
    ],
)
def test_what_is_no_such_address_stops_the_start(tmp_path: Path, value: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(tmp_path, LINLI_PUBLIC_URL=value)
    assert str(wrong.value).startswith(f'LINLI_PUBLIC_URL is "{value}"; ')
    assert "https://linli.example.cn" in str(wrong.value)


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("", ()),
        ("10.0.0.7", ("10.0.0.7/32",)),
        ("10.0.0.7, 172.18.0.0/16", ("10.0.0.7/32", "172.18.0.0/16")),
    ],
)
def test_our_own_machine_and_the_named_proxies_are_believed(
    tmp_path: Path, value: str, named: tuple[str, ...]
) -> None:
    assert read(tmp_path, LINLI_PROXY=value).proxies == (*LOOPBACK, *named)


@pytest.mark.parametrize(
    "value", ["nginx", "0.0.0.0/0", "10.0.0.0/8", "10.0.0.7/16", "*", "10.0.0.7,", "::/0"]
)
def test_nobody_is_believed_by_mistake(tmp_path: Path, value: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(tmp_path, LINLI_PROXY=value)
    assert str(wrong.value).startswith(f'LINLI_PROXY is "{value}"; ')


@pytest.mark.parametrize(
    ("host", "nowhere"),
    [
        ("localhost", True),
        ("linli.localhost", True),
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("[::1]", True),
        ("0.0.0.0", True),
        ("10.0.0.5", False),
        ("linli.example.cn", False),
    ],
)
def test_an_address_of_each_machine_itself_leads_nowhere(host: str, nowhere: bool) -> None:
    assert leads_nowhere(host) is nowhere


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("127.0.0.1", "203.0.113.7", ("203.0.113.7", "https")),
        ("10.0.0.7", "203.0.113.7", ("203.0.113.7", "https")),
        ("10.0.0.7", "198.51.100.9, 203.0.113.7", ("203.0.113.7", "https")),
        ("10.0.0.7", "203.0.113.7, 127.0.0.1", ("203.0.113.7", "https")),
        ("10.0.0.8", "203.0.113.7", ("10.0.0.8", "http")),
    ],
)
def test_the_person_behind_a_believed_proxy_is_seen(
    tmp_path: Path, peer: str, forwarded: str, seen: tuple[str, str]
) -> None:
    proxies = read(tmp_path, LINLI_PROXY="10.0.0.7").proxies
    scopes: list[dict[str, Any]] = []

    async def application(scope: dict[str, Any], *_: object) -> None:
        scopes.append(scope)

    headers = [(b"x-forwarded-for", forwarded.encode()), (b"x-forwarded-proto", b"https")]
    scope = {"type": "http", "scheme": "http", "client": (peer, 4000), "headers": headers}
    asyncio.run(wrap_asgi_with_proxy_headers(application, list(proxies))(scope, None, None))
    assert [(one["client"][0], one["scheme"]) for one in scopes] == [seen]
