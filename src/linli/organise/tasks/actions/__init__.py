"""Gives work to parties, takes their results, and lets somebody else check them."""

from linli.organise.tasks.actions.checking import check, verify
from linli.organise.tasks.actions.delaying import extend, resume, resume_suspended, suspend
from linli.organise.tasks.actions.dispatching import dispatch, dispatch_by_duty
from linli.organise.tasks.actions.entering import enter_result
from linli.organise.tasks.actions.following import follow_places
from linli.organise.tasks.actions.handing import hand_over
from linli.organise.tasks.actions.linking import (
    SentLink,
    Visit,
    bind,
    finish_by_link,
    revoke_link,
    send_link,
    sign_by_link,
)
from linli.organise.tasks.actions.looking import look
from linli.organise.tasks.actions.merging import merge, unmerge
from linli.organise.tasks.actions.planning import begin_planned, go_to_work, schedule
from linli.organise.tasks.actions.referring import follow_up, look_after_referrals, refer
from linli.organise.tasks.actions.sampling import pass_unsampled
from linli.organise.tasks.actions.whistling import whistle
from linli.organise.tasks.actions.withdrawing import withdraw
from linli.organise.tasks.actions.working import cancel, cancel_all, finish, return_, sign

__all__ = [
    "SentLink",
    "Visit",
    "begin_planned",
    "bind",
    "cancel",
    "cancel_all",
    "check",
    "dispatch",
    "dispatch_by_duty",
    "enter_result",
    "extend",
    "finish",
    "finish_by_link",
    "follow_places",
    "follow_up",
    "go_to_work",
    "hand_over",
    "look",
    "look_after_referrals",
    "merge",
    "pass_unsampled",
    "refer",
    "resume",
    "resume_suspended",
    "return_",
    "revoke_link",
    "schedule",
    "send_link",
    "sign",
    "sign_by_link",
    "suspend",
    "unmerge",
    "verify",
    "whistle",
    "withdraw",
]
