"""Says in words what a device measured, and when one of its rules raises something."""

from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from linli.registers.catalogue import queries as catalogue
from linli.sense.devices import queries as devices
from linli.sense.devices.logic import DeviceType, Quantity, Rule
from linli.sense.signals.queries import SignalRow

UNITS = {"Cel": "°C", "deg": "°", "1/min": "/min", "ug/m3": "µg/m³", "% LEL": "% LEL"}
"""Units of SenML as people write them; the rest are written alike."""

MINUTE, HOUR = 60, 3600
LARGEST = 1e15
"""Beyond what any device measures."""


def value_words(value: float | bool, unit: str) -> str:
    """A measured value with its unit; truths in words."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return f"{value:.4g} {UNITS.get(unit, unit)}".strip()


def quantity_words(kind: DeviceType | None, quantity: str) -> str:
    found = kind.quantities.get(quantity) if kind else None
    return found.name.label(_language()) if found else quantity


def rule_words(kind: DeviceType, rule: Rule) -> str:
    """One sentence for whoever has to know why something was raised."""
    quantity = kind.quantities[rule.quantity]
    said = _limit_words(rule, quantity)
    if rule.for_seconds:
        said = gettext("%(rule)s for %(length)s") % {
            "rule": said,
            "length": length_words(rule.for_seconds),
        }
    return gettext("%(rule)s: %(item)s") % {"rule": said, "item": _item(rule.item)}


def silence_words(kind: DeviceType) -> str:
    return gettext("Nothing heard for %(length)s: %(item)s") % {
        "length": length_words(kind.silence.after_seconds),
        "item": _item(kind.silence.item),
    }


def evidence_words(signal: SignalRow) -> str:
    """What was measured and which limit it passed; empty when there is nothing to say.

    A partner's system may send any JSON: what is no measurement is told as it was said.
    """
    shown = signal.evidence
    if signal.source_kind == "silence":
        return gettext("Nothing was heard for %(length)s.") % {
            "length": length_words(_number(shown.get("limit")) or 0)
        }
    quantity, value = shown.get("quantity"), _number(shown.get("value"))
    if not isinstance(quantity, str) or value is None:
        return _said(shown)
    unit, limit = _text(shown.get("unit")), _number(shown.get("limit"))
    values = {
        "quantity": quantity_words(_type_of(signal), quantity),
        "value": value_words(value, unit),
    }
    if limit is None or isinstance(value, bool):
        return gettext("%(quantity)s: %(value)s") % values
    values["limit"] = value_words(limit, unit)
    return gettext("%(quantity)s: %(value)s (the limit is %(limit)s)") % values


def length_words(seconds: float) -> str:
    """A length of time in its largest whole unit."""
    whole = int(seconds)
    if whole >= HOUR and whole % HOUR == 0:
        count = whole // HOUR
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    if whole >= MINUTE and whole % MINUTE == 0:
        count = whole // MINUTE
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    return ngettext("%(count)d second", "%(count)d seconds", whole) % {"count": whole}


def _said(shown: dict[str, Any]) -> str:
    text, quantity, value = (_text(shown.get(name)) for name in ("text", "quantity", "value"))
    if text or not (quantity and value):
        return text
    return gettext("%(quantity)s: %(value)s") % {"quantity": quantity, "value": value}


def _number(found: object) -> float | bool | None:
    """What can be written as a measured value: some numbers of JSON no float can hold."""
    if isinstance(found, int | float) and -LARGEST <= found <= LARGEST:
        return found
    return None


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _limit_words(rule: Rule, quantity: Quantity) -> str:
    values = {
        "quantity": quantity.name.label(_language()),
        "limit": value_words(rule.limit, quantity.unit),
    }
    if rule.comparison == ">=":
        return gettext("%(quantity)s at %(limit)s or more") % values
    if rule.comparison == "<=":
        return gettext("%(quantity)s at %(limit)s or less") % values
    return gettext("%(quantity)s is “%(limit)s”") % values


def _type_of(signal: SignalRow) -> DeviceType | None:
    known = devices.credentials(signal.device_id) if signal.device_id else None
    return devices.types().get(known.type) if known else None


def _item(code: str) -> str:
    return catalogue.item_name(code, _language())


def _language() -> str:
    return get_language() or "zh-hans"
