"""Gives work to parties, takes their results, and lets somebody else check them."""

from linli.organise.tasks.actions.checking import check, verify
from linli.organise.tasks.actions.delaying import extend, resume, resume_suspended, suspend
from linli.organise.tasks.actions.dispatching import dispatch, dispatch_by_duty
from linli.organise.tasks.actions.following import follow_places
from linli.organise.tasks.actions.merging import merge, unmerge
from linli.organise.tasks.actions.working import cancel, cancel_all, finish, return_, sign

__all__ = [
    "cancel",
    "cancel_all",
    "check",
    "dispatch",
    "dispatch_by_duty",
    "extend",
    "finish",
    "follow_places",
    "merge",
    "resume",
    "resume_suspended",
    "return_",
    "sign",
    "suspend",
    "unmerge",
    "verify",
]
