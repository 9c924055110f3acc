"""Addresses of cases, kept before they were without numbers and without confidential names.

What is hidden is as `sense/reports/logic.py` had it then: migrations import no app code.
"""

import re
import unicodedata
from functools import cache

from django.db import migrations

AT_ONCE = 1000

_GAP = r"(?:[^\w+#*]|[_ー])"

# Any run that is long enough to be a number of a person: 7 digits and more (an identity card's last
# may be an X), 10 and more with gaps such as people write into telephone numbers. Dates and prices
# are taken out first, so that none begins or ends inside one.
_CLOSE = "[-‐–—−. ()·\u00a0]{0,3}"
_HARMLESS = r"(?<!\d)(?:(?:19|20)\d\d([-./ ])\d\d?\2\d\d?|\d{1,5}\.\d\d?)(?![\d.])"
_NUMBER_OF_A_PERSON = re.compile(
    rf"({_HARMLESS})|\(?(?<!\d)(?:\d{{7,}}[Xx]?|\d(?:{_CLOSE}\d){{9,}})(?!\d)"
)
# Whatever else stands between (138/1234/5678), it is one only in groups such as people make: lists
# of rooms and houses have commas and strokes too.
_APART = rf"(?:{_GAP}|[+#*]){{1,3}}"
_GROUPS = (
    *("29", "38", "47", "56", "65", "74", "83", "92"),
    *("344", "335", "353"),
    "1" * 11,
)
_IN_GROUPS = re.compile(
    rf"\(?(?<!\d)(?:(?=1(?:{_APART})?[3-9])(?:"
    + "|".join(_APART.join(rf"\d{{{size}}}" for size in sizes) for sizes in _GROUPS)
    + rf")|0\d{{2,3}}{_APART}[2-9]\d{{2,3}}{_APART}\d{{4}}"
    rf"|[1-8]\d{{5}}{_APART}(?:19|20)\d\d{_APART}\d\d{_APART}\d\d{_APART}\d{{3}}[\dXx])(?!\d)"
)
_EMAIL_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_NUMERALS = {
    **dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)),
    **dict(zip("幺两壹贰叁肆伍陆柒捌玖貳參陸", "12123456789236", strict=True)),
}
_UNSEEN = ("Cf", "Mn", "Me")


def hide_persons(apps, schema_editor):
    """Only the one who told it, and those who may see the report, read its address as it was."""
    case, report = apps.get_model("cases", "Case"), apps.get_model("reports", "Report")
    told = report.objects.filter(naming="confidential").exclude(address="")
    names = {}
    for address, name in told.exclude(reporter_name="").values_list("address", "reporter_name"):
        names.setdefault(address, set()).add(name)
    addressed = case.objects.exclude(address="").order_by("pk")
    last = None
    while True:
        rest = addressed.filter(pk__gt=last) if last else addressed
        rows = list(rest.values_list("pk", "address")[:AT_ONCE])
        if not rows:
            break
        for key, address in rows:
            hidden = without_persons(address, "")
            for name in names.get(address, ()):
                hidden = without_persons(hidden, name)
            if hidden != address:
                case.objects.filter(pk=key).update(address=hidden, has_document=False)
        last = rows[-1][0]


def without_persons(text, name):
    plain, origins = _plain(text)
    origins.append(len(text))
    parts = []
    shown_to = 0
    for start, end in sorted(_private_spans(plain, _plain(name)[0])):
        parts += [text[shown_to : origins[start]], "…"]
        shown_to = max(origins[end - 1] + 1, origins[end])
    return "".join(parts) + text[shown_to:] if parts else text


def _plain(text):
    """Each sign in its plainest form, all digits as 0 to 9, and where in the text it stands."""
    if text.isascii():
        return text, list(range(len(text)))
    found = [(sign, at) for at, written in enumerate(text) for sign in _signs(written)]
    return "".join(sign for sign, _ in found), [at for _, at in found]


@cache
def _signs(written):
    if unicodedata.category(written) in _UNSEEN:
        return ""
    digit = unicodedata.digit(written, None)
    if digit is not None:
        return str(digit)
    return _NUMERALS.get(written) or unicodedata.normalize("NFKC", written)


def _private_spans(plain, name):
    """Where something of a person stands, without overlaps."""
    patterns = [_EMAIL_IN_TEXT, _IN_GROUPS, _NUMBER_OF_A_PERSON]
    signs = [re.escape(sign) for sign in "".join(name.split())]
    if signs:
        patterns.insert(0, re.compile(rf"(?:{_APART})?".join(signs), re.IGNORECASE))
    for pattern in patterns:
        spans = [found.span() for found in pattern.finditer(plain) if not _is_harmless(found)]
        yield from spans
        for start, end in spans:
            plain = plain[:start] + "\0" * (end - start) + plain[end:]


def _is_harmless(found):
    return found.re is _NUMBER_OF_A_PERSON and found[1] is not None


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0009_timeline_by_time"),
        ("reports", "0007_released"),
    ]

    operations = [
        migrations.RunPython(hide_persons, migrations.RunPython.noop),
    ]
