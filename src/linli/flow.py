"""The way of the data: every fact, and who acts on it.

The key of each handler is stored with its receipts: never rename one without a migration.
"""

from datetime import timedelta
from typing import Final

from linli.ground import housekeeping
from linli.ground.facts.delivery import Flow, Handler
from linli.ground.jobs.schedule import Every
from linli.organise.answers import handlers as answers
from linli.organise.answers.facts import AnswerDecided, AnswerDrafted, AnswersGiven
from linli.organise.callbacks.facts import ReporterAsked
from linli.organise.delays import handlers as delays
from linli.organise.delays.facts import DelayAsked, DelayDecided
from linli.organise.hotline import handlers as hotline
from linli.organise.hotline.facts import HotlineOrderMoved
from linli.organise.incidents import handlers as incidents
from linli.organise.incidents.facts import (
    CaseJoinedIncident,
    CaseLeftIncident,
    CommandOffered,
    CommandTaken,
    IncidentChanged,
    IncidentLogged,
    IncidentOpened,
    IncidentStoodDown,
    UnitArrived,
    UnitCalled,
    UnitReleased,
)
from linli.organise.ledgers import handlers as ledgers
from linli.organise.ledgers.facts import LedgerEntryChanged
from linli.organise.notices import handlers as notices
from linli.organise.shifts.facts import (
    LogLineWritten,
    SheetApproved,
    SheetSigned,
    ShiftBegan,
    ShiftTakenOver,
    WatchNoteDone,
    WatchNoteWritten,
)
from linli.organise.supervision import handlers as supervision
from linli.organise.supervision.facts import LetterSent
from linli.organise.tasks import handlers as tasks
from linli.organise.tasks.facts import (
    DispatchWithdrawn,
    ReferralDue,
    TaskDispatched,
    TaskHandedOver,
    TaskMoved,
    WhistleBlown,
)
from linli.registers.places.facts import PlacesMoved
from linli.respond.alerts import handlers as alerts
from linli.respond.alerts.facts import AlertAcknowledged, AlertMade, AlertOver
from linli.respond.cases import handlers as cases
from linli.respond.cases.facts import (
    CaseMoved,
    CaseNoted,
    CaseOpened,
    CasePlaced,
    CasesTakenOver,
    ClockClimbed,
    SignalJoined,
)
from linli.respond.insight import handlers as insight
from linli.sense.devices import handlers as devices
from linli.sense.devices.facts import DeviceRegistered, DeviceRevoked
from linli.sense.reports import handlers as reports
from linli.sense.reports.facts import ReportSupplemented, ReportTaken
from linli.sense.signals import handlers as signals
from linli.sense.signals.facts import SignalCleared, SignalPlaced, SignalRaised
from linli.sense.tags import handlers as tags
from linli.sense.tags.facts import TagMade, TagRevoked

FLOW: Final[Flow] = {
    # Registers. Each of these makes a job: what lies in a moved place is rewritten bit by bit.
    PlacesMoved: (
        Handler("signals.follow_places", signals.follow_places),
        Handler("reports.follow_places", reports.follow_places),
        Handler("devices.follow_places", devices.follow_places),
        Handler("cases.follow_places", cases.follow_places),
        Handler("alerts.follow_places", alerts.follow_places),
        Handler("tasks.follow_places", tasks.follow_places),
        Handler("delays.follow_places", delays.follow_places),
        Handler("supervision.follow_places", supervision.follow_places),
        Handler("tags.follow_places", tags.follow_places),
        Handler("insight.follow_places", insight.follow_places),
        Handler("hotline.follow_places", hotline.follow_places),
        Handler("incidents.follow_places", incidents.follow_places),
        Handler("ledgers.follow_places", ledgers.follow_places),
    ),
    # Sense
    DeviceRegistered: (),
    DeviceRevoked: (),
    ReportTaken: (Handler("hotline.note_order", hotline.note_order),),
    ReportSupplemented: (),
    SignalRaised: (Handler("cases.open_or_join", cases.open_or_join),),
    SignalCleared: (Handler("cases.note_cleared", cases.note_cleared),),
    SignalPlaced: (),
    TagMade: (),
    TagRevoked: (),
    # Respond
    CaseOpened: (
        Handler("alerts.call", alerts.call),
        Handler("tasks.dispatch_by_duty", tasks.dispatch_by_duty),
        Handler("answers.tell_first_reporter", answers.tell_first_reporter),
    ),
    SignalJoined: (Handler("answers.tell_joined_reporter", answers.tell_joined_reporter),),
    CaseMoved: (
        Handler("alerts.end", alerts.follow_case),
        Handler("tasks.follow_case", tasks.follow_case),
        Handler("answers.tell_reporters", answers.tell_reporters),
        Handler("supervision.settle_case", supervision.settle_case),
        Handler("ledgers.feed", ledgers.feed),
        Handler("notices.tell_case", notices.tell_case),
    ),
    CasePlaced: (
        Handler("alerts.call_where_it_is", alerts.call_where_it_is),
        Handler("tasks.dispatch_placed", tasks.dispatch_placed),
        Handler("hotline.follow_case", hotline.follow_case),
    ),
    CaseNoted: (),
    CasesTakenOver: (),
    ClockClimbed: (
        Handler("supervision.escalate", supervision.escalate),
        Handler("notices.tell_climbed", notices.tell_climbed),
    ),
    AlertMade: (),
    AlertAcknowledged: (),
    AlertOver: (),
    # Organise
    TaskDispatched: (Handler("notices.tell_assigned", notices.tell_assigned),),
    ReferralDue: (Handler("notices.tell_referral", notices.tell_referral),),
    WhistleBlown: (),
    TaskHandedOver: (Handler("notices.tell_handed_over", notices.tell_handed_over),),
    DispatchWithdrawn: (Handler("supervision.follow_withdrawn", supervision.follow_withdrawn),),
    TaskMoved: (
        Handler("delays.lapse", delays.lapse),
        Handler("supervision.follow_task", supervision.follow_task),
        Handler("notices.tell_task", notices.tell_task),
    ),
    DelayAsked: (Handler("notices.tell_delay", notices.tell_delay),),
    DelayDecided: (Handler("notices.tell_decided", notices.tell_decided),),
    ReporterAsked: (),
    AnswersGiven: (),
    AnswerDrafted: (Handler("notices.tell_draft", notices.tell_draft),),
    AnswerDecided: (Handler("notices.tell_answer_decided", notices.tell_answer_decided),),
    LetterSent: (Handler("notices.tell_letter", notices.tell_letter),),
    HotlineOrderMoved: (Handler("notices.tell_order", notices.tell_order),),
    IncidentOpened: (),
    IncidentChanged: (),
    CaseJoinedIncident: (),
    CaseLeftIncident: (),
    UnitCalled: (Handler("notices.tell_called", notices.tell_called),),
    UnitArrived: (),
    UnitReleased: (),
    CommandOffered: (Handler("notices.tell_offered", notices.tell_offered),),
    CommandTaken: (),
    IncidentLogged: (),
    IncidentStoodDown: (),
    LedgerEntryChanged: (),
    ShiftBegan: (),
    SheetSigned: (),
    ShiftTakenOver: (),
    SheetApproved: (),
    WatchNoteWritten: (),
    WatchNoteDone: (),
    LogLineWritten: (),
}

TIMETABLE: Final = (
    Every(timedelta(hours=6), housekeeping.forget_old_answers),
    Every(timedelta(minutes=10), housekeeping.forget_silent_parts),
    Every(timedelta(hours=1), housekeeping.forget_unnamed_photos),
    Every(timedelta(hours=1), housekeeping.forget_unloaded_lists),
    Every(timedelta(minutes=1), housekeeping.forget_old_tries),
    Every(timedelta(minutes=10), cases.close_unanswered),
    Every(timedelta(minutes=10), cases.resume_unsupplemented),
    Every(timedelta(minutes=10), tasks.resume_suspended),
    Every(timedelta(minutes=10), tasks.look_after_referrals),
    Every(timedelta(minutes=1), cases.climb),
    Every(timedelta(minutes=1), cases.write_missing_documents),
    Every(timedelta(minutes=2), hotline.exchange_with_hotline),
    Every(timedelta(minutes=1), notices.make_digests),
    Every(timedelta(hours=6), notices.forget_old),
    Every(timedelta(minutes=1), insight.count_and_roll_up),
)
