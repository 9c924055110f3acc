"""Draws icons, severities, states, names and times in templates."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from linli.ground import clock
from linli.ground.accounts import queries as accounts
from linli.organise.answers.logic import PUBLIC_LEVELS
from linli.organise.delays.queries import DelayRow
from linli.organise.ledgers import queries as ledgers
from linli.organise.supervision.queries import LetterRow
from linli.registers.calendars.logic import is_overdue
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.parties.queries import PostRow
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.logic.runs import Terms
from linli.respond.cases.queries import CaseRow
from linli.web.shared import deadlines, measured, words
from linli.web.shared.deadlines import (
    MINUTE,
    day_and_time,
    length,
    limit_words,
    moment_text,
    time,
)
from linli.web.shared.icons import drawable
from linli.web.shared.named import Named
from linli.web.shared.notice_words import NOTICES
from linli.web.shared.outside_words import outside_word
from linli.web.shared.receipts import spaced
from linli.web.shared.signs import Sign
from linli.wire.phones import dialled

register = template.Library()


@cache
def _drawings(file: str) -> str:
    """Their address: a page of a list draws from it a hundred times."""
    return static(file)


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """A Lucide icon; decoration unless it has a title."""
    address = f"{_drawings('vendor/icons.svg')}#{drawable(name)}"
    if not title:
        return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', title, address
    )


@register.simple_tag
def shape(severity: str) -> SafeString:
    """The shape of a severity alone, with its word for those who listen."""
    return format_html(
        '<svg class="shape tone-{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
        severity,
        severity_word(severity),
        _drawings("img/shapes.svg"),
        severity,
    )


@register.simple_tag
def severity(code: str) -> SafeString:
    """A severity in shape, colour and word."""
    return format_html(
        '<span class="severity tone-{0}"><svg class="shape" aria-hidden="true">'
        '<use href="{1}#{0}"/></svg>{2}</span>',
        code,
        _drawings("img/shapes.svg"),
        severity_word(code),
    )


@register.simple_tag
def state(kind: str, code: str | int) -> SafeString:
    """A state of a case, task or alert in icon, colour and word."""
    sign = words.sign_of(kind, code)
    return format_html(
        '<span class="chip tone-{}">{}{}</span>', sign.tone, icon(sign.icon), sign.label
    )


@register.filter
def severity_word(code: str) -> str:
    return str(words.SEVERITIES.get(code, code))


@register.filter
def source_sign(code: str) -> Sign:
    return words.sign_of("source", code)


@register.filter
def tag_sign(code: str) -> Sign:
    return words.sign_of("tag", code)


@register.filter
def notice_sign(code: str) -> Sign:
    return NOTICES[code]


@register.filter
def in_fours(code: str) -> str:
    return spaced(code)


@register.filter
def word(code: str | int, table: str) -> str:
    """The word for a code from one of the tables of `words` (CHANNELS, ROLES, LEVELS, …)."""
    found: dict[str | int, object] = getattr(words, table)
    return str(found.get(code, code))


@register.filter
def item_name(code: str) -> str:
    return catalogue.item_name(code, _language())


@register.filter
def item_description(code: str) -> str:
    item = catalogue.item(code)
    return item.description.label(_language()) if item else ""


@register.filter
def item_icon(code: str) -> str:
    item = catalogue.item(code)
    return item.icon if item else "circle-dot"


@register.filter
def place_name(place_id: int | None, named: Named | None = None) -> str:
    """As one says it, from the estate down: 翠竹苑3栋; empty without a place. Lists give the names
    that they asked for at once: `row.place_id|place_name:named`.
    """
    if named is not None:
        return named.place_name(place_id) or ""
    return places.said(places.path(place_id), _language()) if place_id is not None else ""


@register.simple_tag
def point_of(row: CaseRow, named: Named | None = None) -> CaseRow | PlaceRow | None:
    """What tells by its `lat` and `lon` where a case is: the case itself, else its place."""
    if row.lat is not None:
        return row
    if named is not None:
        return places.point_of(named.path(row.place_id))
    return places.point_of(places.path(row.place_id)) if row.place_id is not None else None


@register.filter
def place_path(place_id: int | None) -> str:
    """From the street down: the city and the district are the same for all who read it."""
    path = places.path(place_id) if place_id is not None else ()
    near = [one for one in path if one.level not in ("city", "district")] or list(path[-1:])
    return " · ".join(one.label(_language()) for one in near)


@register.filter
def estate_path(place_id: int | None) -> str:
    """As far as everybody may know where it is: down to the estate."""
    path = places.path(place_id) if place_id is not None else ()
    return " · ".join(one.label(_language()) for one in path if one.level in PUBLIC_LEVELS)


@register.simple_tag
def label(row: PostRow) -> str:
    """What a post is called, in the language of the page."""
    return row.label(_language())


@register.filter
def party_name(party_id: int | None) -> str:
    party = parties.party(party_id) if party_id is not None else None
    return party.label(_language()) if party else ""


@register.filter
def ledger_name(code: str) -> str:
    """The ledger's name; the code itself when there is none any more."""
    found = ledgers.ledger(code)
    return found.label(_language()) if found else code


@register.filter
def person_name(user_id: int | None, named: Named | None = None) -> str:
    """As pages show a person; in lists `user_id|person_name:named`."""
    if named is not None:
        return named.person(user_id) or ""
    return accounts.display_names([user_id]).get(user_id, "") if user_id is not None else ""


@register.simple_tag
def ago(at: datetime | None) -> SafeString:
    """How long ago, or in how long; the exact time on hover and for programs."""
    return time(at, _distance((clock.now() - at).total_seconds())) if at else SafeString("")


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """Day and time of day, with the year only when it is another one."""
    return time(at, moment_text(at)) if at else SafeString("")


@register.simple_tag
def due(at: datetime | None, *, is_open: bool = True, of: Terms | None = None) -> SafeString:
    """By when, and how late it is; late is amber: red is kept for what hurts people.

    `of`: by what its clock counts; then what is left is said in working hours or days.
    """
    if at is None:
        return SafeString("")
    if not is_overdue(at, is_open=is_open, now=clock.now()):
        return format_html("<span>{}</span>", time(at, deadlines.left(at, of, is_open=is_open)))
    text = gettext("late by %(length)s") % {"length": deadlines.over(at, of)}
    return format_html(
        '<span class="toned tone-urgent">{} <b>{}</b></span>', icon("clock-alert"), time(at, text)
    )


@register.filter
def of(timed: Mapping[UUID, Terms] | None, thing_id: UUID) -> Terms | None:
    """By what the clock of a case or a work order counts, on pages that asked for it."""
    return (timed or {}).get(thing_id)


register.filter(measured.evidence_words)
register.filter(dialled)
register.filter(limit_words)
register.filter(day_and_time)
register.filter(outside_word)


@register.simple_tag
def letter_number(letter: LetterRow) -> str:
    """As offices number their letters: 督办〔2026〕3号."""
    number = {"year": letter.year, "sequence": letter.sequence}
    return gettext("Supervision [%(year)d] No. %(sequence)d") % number


@register.simple_tag
def delay_words(row: DelayRow) -> str:
    """What a unit asked for: two working days more, or to wait until a day."""
    if row.amount is not None:
        return more_time({"amount": row.amount, "unit": row.unit})
    return until_day(row.review_at)


@register.filter
def more_time(limit: Mapping[str, Any]) -> str:
    return gettext("%(length)s more") % {"length": limit_words(limit)}


@register.filter
def as_moment(kept: str) -> datetime:
    """A moment that the timeline keeps in words of ISO 8601."""
    return datetime.fromisoformat(kept)


@register.filter
def until_day(at: datetime | str | None) -> str:
    """`at` also as the timeline keeps it."""
    moment = as_moment(at) if isinstance(at, str) else at
    return gettext("wait until %(day)s") % {"day": moment_text(moment)} if moment else ""


@register.filter
def as_time(at: str) -> datetime:
    """As the timeline keeps it, in words of ISO 8601."""
    return datetime.fromisoformat(at)


@register.filter
def is_past(at: datetime) -> bool:
    return at <= clock.now()


@register.filter
def is_fresh(at: datetime | None) -> bool:
    """Within the last minute: the queue lets it arrive visibly."""
    return at is not None and (clock.now() - at).total_seconds() < MINUTE


def _distance(seconds: float) -> str:
    if abs(seconds) < MINUTE:
        return gettext("just now")
    if seconds < 0:
        return gettext("in %(length)s") % {"length": length(-seconds)}
    return gettext("%(length)s ago") % {"length": length(seconds)}


def _language() -> str:
    return get_language() or "zh-hans"
