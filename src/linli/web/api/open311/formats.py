"""The two formats of Open311, JSON and XML: the same names and values in both."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, tostring

import msgspec

MEMBERS: Final[Mapping[str, str]] = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
}
"""What an array is called → what one of it is (GeoReport v2, examples of each call)."""

_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that cannot stand in XML 1.0 at all (W3C, 2.2)."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a body is written, and as what it is sent."""

    media_type: str
    write: Callable[[str, Any], bytes]


def write_json(_name: str, body: Any) -> bytes:
    """The name of the whole is told by XML alone."""
    return msgspec.json.encode(body)


def write_xml(name: str, body: Any) -> bytes:
    """`name` is the outermost element; arrays hold what `MEMBERS` says."""
    written: bytes = tostring(_element(name, body), encoding="utf-8", xml_declaration=True)
    return written


def _element(name: str, value: Any) -> Element:
    element = Element(name)
    if isinstance(value, list):
        element.extend([_element(MEMBERS[name], one) for one in value])
    elif isinstance(value, dict):
        element.extend([_element(key, one) for key, one in value.items()])
    else:
        element.text = _NO_XML.sub("", _said(value))
    return element


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


FORMATS: Final[Mapping[str, Format]] = {
    "json": Format("application/json; charset=utf-8", write_json),
    "xml": Format("text/xml; charset=utf-8", write_xml),
}
"""By the ending of the address."""
