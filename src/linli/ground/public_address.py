"""How Linli is reached from outside: its public address, and the proxies whose word counts."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

from linli.ground.wrong_setting import WrongSetting

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")
"""Whoever sends from our own machine may say for whom."""
LARGEST_NETWORK: Final = {4: 16, 6: 64}
"""In bits of its name: a wider one would let strangers say who they are."""
MOST_PROXIES: Final = 20

_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")

_ADVICE: Final = (
    "use the address that people open, https:// and a name without a path, such as"
    " https://linli.example.cn, or leave it empty."
)


def public_url(variables: Mapping[str, str]) -> str:
    """Empty, or `https://name` or `https://name:port` as browsers say it. Raises `WrongSetting`."""
    value = variables.get("LINLI_PUBLIC_URL", "").strip()
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host, port = _host(parts), parts.port
    except ValueError as wrong:
        raise WrongSetting(f'LINLI_PUBLIC_URL is "{value}"; {_ADVICE}') from wrong
    # Browsers leave the usual port out of what they send, and forms are compared with that.
    return f"https://{host}" if port in (None, 443) else f"https://{host}:{port}"


def proxies(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Addresses and networks, our own machine first. Raises `WrongSetting`."""
    value = variables.get("LINLI_PROXY", "").strip()
    named = [one.strip() for one in value.split(",")] if value else []
    try:
        networks = [_network(one) for one in named[: MOST_PROXIES + 1]]
    except ValueError as wrong:
        raise _wrong_proxy(value) from wrong
    if len(networks) > MOST_PROXIES:
        raise _wrong_proxy(value)
    return (*LOOPBACK, *networks)


def _wrong_proxy(value: str) -> WrongSetting:
    return WrongSetting(
        f'LINLI_PROXY is "{value}"; use the address of the machine that passes requests on, such as'
        f" 10.0.0.7, or a network not wider than 10.0.0.0/16 (IPv6: /64), up to {MOST_PROXIES} of"
        " them with commas between."
    )


def leads_nowhere(host: str) -> bool:
    """Whether this name or address, as in an address, means each machine itself."""
    name = host.strip("[]").lower()
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _host(parts: SplitResult) -> str:
    """Raises `ValueError`."""
    host = parts.hostname or ""
    has_more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme != "https" or has_more:
        raise ValueError(host)
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    if len(host) > 253 or not all(_NAME.fullmatch(one) for one in host.split(".")):
        raise ValueError(host)
    return host


def _network(text: str) -> str:
    """Raises `ValueError`."""
    network = ipaddress.ip_network(text)
    if network.prefixlen < LARGEST_NETWORK[network.version]:
        raise ValueError(text)
    return str(network)
