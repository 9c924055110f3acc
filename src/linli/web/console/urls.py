"""Addresses of the staff's pages."""

from django.urls import path

from linli.web.console import (
    audit,
    case,
    case_reports,
    device_acts,
    devices,
    finding,
    outbox,
    people,
    platform,
    queue,
    taking,
    tasks,
)

app_name = "console"

urlpatterns = [
    path("", queue.home, name="home"),
    path("cases/", queue.queue, name="queue"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/move/", case.move, name="move"),
    path("cases/<uuid:case_id>/place/", case.place, name="place"),
    path("cases/<uuid:case_id>/note/", case.note, name="note"),
    path("cases/<uuid:case_id>/dispatch/", case.dispatch, name="dispatch"),
    path("cases/<uuid:case_id>/verify/", case.verify, name="verify"),
    path(
        "cases/<uuid:case_id>/alerts/<uuid:alert_id>/acknowledge/",
        case.acknowledge,
        name="acknowledge",
    ),
    path(
        "cases/<uuid:case_id>/reports/<uuid:report_id>/reporter/",
        case_reports.reporter,
        name="reporter",
    ),
    path(
        "reports/<uuid:report_id>/photos/<uuid:photo_id>/",
        case_reports.photo,
        name="report-photo",
    ),
    path("take/", taking.take, name="take"),
    path("places/find", finding.find_place, name="find-place"),
    path("items/find", finding.find_item, name="find-item"),
    path("outlines/", queue.outlines, name="outlines"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/sign/", tasks.sign, name="sign"),
    path("tasks/<uuid:task_id>/return/", tasks.give_back, name="return"),
    path("tasks/<uuid:task_id>/finish/", tasks.finish, name="finish"),
    path("tasks/<uuid:task_id>/cancel/", tasks.cancel, name="cancel"),
    path("tasks/<uuid:task_id>/photos/<uuid:photo_id>/", tasks.photo, name="task-photo"),
    path("devices/", devices.device_list, name="devices"),
    path("devices/register/", device_acts.register, name="register"),
    path("devices/<str:device_id>/", devices.device, name="device"),
    path("devices/<str:device_id>/label.svg", devices.label, name="label"),
    path("devices/<str:device_id>/renew/", device_acts.renew, name="renew"),
    path("devices/<str:device_id>/revoke/", device_acts.revoke, name="revoke"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("platform/", platform.platform, name="platform"),
    path("platform/parked/<int:delivery_id>/retry/", platform.retry, name="retry"),
    path("people/", people.people, name="people"),
    path("audit/", audit.entries, name="audit"),
]
