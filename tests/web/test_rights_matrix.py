"""Who may open which page and do which act: role x route, made from the URL map.

All find the story of `tests/web/conftest.py`, set so that the act is possible now
(`tests/web/stage.py`). Afterwards every table is looked at (`tests/web/rights.py`). The API and the
streams are beside this: `test_api_rights_matrix.py`, `test_live_streams.py`.
"""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.ground.rights.asker import Asker
from tests.web.conftest import Story
from tests.web.rights import WHO, row_of, undone
from tests.web.stage import Stage

# Columns: a visitor · Wang, resident · Lin, duty desk · Chen, grid worker · Wu, handling unit ·
#          He, checker · Zhao, duty desk of another district · Gu, system administrator ·
#          Shen, security administrator · Jian, auditor · the leader of Lin's desk
# y: may. A page is shown and nothing changes; an act is done, and what we keep has changed
# o: open to them, but nothing of ours changes: at most a cookie of their own browser
# s: signs in first      x: refused in words (403)      -: as if it were not there (404)
# Whoever is refused (s, x, -) has changed nothing.
#                                                    visitor W L C W H Z G S J L
MATRIX: Final[dict[tuple[str, str], str]] = {
    ("GET", "sign-in"):                                   "y y y y y y y y y y y",
    ("POST", "sign-in"):                                  "y y y y y y y y y y y",
    ("POST", "sign-out"):                                 "o y y y y y y y y y y",
    ("POST", "language"):                                 "o o o o o o o o o o o",
    ("GET", "password"):                                  "s y y y y y y y y y y",
    ("POST", "password"):                                 "s y y y y y y y y y y",
    ("GET", "setup"):                                     "- - - - - - - - - - -",
    ("POST", "setup"):                                    "- - - - - - - - - - -",
    # Residents
    ("GET", "portal:home"):                               "y y y y y y y y y y y",
    ("GET", "portal:report"):                             "y y y y y y y y y y y",
    ("POST", "portal:report"):                            "y y y y y y y y y y y",
    ("GET", "portal:tag"):                                "y y y y y y y y y y y",
    ("GET", "portal:received"):                           "y y y y y y y y y y y",
    ("GET", "portal:matters"):                            "y y y y y y y y y y y",
    ("GET", "portal:find"):                               "y y y y y y y y y y y",
    ("GET", "portal:find-place"):                         "y y y y y y y y y y y",
    ("GET", "portal:outlines"):                           "y y y y y y y y y y y",
    ("GET", "portal:around"):                             "y y y y y y y y y y y",
    ("GET", "portal:estate"):                             "y y y y y y y y y y y",
    ("GET", "portal:case"):                               "y y y y y y y y y y y",
    ("POST", "portal:case"):                              "y y y y y y y y y y y",
    ("GET", "portal:case-photo"):                         "y y y y y y y y y y y",
    ("POST", "portal:find"):                              "o o o o o o o o o o o",
    ("GET", "portal:follow"):                             "y y y y y y y y y y y",
    ("POST", "portal:follow"):                            "y y y y y y y y y y y",
    # Whoever has the link and the telephone, with an account or without
    ("GET", "portal:hands"):                              "y y y y y y y y y y y",
    ("GET", "portal:order"):                              "y y y y y y y y y y y",
    ("POST", "portal:hands"):                             "y y y y y y y y y y y",
    ("POST", "portal:hands-sign"):                        "y y y y y y y y y y y",
    ("POST", "portal:hands-finish"):                      "y y y y y y y y y y y",
    ("POST", "portal:helped"):                            "y y y y y y y y y y y",
    ("POST", "portal:again"):                             "y y y y y y y y y y y",
    ("GET", "portal:mine"):                               "s y y y x x y x x x y",
    ("GET", "portal:photo"):                              "s y y y x x - x x x y",
    # There without signing in, where the installation has a file of tiles
    ("GET", "base-map"):                                  "- - - - - - - - - - -",
    # Staff
    ("GET", "console:home"):                              "s x y y y y y y y y y",
    ("GET", "console:queue"):                             "s x y y y y y x x x y",
    ("POST", "console:queue-export"):                     "s x y y y y y x x x y",
    # Each keeps filters; these are Lin's
    ("GET", "console:filters"):                           "s x y y y y y x x x y",
    ("POST", "console:keep-filter"):                      "s x y y y y y x x x y",
    ("POST", "console:rename-filter"):                    "s x y - - - - x x x -",
    ("POST", "console:forget-filter"):                    "s x y - - - - x x x -",
    ("GET", "console:alarm"):                             "s x y x x x y x x x y",
    ("GET", "console:clusters"):                          "s x y y y y y x x x y",
    ("GET", "console:outlines"):                          "s x y y y y y x x x y",
    ("GET", "console:take"):                              "s x y y x x y x x x y",
    ("POST", "console:take"):                             "s x y y x x x x x x y",
    ("POST", "console:take-near"):                        "s x o o x x o x x x o",
    ("GET", "console:take-near"):                         "s x y y x x y x x x y",
    ("GET", "console:taken"):                             "s x y y x x - x x x y",
    ("GET", "console:callers"):                           "s x y x x x y x x x y",
    ("POST", "console:callers"):                          "s x y x x x y x x x y",
    ("GET", "console:hotline"):                           "s x y x x x y x x x y",
    ("POST", "console:hotline-paste"):                    "s x y x x x y x x x y",
    ("POST", "console:hotline-sheet"):                    "s x y x x x y x x x y",
    ("GET", "console:hotline-order"):                     "s x y x x x - x x x y",
    ("POST", "console:hotline-act"):                      "s x y x x x - x x x y",
    ("GET", "console:placing"):                           "s x y x x x y x x x y",
    ("POST", "console:put-place"):                        "s x y x x x - x x x y",
    ("GET", "console:find-place"):                        "s x y y x x y x x x y",
    ("GET", "console:find-item"):                         "s x y y x x y x x x y",
    ("GET", "console:case"):                              "s x y y y y - x x x y",
    ("GET", "console:case-print"):                        "s x y y y y - x x x y",
    ("POST", "console:case-print"):                       "s x y x x x - x x x y",
    ("POST", "console:move"):                             "s x y x x x - x x x y",
    ("POST", "console:place"):                            "s x y x x x - x x x y",
    ("POST", "console:answer"):                           "s x y x x x - x x x y",
    ("POST", "console:tell"):                             "s x y x x x - x x x y",
    ("POST", "console:decide-answer"):                    "s x x x x x - x x x y",
    ("GET", "console:answer-rules"):                      "s x y x x x y y x x y",
    ("POST", "console:answer-rules"):                     "s x x x x x x x x x y",
    ("POST", "console:note"):                             "s x y y x y - x x x y",
    ("POST", "console:dispatch"):                         "s x y x x x - x x x y",
    ("POST", "console:whistle"):                          "s x y x x x - x x x y",
    ("GET", "console:merge"):                             "s x y x x x - x x x y",
    ("POST", "console:merge"):                            "s x y x x x - x x x y",
    ("POST", "console:unmerge"):                          "s x y x - x - x x x y",
    ("POST", "console:verify"):                           "s x x x x y - x x x x",
    ("POST", "console:acknowledge"):                      "s x y x y x - x x x y",
    ("POST", "console:call-back"):                        "s x y x x x - x x x y",
    ("POST", "console:reporter"):                         "s x y x x x - x x x y",
    ("GET", "console:report-photo"):                      "s x y y x x - x x x y",
    ("POST", "console:listen"):                           "s x y x x x - x x x y",
    ("GET", "console:voice"):                             "s x y x x x - x x x -",
    ("GET", "console:release"):                           "s x y x x x - x x x y",
    ("POST", "console:release"):                          "s x y x x x - x x x y",
    ("GET", "console:incidents"):                         "s x y y y y y x x x y",
    ("POST", "console:open-incident"):                    "s x y x x x - x x x y",
    # Wu's firm was called in
    ("GET", "console:incident"):                          "s x y y y y - x x x y",
    ("POST", "console:incident-act"):                     "s x y y x y - x x x y",
    ("GET", "console:incident-print"):                    "s x y y y y - x x x y",
    ("POST", "console:incident-export"):                  "s x y y y y - x x x y",
    ("GET", "console:ledgers"):                           "s x y y x y y y x x y",
    ("GET", "console:ledger"):                            "s x y y x y y y x x y",
    ("GET", "console:new-entry"):                         "s x y x x x y y x x y",
    ("POST", "console:new-entry"):                        "s x y x x x x y x x y",
    ("GET", "console:ledger-template"):                   "s x y x x x y y x x y",
    ("POST", "console:ledger-export"):                    "s x y y x y y y x x y",
    ("GET", "console:ledger-print"):                      "s x y y x y y y x x y",
    ("GET", "console:entry"):                             "s x y y x y - y x x y",
    ("POST", "console:entry"):                            "s x y x x x - y x x y",
    ("POST", "console:entry-act"):                        "s x y x x x - x x x y",
    ("GET", "console:tasks"):                             "s x y y y y y x x x y",
    ("GET", "console:task"):                              "s x y y y y - x x x y",
    ("GET", "console:task-print"):                        "s x y y y y - x x x y",
    ("POST", "console:supervise"):                        "s x x x x x - x x x y",
    ("POST", "console:ask-time"):                         "s x x x y x - x x x x",
    ("POST", "console:withdraw-dispatch"):                "s x x x x x - x x x y",
    ("POST", "console:plan"):                             "s x x x y x - x x x x",
    ("POST", "console:outside"):                          "s x x x y x - x x x x",
    ("GET", "console:delays"):                            "s x y x x x y x x x y",
    ("POST", "console:decide-delay"):                     "s x y x x x - x x x y",
    ("POST", "console:resume"):                           "s x x x x x - x x x y",
    # Each reads one's own; this one is Wu's
    ("GET", "console:notices"):                           "s x y y y y y x x x y",
    ("POST", "console:read-notices"):                     "s x o o y o o x x x o",
    ("POST", "console:open-notice"):                      "s x - - y - - x x x -",
    ("GET", "console:late"):                              "s x y y y y y x x x y",
    ("GET", "console:charges"):                           "s x y x x x y y x x y",
    ("POST", "console:set-charge"):                       "s x x x x x x y x x x",
    ("POST", "console:end-charge"):                       "s x x x x x x y x x x",
    ("GET", "console:letter-print"):                      "s x y y y y - x x x y",
    ("POST", "console:sign"):                             "s x x x y x - x x x x",
    ("POST", "console:return"):                           "s x x x y x - x x x x",
    ("POST", "console:finish"):                           "s x x x y x - x x x x",
    ("POST", "console:cancel"):                           "s x y x x x - x x x y",
    ("POST", "console:send-link"):                        "s x y x y x - x x x y",
    ("POST", "console:revoke-link"):                      "s x y x y x - x x x y",
    ("GET", "console:enter-result"):                      "s x y x x x - x x x y",
    ("POST", "console:enter-result"):                     "s x y x x x - x x x y",
    ("GET", "console:choose"):                            "s x y x x x y x x x y",
    ("POST", "console:choose"):                           "s x y x x x y x x x y",
    ("GET", "console:batch"):                             "s x y - - - - - - - -",
    ("POST", "console:batch"):                            "s x y - - - - - - - -",
    ("GET", "console:away"):                              "s x x x x x x x x x y",
    ("POST", "console:away"):                             "s x x x x x x x x x y",
    ("GET", "console:task-photo"):                        "s x y y y y - x x x y",
    # On foot: only those whose work is outside
    ("GET", "console:foot"):                              "s x x y y y x x x x x",
    ("GET", "console:foot-order"):                        "s x x y y y x x x x x",
    ("POST", "console:foot-order"):                       "s x x x y x x x x x x",
    ("GET", "console:foot-look"):                         "s x x y y y x x x x x",
    ("POST", "console:foot-look"):                        "s x x x x y x x x x x",
    ("GET", "console:foot-report"):                       "s x x y x x x x x x x",
    ("POST", "console:foot-report"):                      "s x x y x x x x x x x",
    ("GET", "console:foot-worker"):                       "y y y y y y y y y y y",
    ("GET", "console:foot-offline"):                      "y y y y y y y y y y y",
    ("GET", "console:check-photo"):                       "s x y y y y - x x x y",
    ("GET", "console:maintenance"):                       "s x y y x x y x x x y",
    ("POST", "console:maintenance-export"):               "s x y y x x y x x x y",
    ("GET", "console:shift"):                             "s x y x x x y x x x y",
    ("POST", "console:begin-shift"):                      "s x y x x x y x x x y",
    ("POST", "console:hand-over"):                        "s x y x x x - x x x y",
    ("POST", "console:watch"):                            "s x y x x x y x x x y",
    ("POST", "console:tick-off"):                         "s x y x x x - x x x y",
    ("GET", "console:sheet"):                             "s x y x x x - x x x y",
    ("GET", "console:sheet-print"):                       "s x y x x x - x x x y",
    ("POST", "console:take-over"):                        "s x y x x x - x x x y",
    ("POST", "console:approve"):                          "s x x x x x - x x x y",
    ("GET", "console:log"):                               "s x y x x x y x x x y",
    ("POST", "console:log"):                              "s x y x x x y x x x y",
    ("GET", "console:log-print"):                         "s x y x x x y x x x y",
    ("POST", "console:log-export"):                       "s x y x x x y x x x y",
    ("GET", "console:devices"):                           "s x y y x x y x x x y",
    ("GET", "console:register"):                          "s x y x x x y x x x y",
    ("POST", "console:register"):                         "s x y x x x x x x x y",
    ("GET", "console:device"):                            "s x y y x x - x x x y",
    ("GET", "console:label"):                             "s x y y x x - x x x y",
    ("POST", "console:renew"):                            "s x y x x x - x x x y",
    ("POST", "console:revoke"):                           "s x y x x x - x x x y",
    ("GET", "console:tags"):                              "s x y x x x y y x x y",
    ("POST", "console:tags"):                             "s x y x x x x y x x y",
    ("GET", "console:tag-picture"):                       "s x y x x x - y x x y",
    ("GET", "console:poster"):                            "s x y x x x - y x x y",
    ("POST", "console:revoke-tag"):                       "s x y x x x - y x x y",
    ("GET", "console:outbox"):                            "s x y x x x y y x x y",
    ("GET", "console:platform"):                          "s x x x x x x y x x x",
    ("POST", "console:retry"):                            "s x x x x x x y x x x",
    ("GET", "console:begin"):                             "s x x x x x x y x x x",
    ("POST", "console:name-street"):                      "s x x x x x x y x x x",
    ("GET", "console:lists"):                             "s x y x x x y y x x y",
    ("POST", "console:upload"):                           "s x x x x x x y x x x",
    ("GET", "console:figures"):                           "s x y x y x y x x x y",
    ("GET", "console:figures-cases"):                     "s x y x y x y x x x y",
    ("GET", "console:figures-estates"):                   "s x y x y x y x x x y",
    ("GET", "console:figures-print"):                     "s x y x y x y x x x y",
    ("POST", "console:figures-export"):                   "s x y x y x y x x x y",
    ("GET", "console:history"):                           "s x x x x x x y x x x",
    ("POST", "console:history"):                          "s x x x x x x y x x x",
    ("GET", "console:coordinates"):                       "s x x x x x x y x x x",
    ("GET", "console:template"):                          "s x x x x x x y x x x",
    ("GET", "console:catalogue"):                         "s x y x x x y y x x y",
    ("GET", "console:item"):                              "s x y x x x y y x x y",
    ("GET", "console:new-item"):                          "s x x x x x x y x x y",
    ("POST", "console:new-item"):                         "s x x x x x x y x x y",
    ("GET", "console:edit-item"):                         "s x x x x x x y x x y",
    ("POST", "console:edit-item"):                        "s x x x x x x y x x y",
    ("POST", "console:retire-item"):                      "s x x x x x x y x x y",
    ("GET", "console:drafts"):                            "s x y x x x y y x x y",
    ("GET", "console:draft"):                             "s x y x x x y y x x y",
    ("POST", "console:approve-draft"):                    "s x x x x x x x x x y",
    ("POST", "console:refuse-draft"):                     "s x x x x x x x x x y",
    ("POST", "console:withdraw-draft"):                   "s x x x x x x y x x x",
    ("GET", "console:duties"):                            "s x y x x x y y x x y",
    ("POST", "console:duties-export"):                    "s x y x x x y y x x y",
    ("GET", "console:give-duty"):                         "s x x x x x x y x x x",
    ("POST", "console:give-duty"):                        "s x x x x x x y x x x",
    ("GET", "console:rows"):                              "s x y x x x y y x x y",
    ("GET", "console:row"):                               "s x y x x x - y x x y",
    ("POST", "console:row"):                              "s x x x x x - y x x x",
    ("GET", "console:row-new"):                           "s x x x x x x y x x x",
    ("POST", "console:row-new"):                          "s x x x x x x y x x x",
    ("POST", "console:look"):                             "s x y x x x - y x x y",
    ("POST", "console:export"):                           "s x x x x x x y x x x",
    ("POST", "console:issue-tokens"):                     "s x y x x x o y x x y",
    ("GET", "console:loading"):                           "s x - x x x - y x x -",
    ("POST", "console:load"):                             "s x - x x x - y x x -",
    ("GET", "console:faults"):                            "s x - x x x - y x x -",
    ("GET", "console:item-lists"):                        "s x x x x x x y x x y",
    ("POST", "console:hand-in"):                          "s x x x x x x y x x y",
    ("POST", "console:decide-row"):                       "s x x x x x x y x x y",
    ("GET", "console:people"):                            "s x x x x x x x y x x",
    ("GET", "console:person"):                            "s x x x x x x x y x x",
    ("POST", "console:make-person"):                      "s x x x x x x x y x x",
    ("POST", "console:give"):                             "s x x x x x x x y x x",
    ("POST", "console:hand-out"):                         "s x x x x x x x y x x",
    ("POST", "console:close-person"):                     "s x x x x x x x y x x",
    ("POST", "console:take-grant"):                       "s x x x x x x x y x x",
    ("GET", "console:audit"):                             "s x x x x x x x x y x",
    # Machines that need no key
    ("GET", "healthz"):                                   "y y y y y y y y y y y",
    ("GET", "metrics"):                                   "y y y y y y y y y y y",
    ("GET", "open311/v2/services.json"):                  "y y y y y y y y y y y",
    ("GET", "open311/v2/services/<str:code>.json"):       "y y y y y y y y y y y",
    ("GET", "open311/v2/requests.json"):                  "y y y y y y y y y y y",
    ("POST", "open311/v2/requests.json"):                 "y y y y y y y y y y y",
    ("GET", "open311/v2/requests/<str:id>.json"):         "y y y y y y y y y y y",
    ("GET", "open311/v2/services.xml"):                   "y y y y y y y y y y y",
    ("GET", "open311/v2/services/<str:code>.xml"):        "y y y y y y y y y y y",
    ("GET", "open311/v2/requests.xml"):                   "y y y y y y y y y y y",
    ("POST", "open311/v2/requests.xml"):                  "y y y y y y y y y y y",
    ("GET", "open311/v2/requests/<str:id>.xml"):          "y y y y y y y y y y y",
    ("GET", "open311/v2/discovery.json"):                 "y y y y y y y y y y y",
    ("GET", "open311/v2/tokens/<str:token>.json"):        "y y y y y y y y y y y",
    ("GET", "open311/v2/discovery.xml"):                  "y y y y y y y y y y y",
    ("GET", "open311/v2/tokens/<str:token>.xml"):         "y y y y y y y y y y y",
    ("GET", "open311/v2/requests/<uuid:report_id>/photos/<uuid:photo_id>.jpg"):
                                                          "y y y y y y y y y y y",
    ("GET", "open311/v2/<path:rest>.xml"):                "- - - - - - - - - - -",
    ("POST", "open311/v2/<path:rest>.xml"):               "- - - - - - - - - - -",
    ("GET", "open311/v2/<path:rest>"):                    "- - - - - - - - - - -",
    ("POST", "open311/v2/<path:rest>"):                   "- - - - - - - - - - -",
}  # fmt: skip

Browse = Callable[[str], Client]


@pytest.fixture
def stage(story: Story, people: dict[str, Asker]) -> Stage:
    return Stage(story, people)


@pytest.mark.django_db
def test_every_route_is_open_to_those_whose_work_it_is(stage: Stage, browse: Browse) -> None:
    browsers = {who: browse(who) for who in WHO}

    def row(method: str, name: str) -> str:
        with undone():
            stage.set_for(name)
            return row_of(method, lambda who: stage.asked(method, name, who, browsers[who]))

    assert {route: row(*route) for route in MATRIX} == MATRIX


@pytest.mark.django_db
def test_methods_that_are_not_in_the_matrix_are_refused(stage: Stage, browse: Browse) -> None:
    stage.set_for("console:retry")
    lin, named = browse("lin"), {name for _, name in MATRIX}
    untaken = [
        (method, name)
        for name in sorted(named)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if (method, name) not in MATRIX
    ]

    answers = {route: lin.generic(route[0], stage.address(route[1])) for route in untaken}

    assert {answer.status_code for answer in answers.values()} == {405}
    for (_, name), answer in answers.items():
        allowed = [method for method in ("GET", "POST") if (method, name) in MATRIX]
        assert answer["Allow"] == ", ".join(allowed), name


def test_every_route_is_in_the_matrix_with_every_method_that_it_takes() -> None:
    assert sorted(_routes(get_resolver())) == sorted(MATRIX)


def test_every_act_is_somebodys_work() -> None:
    nobodys = [" ".join(route) for route, row in MATRIX.items() if "y" not in row]
    assert nobodys == [
        "POST language",  # a cookie
        "GET setup",  # gone since the first account
        "POST setup",
        "POST portal:find",  # a cookie
        "GET base-map",  # a file that this installation does not have
        "POST console:take-near",  # asks by words that stand in no address
        "GET open311/v2/<path:rest>.xml",  # says in words that nothing is there
        "POST open311/v2/<path:rest>.xml",
        "GET open311/v2/<path:rest>",
        "POST open311/v2/<path:rest>",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "status", "changes", "letter"),
    [
        ("POST", 200, True, "y"),
        ("POST", 200, False, "o"),
        ("POST", 409, False, "409"),
        ("POST", 403, True, "x!"),
        ("POST", 404, True, "-!"),
        ("GET", 200, True, "y!"),
        ("GET", 500, False, "500"),
    ],
)
def test_what_should_not_be_fits_no_matrix(
    method: str, status: int, changes: bool, letter: str, stage: Stage
) -> None:
    def ask(_who: str) -> HttpResponse:
        if changes:
            stage.park()
        return HttpResponse(status=status)

    assert set(row_of(method, ask).split()) == {letter}


def _routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Methods and names of all routes but those of the API, which has a matrix of its own."""
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if path == "api/v1/":
            continue
        if isinstance(one, URLPattern):
            name = f"{space}{one.name}" if one.name else path
            takes = getattr(one.callback, "takes", ("a view that does not say its methods",))
            yield from ((method, name) for method in takes)
        else:
            yield from _routes(one, path, f"{one.namespace}:" if one.namespace else space)
