"""The file of a case (案卷): what it is, what was told, what was done, with photos."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import Block, Column, Fact, Facts, Heading, Sheet, Table, Words
from linli.ground.rights.asker import Asker
from linli.organise.tasks.queries import TaskRow
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.queries import Reporter, ReportRow
from linli.web.console.case_page import Noticed, Told, gather
from linli.web.console.prints.album import Album
from linli.web.console.prints.wording import NOBODY, footer, full_place, office, stamp
from linli.web.shared import words
from linli.web.shared.measured import evidence_words
from linli.web.shared.taken import marks_of
from linli.web.shared.templatetags.linli import party_name, person_name

MOST_STEPS: Final = 150
"""Lines of the timeline: about five pages."""


def case_file(row: CaseRow, asker: Asker, reporters: Mapping[UUID, Reporter | None]) -> Sheet:
    """As much as this asker sees on the page of the case.

    `reporters`: of these reports also who told it; None is somebody whose name is kept back.
    """
    seen = gather(row, asker)
    album = Album()
    blocks: tuple[Block, ...] = (
        _facts(row),
        Heading(_("What was noticed")),
        *_noticed(seen["noticed"], reporters, album),
        *(Words(report.text, is_quoted=True) for report in seen["words"]),
        Heading(_("Work orders")),
        *_tasks(seen["tasks"], album),
        Heading(_("What has happened")),
        *_timeline(seen["timeline"]),
        *album.blocks(),
    )
    return Sheet(
        title=_("Case file"),
        number=_("No. %(number)s") % {"number": row.number},
        office=office(asker, row.where),
        footer=footer(asker),
        blocks=blocks,
        pictures=tuple(album.pictures),
    )


def _facts(row: CaseRow) -> Facts:
    where = full_place(row.place_id) or _("place not known yet")
    return Facts(
        (
            Fact(_("Matter"), catalogue.item_name(row.item, get_language() or "")),
            Fact(_("State"), str(words.sign_of("case", row.state).label)),
            Fact(_("Severity"), str(words.SEVERITIES.get(row.severity, row.severity))),
            Fact(_("Times noticed"), str(row.signal_count)),
            Fact(_("Opened"), stamp(row.opened_at)),
            Fact(_("Due"), stamp(row.due_at)),
            Fact(_("Closed"), stamp(row.closed_at)),
            Fact(_("Sent back"), str(row.rework_count)),
            Fact(_("Place"), where, is_wide=True),
            Fact(_("Address"), row.address or NOBODY, is_wide=True),
        )
    )


def _noticed(
    noticed: list[Noticed], reporters: Mapping[UUID, Reporter | None], album: Album
) -> Iterable[Block]:
    for one in noticed:
        source = str(words.sign_of("source", one.signal.source_kind).label)
        if one.report:
            yield from _report(one.report, source, reporters, album)
        else:
            said = evidence_words(one.signal)
            yield Words(f"{stamp(one.signal.happened_at)}　{source}　{said}")


def _report(
    report: ReportRow, source: str, reporters: Mapping[UUID, Reporter | None], album: Album
) -> Iterable[Block]:
    channel = str(words.CHANNELS.get(report.channel, report.channel))
    yield Words(f"{stamp(report.received_at)}　{source}　{channel}")
    yield Words(report.text, is_quoted=True)
    if report.id in reporters:
        yield Words(_told_by(reporters[report.id]))
    for photo in report.photo_ids:
        album.add(photo, _("With the report of %(at)s") % {"at": stamp(report.received_at)})


def _told_by(reporter: Reporter | None) -> str:
    if reporter is None:
        return _("Who told it is kept confidential.")
    known = " ".join(one for one in (reporter.name, reporter.phone, reporter.email) if one)
    return _("Told by: %(reporter)s") % {"reporter": known or _("nobody gave a name")}


def _tasks(tasks: list[TaskRow], album: Album) -> Iterable[Block]:
    columns = (
        Column(_("Unit"), share=1.1),
        Column(_("Sent"), mm=27),
        Column(_("Due"), mm=27),
        Column(_("State"), mm=18),
        Column(_("Result"), share=1.4),
    )
    yield Table(
        columns,
        tuple(
            (
                party_name(task.party_id),
                stamp(task.dispatched_at),
                stamp(task.due_at),
                str(words.sign_of("task", task.state).label),
                _result(task),
            )
            for task in tasks
        ),
    )
    for task in tasks:
        for photo in task.photo_ids:
            told = _("With the result of %(at)s") % {"at": stamp(task.done_at)}
            album.add(photo, told, marks_of(task, photo))


def _result(task: TaskRow) -> str:
    done = f"{stamp(task.done_at)} {person_name(task.done_by)}" if task.done_at else ""
    return "\n".join(one for one in (task.result_text, task.reason, done) if one)


def _timeline(told: list[Told]) -> Iterable[Block]:
    """Oldest first, as files are read; what is left out is said."""
    steps = list(reversed(told[:MOST_STEPS]))
    if len(told) > MOST_STEPS:
        left_out = {"count": len(told) - MOST_STEPS}
        yield Words(_("The %(count)d oldest lines are not printed.") % left_out, is_soft=True)
    columns = (Column(_("When"), mm=29), Column(_("Who"), mm=30), Column(_("What")))
    yield Table(columns, tuple(map(_step, steps)))


def _step(told: Told) -> tuple[str, str, str]:
    step = told.step
    act = str(words.CASE_ACTS.get(step.act, step.act))
    to = str(words.sign_of("case", step.to_state).label) if step.to_state else ""
    first = f"{act} × {told.count}" if told.count > 1 else act
    more = told.more.text if told.more else ""
    is_person = step.actor_id or step.detail.get("worker")
    party = party_name(_number(step.detail, "party_id"))
    said = [" → ".join(one for one in (first, to) if one), party, step.reason, more]
    return (
        stamp(step.at),
        step.actor_name if is_person else _("Linli, automatically"),
        "\n".join(one for one in said if one),
    )


def _number(detail: Mapping[str, Any], name: str) -> int | None:
    value = detail.get(name)
    return value if isinstance(value, int) else None
