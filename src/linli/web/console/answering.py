"""Writing to the reporters of a case: what they will read, sending it, and a leader's decision."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.organise.answers import actions
from linli.organise.answers import queries as answers
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases import queries as cases
from linli.web.console.answer_box import about
from linli.web.console.case import page
from linli.web.console.pages import show
from linli.web.console.troubles import attempt
from linli.web.shared.access import filled_in, posted, staff
from linli.web.shared.request import Request


@posted
@staff
def tell(request: Request, case_id: UUID) -> HttpResponse:
    """Shows the reporters' own view of it first; then it is sent, or waits for a leader."""
    text, key = request.POST.get("answer_text", ""), _key(request.POST.get("key", ""))
    if request.POST.get("act") != "send" and text.strip():
        case = cases.case(case_id, request.asker)
        if case is None or not answers.may_answer(case, request.asker):
            raise Http404
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
    """Of which items answers wait for a leader."""
    if request.method == "POST":
        item = request.POST.get("item", "")
        if item != answers.EVERY_ITEM and catalogue.item(item) is None:
            raise Http404
        actions.set_rule(item, request.asker, needs_leader=request.POST.get("waits") == "yes")
        return HttpResponseRedirect(reverse("console:answer-rules"))
    kept = answers.rules(request.asker)
    context = {
        "kept": kept,
        "for_every_item": answers.EVERY_ITEM in kept,
        "items": [one for one in catalogue.items() if one.code not in kept],
        "can_set": request.asker.may("set_answers", "item"),
    }
    return show(request, "console/answer_rules.html", context)


def _key(typed: str) -> UUID:
    """Of the form, so that what is sent twice counts once."""
    try:
        return UUID(hex=typed)
    except ValueError:
        return uuid4()
