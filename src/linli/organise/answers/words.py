"""What residents read, in their own words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from linli.organise.answers.logic import Message, Word

LABELS: Final[dict[Word, Promise]] = {
    Word.RECEIVED: gettext_lazy("Report received"),
    Word.HANDLING: gettext_lazy("Report being handled"),
    Word.HANDLED_TO_CONFIRM: gettext_lazy("Report handled, to be confirmed"),
    Word.CLOSED: gettext_lazy("Report closed"),
    Word.NOT_ACCEPTED: gettext_lazy("Report not accepted"),
}

# "Closed" never says "fixed": a report may be closed for many reasons.
SENTENCES: Final[dict[Message, Promise]] = {
    Message.RECEIVED: gettext_lazy("We have received your report."),
    Message.JOINED: gettext_lazy(
        "We already know of this problem; your report has been added to it."
    ),
    Message.CHECKING: gettext_lazy("Somebody is checking it on site."),
    Message.INFO_REQUESTED: gettext_lazy("We need to know more from you."),
    Message.SUPPLEMENTED: gettext_lazy("More information has come in; we are looking at it again."),
    Message.UNSUPPLEMENTED: gettext_lazy(
        "We have heard nothing more from you, so we go on with what we know."
    ),
    Message.ACCEPTED: gettext_lazy("We are taking this on and choosing who will do it."),
    Message.HANDLING: gettext_lazy("It is being worked on."),
    Message.HANDLING_AGAIN: gettext_lazy(
        "The check found that more needs to be done; it is being worked on again."
    ),
    Message.WAITING: gettext_lazy("It has to wait for a while; it stays on our list."),
    Message.HANDLED: gettext_lazy(
        "The work has been reported as done. Somebody who did not do it is checking it now."
    ),
    Message.CONFIRM: gettext_lazy(
        "The work has been done and checked. We may call you to ask whether it helped."
    ),
    Message.CONFIRM_UNCHECKED: gettext_lazy(
        "The unit says that the work is done. We may call you to ask whether it helped."
    ),
    Message.CLOSED: gettext_lazy("Your report is closed."),
    Message.ASKED_AGAIN: gettext_lazy(
        "You said that it did not help. A leader decides now how it goes on."
    ),
    Message.DISPUTED: gettext_lazy(
        "A reporter asked for it to be done again. A leader decides whether it is."
    ),
    Message.STAYS_CLOSED: gettext_lazy("We looked at it again; your report stays closed."),
    Message.TAKEN_UP_AGAIN: gettext_lazy("Your report has been reopened."),
    Message.REJECTED: gettext_lazy("We cannot take this on."),
    Message.SET_ASIDE: gettext_lazy("Your report was not accepted."),
    Message.STOPPED: gettext_lazy("Your report was set aside; no more work is done on it."),
    Message.ANSWERED: gettext_lazy("The duty desk has answered you."),
    Message.WRITTEN: gettext_lazy("The duty desk has written to you."),
    Message.SEPARATED: gettext_lazy("Your report is looked after on its own again."),
    Message.MERGED: gettext_lazy("Others reported the same problem; it goes on with theirs."),
}

SENTENCES_WITH_TEXT: Final[dict[Message, Promise]] = {
    Message.INFO_REQUESTED: gettext_lazy("We need to know more from you: %(text)s"),
    Message.HANDLING: gettext_lazy("It is being worked on by %(text)s."),
    Message.HANDLING_AGAIN: gettext_lazy(
        "The check found that more needs to be done; %(text)s is working on it again."
    ),
    Message.REJECTED: gettext_lazy("We cannot take this on: %(text)s"),
    Message.SET_ASIDE: gettext_lazy("Your report was not accepted: %(text)s"),
    Message.ANSWERED: gettext_lazy("The duty desk has answered you: %(text)s"),
    Message.STAYS_CLOSED: gettext_lazy("We looked at it again; your report stays closed: %(text)s"),
    Message.WRITTEN: gettext_lazy("The duty desk writes to you: %(text)s"),
}


def label(word: Word) -> str:
    """The word for where a report stands, in the language that is active."""
    return str(LABELS[word])


def sentence(message: Message, text: str) -> str:
    """What the reporter reads, in the language that is active."""
    if text and message in SENTENCES_WITH_TEXT:
        return str(SENTENCES_WITH_TEXT[message]) % {"text": text}
    return str(SENTENCES[message])
