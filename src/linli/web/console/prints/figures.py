"""Figures (统计) of a period on paper: each as so many of so many, and the same in parts."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import Block, Column, Heading, Sheet, Table, Words
from linli.ground.rights.asker import Asker
from linli.respond.insight.logic import LABELS, Measure, Ratio
from linli.respond.insight.queries import Asked, Figures
from linli.web.console.prints.wording import footer, full_place

Parts = tuple[str, Sequence[tuple[str, Figures]]]
"""By what, and each part with its figures."""


def figures_sheet(asked: Asked, found: Figures, spared: Ratio, parts: Parts, asker: Asker) -> Sheet:
    lines = [(_(LABELS[one]), *_cells(found.get(one))) for one in Measure]
    lines.append((_("Estates without a preventable incident"), *_cells(spared)))
    columns = (
        Column(_("Figure")),
        *(Column(title, mm=24) for title in (_("Cases"), _("of"), "%")),
    )
    by, groups = parts
    days = date_format(asked.start, "Y-m-d"), date_format(asked.end, "Y-m-d")
    blocks: list[Block] = [Table(columns, tuple(lines)), Heading(by)]
    if groups:
        blocks.append(_parts(by, groups))
    else:
        blocks.append(Words(_("Nothing counted in these days"), is_soft=True))
    return Sheet(
        title=_("Figures"),
        number=" – ".join(days),
        office=full_place(asked.place.id) if asked.place else "",
        footer=footer(asker),
        blocks=tuple(blocks),
    )


def _parts(by: str, groups: Sequence[tuple[str, Figures]]) -> Table:
    columns = (Column(by, mm=26), *(Column(_(LABELS[one])) for one in Measure))
    return Table(
        columns, tuple((name, *(_told(told.get(one)) for one in Measure)) for name, told in groups)
    )


def _cells(ratio: Ratio | None) -> tuple[str, str, str]:
    ratio = ratio or Ratio(0, 0)
    return str(ratio.met), str(ratio.of), "–" if ratio.percent is None else f"{ratio.percent}"


def _told(ratio: Ratio | None) -> str:
    return f"{ratio.percent} %\n{ratio.met}/{ratio.of}" if ratio and ratio.of else "–"
