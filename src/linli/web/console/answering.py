"""Writing to the reporters of a case: what they will read, sending it, and a leader's decision."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from linli.organise.answers import actions
from linli.organise.answers import queries as answers
from linli.organise.answers.logic.templates import LONGEST_NAME, LONGEST_TEMPLATE, NAMES
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases import queries as cases
from linli.web.console.answer_box import about
from linli.web.console.case import page
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import filled_in, posted, staff
from linli.web.shared.forms import number_of
from linli.web.shared.request import Request


@posted
@staff
def tell(request: Request, case_id: UUID) -> HttpResponse:
    """Shows the reporters' own view of it first; then it is sent, or waits for a leader."""
    text, key = request.POST.get("answer_text", ""), _key(request.POST.get("key", ""))
    is_begun = bool(request.POST.get("template"))
    if is_begun or (request.POST.get("act") != "send" and text.strip()):
        case = cases.case(case_id, request.asker)
        if case is None or not answers.may_answer(case, request.asker):
            raise Http404
        if is_begun:
            language = get_language() or "zh-hans"
            begun = answers.begun_with(number_of(request, "template"), case, language)
            box = about(case, request.asker, begun, key.hex, is_begun=True)
            return page(request, case_id, answering=box)
        return page(request, case_id, answering=about(case, request.asker, text, key.hex))
    done = f"{reverse('console:case', args=[case_id])}#answer-box"
    return attempt(
        lambda: actions.write_answer(case_id, text, key, request.asker),
        done,
        lambda trouble: page(request, case_id, trouble),
    )


@posted
@staff
def decide(request: Request, case_id: UUID, draft_id: UUID) -> HttpResponse:
    """A leader sends what somebody else wrote, or hands it back."""
    form, done = request.POST, f"{reverse('console:case', args=[case_id])}#answer-box"

    def act() -> None:
        actions.decide(
            draft_id,
            request.asker,
            is_sent=form.get("outcome") == "sent",
            text=form.get("answer_text", ""),
            why=form.get("why", ""),
        )

    return attempt(act, done, lambda trouble: page(request, case_id, trouble))


@filled_in
@staff
def rules(request: Request) -> HttpResponse:
    """Of which items answers wait for a leader, and the texts that answers are begun with."""
    request.asker.require("see", "item")
    if request.method == "POST":
        done = reverse("console:answer-rules")
        return attempt(lambda: _set(request), done, lambda trouble: _rules(request, trouble))
    return _rules(request)


def _set(request: Request) -> None:
    form, asker = request.POST, request.asker
    asker.require("set_answers", "item")
    if "forget" in form:
        actions.forget_template(number_of(request, "forget"), asker)
        return
    item = form.get("item", "")
    if item != answers.EVERY_ITEM and catalogue.item(item) is None:
        raise Http404
    if "text" in form:
        actions.keep_template(item, form.get("name", ""), form["text"], asker)
    else:
        actions.set_rule(item, asker, needs_leader=form.get("waits") == "yes")


def _rules(request: Request, trouble: Trouble | None = None) -> HttpResponse:
    kept = answers.rules(request.asker)
    context = {
        "kept": kept,
        "for_every_item": answers.EVERY_ITEM in kept,
        "templates": answers.templates(request.asker),
        "all_items": catalogue.items(),
        "parts": list(NAMES),
        "longest_name": LONGEST_NAME,
        "longest_text": LONGEST_TEMPLATE,
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "reload": request.path,
        "items": [one for one in catalogue.items() if one.code not in kept],
        "can_set": request.asker.may("set_answers", "item"),
    }
    status = trouble.status if trouble else 200
    return show(request, "console/answer_rules.html", context, status=status)


def _key(typed: str) -> UUID:
    """Of the form, so that what is sent twice counts once."""
    try:
        return UUID(hex=typed)
    except ValueError:
        return uuid4()
