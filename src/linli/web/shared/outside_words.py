"""The words in which pages tell of work that an outside body has."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.organise.tasks.logic import referrals

WAYS: Final = {code.value: _(label) for code, label in referrals.WAYS.items()}
HEARD: Final = {code.value: _(label) for code, label in referrals.HEARD.items()}
OUTCOMES: Final = {code.value: _(label) for code, label in referrals.OUTCOMES.items()}


def outside_word(code: str) -> str:
    """How an outside body was told, or how it ended there."""
    return str(WAYS.get(code) or OUTCOMES.get(code) or code)
