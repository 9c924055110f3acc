"""Behind a proxy that speaks TLS: forms are taken, cookies are Secure, limits count the person."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie

import httpx
import pytest

from linli.web.shared.guessing import ADDRESS
from tests.tls_proxy import OPENSSL, TlsProxy
from tools.system import free_ports

pytestmark = pytest.mark.skipif(not OPENSSL, reason="openssl makes the proxy's certificate")

NAME = "linli.example.cn"
PUBLIC = f"https://{NAME}"
PATIENCE_SECONDS = 40
A_FEW = 5
"""More tries than come back while this test runs."""


@dataclass(frozen=True)
class Front:
    """The proxy with Linli behind it, and the one account there is."""

    proxy: TlsProxy
    port: int
    password: str

    def browser(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"https://localhost:{self.proxy.port}",
            verify=self.proxy.trust,
            headers={"Host": NAME, "Origin": PUBLIC},
            timeout=20,
        )


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Always SQLite: the way in is meant, not the store."""
    folder, [port] = tmp_path_factory.mktemp("proxy"), free_ports(1)
    variables = {
        **os.environ,
        "LINLI_DATA": str(folder / "data"),
        "LINLI_DATABASE_URL": "",
        "LINLI_LANGUAGE": "en",
        "LINLI_HTTP_PORT": str(port),
        "LINLI_PARTS": "web",
        "LINLI_PUBLIC_URL": PUBLIC,
    }
    linli = [sys.executable, "-m", "linli"]
    run(variables, "setup")
    made = run(variables, "accounts", "make", "gu", "--name", "Gu", "--role", "system_admin")
    process = subprocess.Popen([*linli, "web"], env=variables)
    try:
        wait_until_healthy(port)
        with TlsProxy(folder, NAME, port) as proxy:
            yield Front(proxy, port, made.split()[-1])
    finally:
        process.kill()
        process.wait()


def run(variables: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "linli", *arguments]
    done = subprocess.run(
        command, env=variables, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    return done.stdout


def wait_until_healthy(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("linli web did not come up")


def cookies(answer: httpx.Response) -> SimpleCookie:
    return SimpleCookie("\r\n".join(answer.headers.get_list("set-cookie")))


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found, page.text[:2000]
    return found[1]


def test_who_signs_in_gets_cookies_for_encrypted_lines_alone(front: Front) -> None:
    with front.browser() as browser:
        page = browser.get("/sign-in/")
        sent = {"username": "gu", "password": front.password, "csrfmiddlewaretoken": token(page)}
        answer = browser.post("/sign-in/", data=sent)
    given = {**cookies(page), **cookies(answer)}
    assert answer.status_code == 302
    assert {"csrftoken", "sessionid", "linli_known"} <= set(given)
    assert all(one["secure"] for one in given.values())


def test_a_residents_report_is_taken(front: Front) -> None:
    with front.browser() as browser:
        page = browser.get("/report/")
        sent = {"key": "k-proxy", "item": "lamp_fault", "text": "Dark.", "address": "North gate"}
        answer = browser.post("/report/", data={**sent, "csrfmiddlewaretoken": token(page)})
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/report/received/")


def test_another_sites_form_is_refused_and_the_page_names_the_right_address(front: Front) -> None:
    with front.browser() as browser:
        page = browser.get("/report/")
        sent = {"key": "k-other", "text": "Dark.", "csrfmiddlewaretoken": token(page)}
        answer = browser.post("/report/", data=sent, headers={"Origin": "https://other.example"})
    assert answer.status_code == 403
    assert PUBLIC in answer.text


def guess(browser: httpx.Client, number: int, **headers: str) -> int:
    """The status of a wrong password at a name that nobody tried before."""
    page = browser.get("/sign-in/")
    sent = {"username": f"n{number}", "password": "wrong", "csrfmiddlewaretoken": token(page)}
    return browser.post("/sign-in/", data=sent, headers=headers).status_code


def test_limits_count_the_person_and_not_what_they_say_of_themselves(front: Front) -> None:
    front.proxy.person = "203.0.113.50"
    with front.browser() as browser:
        statuses = [guess(browser, number) for number in range(ADDRESS.most)]
        said = {"X-Forwarded-For": "198.51.100.99"}
        until = [guess(browser, number, **said) for number in range(100, 100 + A_FEW)]
        front.proxy.person = "203.0.113.51"
        other = guess(browser, 200)
    assert 429 not in statuses
    assert 429 in until
    assert other == statuses[0]
