"""What can stand on the timeline of a case."""

from enum import StrEnum
from typing import Final

from linli.wire.texts import N_


class Act(StrEnum):
    """One kind of timeline entry, in the past tense."""

    OPENED = "opened"
    JOINED = "joined"
    CLEARED = "cleared"
    MOVED = "moved"
    PLACED = "placed"
    NOTED = "noted"
    LOOKED = "looked"
    ALERTED = "alerted"
    NOBODY_TO_CALL = "nobody_to_call"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    NOBODY_TO_DISPATCH = "nobody_to_dispatch"
    UNDISPATCHED = "undispatched"
    WHISTLED = "whistled"
    SIGNED = "signed"
    SCHEDULED = "scheduled"
    BEGUN = "begun"
    REFERRED = "referred"
    ASKED_OUTSIDE = "asked_outside"
    OUTSIDE_WORKING = "outside_working"
    OUTSIDE_DONE = "outside_done"
    OUTSIDE_REFUSED = "outside_refused"
    RECALLED = "recalled"
    REFERRAL_OVER = "referral_over"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    FINISHED = "finished"
    LINK_SENT = "link_sent"
    LINK_REVOKED = "link_revoked"
    VERIFIED = "verified"
    UNSAMPLED = "unsampled"
    SENT_BACK = "sent_back"
    UNANSWERED = "unanswered"
    SUPPLEMENTED = "supplemented"
    UNSUPPLEMENTED = "unsupplemented"
    JOINED_BY_HAND = "joined_by_hand"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    MERGED = "merged"
    CALLED_BACK = "called_back"
    REPORTER_SAID = "reporter_said"
    DISPUTED = "disputed"
    TOLD = "told"
    ANSWER_DRAFTED = "answer_drafted"
    ANSWER_HANDED_BACK = "answer_handed_back"
    SUPERVISED = "supervised"
    SUSPENSION_ASKED = "suspension_asked"
    EXTENSION_ASKED = "extension_asked"
    DELAY_REFUSED = "delay_refused"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    TAKEN_OVER = "taken_over"
    TOOK_IN = "took_in"
    UNMERGED = "unmerged"
    GAVE_BACK = "gave_back"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    SUPERVISED_1 = "supervised_1"
    SUPERVISED_2 = "supervised_2"
    ADJUDICATED = "adjudicated"
    JOINED_INCIDENT = "joined_incident"
    LEFT_INCIDENT = "left_incident"
    HANDED_OVER = "handed_over"


LABELS: Final[dict[Act, str]] = {
    Act.OPENED: N_("Case opened"),
    Act.JOINED: N_("Another message joined"),
    Act.CLEARED: N_("The device reports all clear"),
    Act.MOVED: N_("State changed"),
    Act.PLACED: N_("Place set"),
    Act.NOTED: N_("Note"),
    Act.LOOKED: N_("Looked at on the spot"),
    Act.ALERTED: N_("Unit alerted"),
    Act.NOBODY_TO_CALL: N_("No unit holds this duty here: nobody was alerted"),
    Act.ACKNOWLEDGED: N_("Alert acknowledged"),
    Act.DISPATCHED: N_("Work order sent"),
    Act.NOBODY_TO_DISPATCH: N_("No unit holds this duty here: choose one"),
    Act.WHISTLED: N_("Whistle: several units called at once"),
    Act.UNDISPATCHED: N_("Sent to the wrong unit: taken back"),
    Act.SIGNED: N_("Work order signed for"),
    Act.SCHEDULED: N_("Work planned for a time"),
    Act.BEGUN: N_("Planned work begun"),
    Act.REFERRED: N_("Referred to an outside body"),
    Act.ASKED_OUTSIDE: N_("The outside body was asked again"),
    Act.OUTSIDE_WORKING: N_("The outside body is working on it"),
    Act.OUTSIDE_DONE: N_("The outside body says that it is done"),
    Act.OUTSIDE_REFUSED: N_("The outside body does not do it"),
    Act.RECALLED: N_("Taken back from the outside body"),
    Act.REFERRAL_OVER: N_("No answer from the outside body in time: back with the unit"),
    Act.RETURNED: N_("Work order returned"),
    Act.CANCELLED: N_("Work order cancelled"),
    Act.FINISHED: N_("Work reported as done"),
    Act.LINK_SENT: N_("Link sent to a worker without an account"),
    Act.LINK_REVOKED: N_("Link to the work order revoked"),
    Act.VERIFIED: N_("Checked and accepted"),
    Act.UNSAMPLED: N_("Not checked: by sample"),
    Act.SENT_BACK: N_("Checked and sent back"),
    Act.UNANSWERED: N_("Closed automatically"),
    Act.SUPPLEMENTED: N_("The reporter added information"),
    Act.UNSUPPLEMENTED: N_("The reporter added nothing in time: it goes on"),
    Act.RELEASED: N_("Words of a report released to everybody"),
    Act.WITHDRAWN: N_("Words of a report no longer shown to everybody"),
    Act.JOINED_BY_HAND: N_("Another message joined by hand"),
    Act.ANSWERED: N_("Answered on the spot"),
    Act.MERGED: N_("Merged into another case"),
    Act.CALLED_BACK: N_("A reporter was called back"),
    Act.REPORTER_SAID: N_("A reporter said whether it helped"),
    Act.TOLD: N_("Answer sent to the reporters"),
    Act.ANSWER_DRAFTED: N_("An answer to the reporters waits for a leader"),
    Act.ANSWER_HANDED_BACK: N_("A leader handed an answer back"),
    Act.DISPUTED: N_("A reporter asks for it to be done again"),
    Act.SUPERVISED: N_("Supervision letter sent"),
    Act.SUSPENSION_ASKED: N_("The unit asked to suspend it"),
    Act.EXTENSION_ASKED: N_("The unit asked for more time"),
    Act.DELAY_REFUSED: N_("What the unit asked for was refused"),
    Act.SUSPENDED: N_("Suspended"),
    Act.RESUMED: N_("Goes on after it was suspended"),
    Act.EXTENDED: N_("The unit was given more time"),
    Act.TAKEN_OVER: N_("Taken over from another system"),
    Act.TOOK_IN: N_("Another case was merged into this one"),
    Act.UNMERGED: N_("Separated again"),
    Act.GAVE_BACK: N_("A case that was merged into this one was separated again"),
    Act.REMINDED: N_("Reminded: three quarters of the time are gone"),
    Act.OVERDUE: N_("The time is over"),
    Act.SUPERVISED_1: N_("Supervision, level 1: half as long again as allowed"),
    Act.SUPERVISED_2: N_("Supervision, level 2: twice as long as allowed"),
    Act.ADJUDICATED: N_("Returned three times: a named post says whose it is"),
    Act.JOINED_INCIDENT: N_("Belongs to an incident"),
    Act.LEFT_INCIDENT: N_("Taken out of an incident"),
    Act.HANDED_OVER: N_("Work order handed over within the unit"),
}
