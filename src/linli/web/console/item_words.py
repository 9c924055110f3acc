"""What stands in an item of the catalogue, in words: the names of its keys and of their values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.registers.catalogue.logic import CLOCKS, Difference, ItemDefinition, leaves
from linli.web.shared.catalogue_words import (
    CATEGORIES,
    EVIDENCE,
    FILINGS,
    LISTS,
    PARTY_KINDS,
    RESULT_PHOTOS,
    SHELVES,
    TOLD,
)
from linli.web.shared.deadlines import limit_words
from linli.web.shared.words import SEVERITIES

Table = Mapping[str, Promise]

LABELS: Final[Table] = {
    "code": gettext_lazy("Code of the matter"),
    "name.zh": gettext_lazy("Name in Chinese"),
    "name.en": gettext_lazy("Name in English"),
    "description.zh": gettext_lazy("Description in Chinese"),
    "description.en": gettext_lazy("Description in English"),
    "group": gettext_lazy("Shelf"),
    "category": gettext_lazy("Class"),
    "severity": gettext_lazy("Severity"),
    "public": gettext_lazy("Residents may report it"),
    "filing": gettext_lazy("What a device notices"),
    "list": gettext_lazy("Whose list"),
    "icon": gettext_lazy("Picture"),
    "synonyms.zh": gettext_lazy("Other words"),
    "synonyms.dialect": gettext_lazy("Words of the dialect"),
    "synonyms.en": gettext_lazy("Other words in English"),
    "joining.radius_m": gettext_lazy("Joins within"),
    "joining.minutes": gettext_lazy("Joins for"),
    "joining.reports": gettext_lazy("Reports join by themselves"),
    "joining.devices": gettext_lazy("Other devices join"),
    "clocks.accept": gettext_lazy("Limit for accepting"),
    "clocks.respond": gettext_lazy("Limit for the first word to reporters"),
    "clocks.dispatch": gettext_lazy("Limit for dispatching"),
    "clocks.sign_in": gettext_lazy("Limit for signing for work"),
    "clocks.handle": gettext_lazy("Limit for handling"),
    "clocks.verify": gettext_lazy("Limit for checking"),
    "clocks.feedback": gettext_lazy("Reporters are waited for"),
    "alert.call": gettext_lazy("People are called"),
    "alert.next_minutes": gettext_lazy("Next contact after"),
    "check.sample": gettext_lazy("Checked by sample"),
    "evidence.file": gettext_lazy("Evidence to file"),
    "evidence.close": gettext_lazy("Evidence to close"),
    "result_photo": gettext_lazy("Photo of the result"),
    "holder.first": gettext_lazy("Who normally answers"),
    "holder.name.zh": gettext_lazy("Its name in Chinese"),
    "holder.name.en": gettext_lazy("Its name in English"),
    "holder.then": gettext_lazy("Who comes next"),
    "tell": gettext_lazy("Who is told"),
    "why": gettext_lazy("Why"),
}

UNREAD: Final = frozenset({"alert.next_minutes", "holder.then", "tell"})
"""Kept with the version of each case, and read by no part of ours yet."""

VALUES: Final[Mapping[str, Table]] = {
    "group": SHELVES,
    "category": CATEGORIES,
    "severity": SEVERITIES,
    "filing": FILINGS,
    "list": LISTS,
    "evidence.file": EVIDENCE,
    "evidence.close": EVIDENCE,
    "holder.first": PARTY_KINDS,
    "holder.then": PARTY_KINDS,
    "tell": TOLD,
    "result_photo": RESULT_PHOTOS,
}

SECTIONS: Final[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
    (
        gettext_lazy("What it is"),
        (
            *("code", "group", "category", "severity", "public", "list"),
            *("synonyms.zh", "synonyms.dialect", "synonyms.en"),
        ),
    ),
    (
        gettext_lazy("Which signals are one problem"),
        ("filing", "joining.radius_m", "joining.minutes", "joining.reports", "joining.devices"),
    ),
    (
        gettext_lazy("How long it may take"),
        tuple(f"clocks.{one}" for one in CLOCKS),
    ),
    (
        gettext_lazy("Who answers and who is told"),
        ("holder.name", "holder.first", "holder.then", "tell", "alert.call", "alert.next_minutes"),
    ),
    (gettext_lazy("Evidence"), ("evidence.file", "evidence.close", "check.sample")),
)
"""How the page of an item is ordered."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an item's page."""

    label: str
    value: str
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference in words; an empty side was not there."""

    label: str
    before: str
    after: str


def sections(item: ItemDefinition, language: str) -> Iterator[tuple[str, list[Told]]]:
    """What an item says, section by section; what it does not say is left out."""
    values = dict(leaves(item.body))
    if item.holder:
        values["holder.name"] = item.holder.name.label(language)
    labels = {**LABELS, "holder.name": _("Who answers, in residents' words")}
    for title, paths in SECTIONS:
        lines = [
            Told(str(labels[path]), value_words(path, values[path]), path in UNREAD)
            for path in paths
            if path in values
        ]
        if lines:
            yield str(title), lines


def changes(found: list[Difference]) -> list[Changed]:
    """Differences in words."""
    return [
        Changed(
            str(LABELS.get(one.path, one.path)),
            value_words(one.path, one.before),
            value_words(one.path, one.after),
        )
        for one in found
    ]


def value_words(path: str, value: Any) -> str:
    """A value as people say it; empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return limit_words(value)
    if isinstance(value, (list, tuple)):
        return _(", ").join(_word(path, one) for one in value)
    return _number(path, value) if isinstance(value, int) else _word(path, value)


def _number(path: str, value: int) -> str:
    if path == "joining.radius_m":
        return _("%(count)d m") % {"count": value} if value else _("the same device only")
    if path == "check.sample":
        return _("%(count)d of 100 works") % {"count": value}
    if path == "joining.minutes" and not value:
        return _("it never joins")
    if path == "alert.next_minutes" and not value:
        return _("left open")
    return ngettext("%(count)d minute", "%(count)d minutes", value) % {"count": value}


def _word(path: str, code: str) -> str:
    return str(VALUES.get(path, {}).get(code, code))
