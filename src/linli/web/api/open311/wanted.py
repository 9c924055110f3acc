"""Reads the parameters of `GET requests`: everything bounded, everything said when wrong."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from linli.web.api.open311.answers import Faulty

LONGEST_WINDOW: Final = timedelta(days=90)
MOST_ROWS: Final = 1000
MOST_PAGES: Final = 100_000
MOST_IN_A_LIST: Final = 100
STATUSES: Final = frozenset({"open", "closed"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests. With `ids`, nothing else counts (GeoReport v2). `status` empty: both.

    `start` None: as far back as there are any.
    """

    ids: tuple[UUID, ...] | None
    items: tuple[str, ...]
    status: frozenset[str]
    start: datetime | None
    end: datetime
    page: int
    page_size: int
    extensions: bool


def read(query: QueryDict, now: datetime) -> Wanted:
    """Raises `Faulty` with 400."""
    start, end = _window(query, now)
    return Wanted(
        ids=_ids(query),
        items=_listed(query, "service_code"),
        status=_statuses(query),
        start=start,
        end=end,
        page=_number(query, "page", default=1, most=MOST_PAGES),
        page_size=_number(query, "page_size", default=MOST_ROWS, most=MOST_ROWS),
        extensions=wants_extensions(query),
    )


def wants_extensions(query: QueryDict) -> bool:
    return query.get("extensions", "").lower() in {"true", "1"}


def as_id(text: str) -> UUID | None:
    """The id of a request; what does not look like one is no request of ours."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _ids(query: QueryDict) -> tuple[UUID, ...] | None:
    asked = _listed(query, "service_request_id")
    if not asked:
        return None
    return tuple(known for text in asked if (known := as_id(text)) is not None)


def _listed(query: QueryDict, name: str) -> tuple[str, ...]:
    """Several values: with commas between them, or under the same name again."""
    values = ",".join(query.getlist(name)).split(",")
    texts = tuple(value.strip() for value in values if value.strip())
    if len(texts) > MOST_IN_A_LIST:
        told = _("“%(name)s” lists %(count)d values; %(most)d is the most.")
        raise Faulty(400, told % {"name": name, "count": len(texts), "most": MOST_IN_A_LIST})
    if not all(text.isprintable() for text in texts):
        raise Faulty(400, _("“%(name)s” holds characters that cannot be printed.") % {"name": name})
    return texts


def _statuses(query: QueryDict) -> frozenset[str]:
    asked = frozenset(_listed(query, "status"))
    if not asked <= STATUSES:
        told = _("“status” is “%(status)s”; use open, closed or both.")
        raise Faulty(400, told % {"status": ",".join(sorted(asked))[:80]})
    return asked


def _number(query: QueryDict, name: str, *, default: int, most: int) -> int:
    text = query.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        told = _("“%(name)s” is “%(value)s”; use a number from 1 to %(most)d.")
        raise Faulty(400, told % {"name": name, "value": text[:80], "most": most})
    return int(text)


def _window(query: QueryDict, now: datetime) -> tuple[datetime | None, datetime]:
    """At most 90 days; what is asked beyond is cut off at its older end.

    Whoever turns pages reaches every request there is, or all between the times that are named.
    """
    start, end = _time(query, "start_date"), _time(query, "end_date")
    if query.get("page"):
        return start, end or now
    if start and not end:
        end = min(now, start + LONGEST_WINDOW)
    end = end or now
    start = max(start or end - LONGEST_WINDOW, end - LONGEST_WINDOW)
    return start, end


def _time(query: QueryDict, name: str) -> datetime | None:
    """ISO 8601; without an offset it is UTC. A day alone means its first moment."""
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        read = parse_datetime(text) or _first_moment(parse_date(text))
        # A time at the edge of the calendar has no 90 days before or after it.
        if read is not None and 1970 <= read.year <= 9000:
            # PostgreSQL knows no offset of more than 16 hours.
            return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except ValueError:
        pass
    told = _("“%(name)s” is “%(value)s”; use a time such as 2026-09-07T08:00:00Z.")
    raise Faulty(400, told % {"name": name, "value": text[:80]})


def _first_moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
