"""Addresses of the residents' pages."""

from django.urls import path, re_path

from linli.web.portal import (
    around,
    follow,
    hands,
    helped,
    home,
    matters,
    order,
    photos,
    places,
    report,
    tag,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("report/", report.report, name="report"),
    path("report/places", places.find_place, name="find-place"),
    path("report/outlines", places.outlines, name="outlines"),
    path("q/<str:code>", tag.tag, name="tag"),
    path("report/received/<str:receipt>/", report.received, name="received"),
    path("around/", around.around, name="around"),
    path("around/cases/<uuid:case_id>/", around.case, name="case"),
    path("around/cases/<uuid:case_id>/photos/<uuid:photo_id>/", around.photo, name="case-photo"),
    path("around/<str:code>/", around.estate, name="estate"),
    path("matters/", matters.matters, name="matters"),
    path("follow/", follow.find, name="find"),
    path("r/<str:receipt>/helped/", helped.helped, name="helped"),
    path("r/<str:receipt>/again/", helped.again, name="again"),
    path("mine/", follow.mine, name="mine"),
    path("mine/<uuid:report_id>/photos/<uuid:photo_id>/", photos.own_photo, name="photo"),
    path("o/<uuid:task_id>", order.order, name="order"),
    path("t/<str:secret>/sign/", hands.sign, name="hands-sign"),
    path("t/<str:secret>/done/", hands.finish, name="hands-finish"),
    re_path(r"^t/(?P<secret>[^/]{1,100})/?$", hands.hands, name="hands"),
    # The address stands on paper and in messages: it works with and without the last stroke.
    re_path(r"^r/(?P<receipt>[^/]{1,40})/?$", follow.follow, name="follow"),
]
