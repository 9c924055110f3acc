"""A work order (工单) on paper: what is to be done, where and by when, and room for the result.

Whoever carries it out learns what has to be done, never who told it.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.prints.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Sheet,
    Sign,
    Signs,
    Table,
    Words,
)
from linli.ground.rights.asker import Asker
from linli.organise.tasks.queries import TaskRow
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.queries import CaseRow
from linli.web.console.case_page import public_words, words_added
from linli.web.console.prints.album import Album
from linli.web.console.prints.wording import NOBODY, footer, full_place, office, stamp
from linli.web.shared import words
from linli.web.shared.taken import marks_of
from linli.web.shared.templatetags.linli import item_description, party_name, person_name

EMPTY_LINES = "\n" * 5


def work_order(
    task: TaskRow, case: CaseRow | None, asker: Asker, address: str | None = None
) -> Sheet:
    """`case`: as far as the asker may see it. `address`: where its result is entered."""
    album = Album()
    for photo in task.before_ids:
        album.add(photo, _("From before the work"), marks_of(task, photo))
    for photo in task.photo_ids:
        told = _("With the result of %(at)s") % {"at": stamp(task.done_at)}
        album.add(photo, told, marks_of(task, photo))
    code = _code(album, address) if task.is_open else ()
    return Sheet(
        title=_("Work order"),
        number=_("No. %(number)s") % {"number": task.case_number},
        office=office(asker, task.where),
        footer=footer(asker),
        blocks=(
            _facts(task, case),
            Heading(_("What is to be done")),
            Words(item_description(task.item)),
            *_told(case, asker),
            *_result(task),
            *album.blocks(),
            _signs(task),
            *code,
        ),
        pictures=tuple(album.pictures),
    )


def _facts(task: TaskRow, case: CaseRow | None) -> Facts:
    address = case.address if case else ""
    return Facts(
        (
            Fact(_("Matter"), catalogue.item_name(task.item, get_language() or "")),
            Fact(_("Severity"), str(words.SEVERITIES.get(task.severity, task.severity))),
            Fact(_("Unit"), party_name(task.party_id)),
            Fact(_("State"), str(words.sign_of("task", task.state).label)),
            Fact(_("Sent"), stamp(task.dispatched_at)),
            Fact(_("Due"), stamp(task.due_at)),
            Fact(_("Place"), full_place(task.place_id) or NOBODY, is_wide=True),
            Fact(_("Address"), address or NOBODY, is_wide=True),
        )
    )


def _told(case: CaseRow | None, asker: Asker) -> tuple[Block, ...]:
    """What residents wrote, of public matters, without names and numbers."""
    if case is None:
        return ()
    said = [one.text for one in public_words(case.id, asker)]
    said += [one.text for one in words_added(case.id, asker)]
    return tuple(Words(text, is_quoted=True) for text in said if text)


def _result(task: TaskRow) -> tuple[Block, ...]:
    why = (Words(_("Why it came back: %(reason)s") % {"reason": task.reason}),) * bool(task.reason)
    told = task.result_text or EMPTY_LINES
    return (*why, Heading(_("What was done")), Table((Column(_("Result")),), ((told,),)))


def _code(album: Album, address: str | None) -> tuple[Block, ...]:
    if address is None:
        return (Words(_("Without a code: this installation has no address yet."), is_soft=True),)
    text = _(
        "Bring or send this paper back when the work is done. The duty desk scans the code and"
        " enters the result; nobody else learns anything by it."
    )
    return (album.code(address, text),)


def _signs(task: TaskRow) -> Signs:
    """What was not signed on the screen is signed by hand, with a date."""
    by_hand = _("Date:") + " " * 24
    signed = stamp(task.signed_at) if task.signed_at else by_hand
    done = stamp(task.done_at) if task.done_at else by_hand
    return Signs(
        (
            Sign(_("Signed for by:"), person_name(task.signed_by) or task.worker, signed),
            Sign(_("Done by:"), task.worker or person_name(task.done_by), done),
        )
    )
