"""What reporters are told: `telling` of each step, `writing` in the words of the desk."""

from linli.organise.answers.actions.telling import tell_joined, tell_moved, tell_opened
from linli.organise.answers.actions.writing import (
    decide,
    forget_template,
    keep_template,
    set_rule,
    write_answer,
)

__all__ = [
    "decide",
    "forget_template",
    "keep_template",
    "set_rule",
    "tell_joined",
    "tell_moved",
    "tell_opened",
    "write_answer",
]
