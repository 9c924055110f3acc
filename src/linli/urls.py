"""Where addresses lead."""

from django.urls import URLPattern, URLResolver, include, path

from linli.web.shared import base_map, password, setup, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", password.password, name="password"),
    path("setup/", setup.setup, name="setup"),
    path("language/", sign_in.choose_language, name="language"),
    path("map/tiles.pmtiles", base_map.base_map, name="base-map"),
    path("console/", include("linli.web.console.urls")),
    path("", include("linli.web.api.urls")),
    path("", include("linli.web.portal.urls")),
]

handler400 = "linli.web.shared.errors.bad_request"
handler403 = "linli.web.shared.errors.forbidden"
handler404 = "linli.web.shared.errors.not_found"
handler500 = "linli.web.shared.errors.broken"
