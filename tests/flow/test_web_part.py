"""The part `linli web` as a process of its own: what reaches it raw, and how it ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from linli.web.asgi import WSGI_THREADS
from tools.system import free_ports

PATIENCE_SECONDS = 40
LARGE_FILE = "/static/vendor/maplibre-gl.mjs"


@dataclass(frozen=True)
class WebPart:
    """A running part, and what it was started with."""

    port: int
    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"

    def raw(self, request: bytes) -> bytes:
        """What comes back for these bytes, whole."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        return answer

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A data folder with its database, and a free port. Always SQLite: the web part is meant."""
    [port] = free_ports(1)
    variables = {
        **os.environ,
        "LINLI_DATA": str(tmp_path_factory.mktemp("web")),
        "LINLI_DATABASE_URL": "",
        "LINLI_LANGUAGE": "en",
        "LINLI_HTTP_PORT": str(port),
        "LINLI_PARTS": "web",
    }
    run(variables, "setup")
    return variables


def run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "linli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def web(environment: dict[str, str]) -> Iterator[WebPart]:
    process = subprocess.Popen([sys.executable, "-m", "linli", "web"], env=environment)
    part = WebPart(int(environment["LINLI_HTTP_PORT"]), environment, process)
    try:
        wait_until_healthy(part)
        yield part
    finally:
        process.kill()
        process.wait()


def wait_until_healthy(part: WebPart) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if part.get("/healthz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("the web part did not come up")


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_health_is_ok_by_the_own_heartbeat(web: WebPart) -> None:
    body = json.loads(web.get("/healthz")[1])

    assert body["status"] == "ok"
    assert body["parts"]["web"]["instances"] == 1


def test_a_taken_port_is_said_in_a_sentence(web: WebPart) -> None:
    second = run(web.environment, "web")

    assert second.returncode != 0
    assert f"LINLI_HTTP_PORT is {web.port}" in second.stderr
    assert "Traceback" not in second.stderr


def test_an_address_as_people_type_it_is_answered(web: WebPart) -> None:
    request = "GET /open311/v2/requests.json?service_code=积水 HTTP/1.1\r\nHost: x\r\n"

    answer = web.raw(request.encode() + b"Connection: close\r\n\r\n")

    assert status_of(answer) == 200
    assert answer.endswith(b"[]")


@pytest.mark.parametrize("path", [b"/\xff\xfe", b"/%00", b"/%ff", b"/" + b"x" * 60_000])
def test_an_address_of_rubbish_is_refused(path: bytes, web: WebPart) -> None:
    answer = web.raw(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert 400 <= status_of(answer) < 500
    assert web.get("/healthz")[0] == 200


def test_a_body_in_chunks_is_refused_in_words(web: WebPart) -> None:
    answer = web.raw(
        b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\na=bcd\r\n0\r\n\r\n"
    )

    assert status_of(answer) == 411
    assert b"Content-Length" in answer


def test_a_body_that_would_fill_the_disk_is_refused(web: WebPart) -> None:
    answer = web.raw(
        b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999999\r\n\r\n"
    )

    assert status_of(answer) == 413


def test_half_a_report_is_no_report(web: WebPart) -> None:
    form = b"service_code=garbage&description=The+bins+are+full+and+th"
    with socket.create_connection(("127.0.0.1", web.port)) as connection:
        connection.sendall(
            b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            + f"Content-Length: {len(form) + 50}\r\n\r\n".encode()
            + form
        )

    wait_for_answer(web, 'route="(turned away)",status="499"')

    assert json.loads(web.get("/open311/v2/requests.json")[1]) == []


def wait_for_answer(web: WebPart, labels: str) -> None:
    """Until the part itself has counted an answer that nobody heard."""
    until = time.monotonic() + PATIENCE_SECONDS
    while labels not in web.get("/metrics")[1].decode():
        assert time.monotonic() < until, "no such answer was counted"
        time.sleep(0.05)


def test_bodies_that_never_come_hold_up_nobody(web: WebPart) -> None:
    with ExitStack() as stack:
        for _ in range(2 * WSGI_THREADS):
            stalled = stack.enter_context(socket.create_connection(("127.0.0.1", web.port)))
            stalled.sendall(
                b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
                b"a=b"
            )

        assert web.get("/healthz")[0] == 200


def test_answers_that_nobody_reads_hold_up_nobody(web: WebPart) -> None:
    with ExitStack() as stack:
        for _ in range(2 * WSGI_THREADS):
            deaf = stack.enter_context(socket.socket())
            deaf.settimeout(PATIENCE_SECONDS)
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.connect(("127.0.0.1", web.port))
            # One after the other: more than the buffers of the system hold.
            deaf.sendall(f"GET {LARGE_FILE} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 8)
            assert status_of(deaf.recv(64)) == 200

        assert web.get("/healthz")[0] == 200


def test_open_streams_do_not_hold_up_the_end(web: WebPart) -> None:
    """The last test: it ends the part."""
    request = f"GET /live/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {a_token(web)}\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(3):
            stream = stack.enter_context(socket.create_connection(("127.0.0.1", web.port)))
            stream.sendall(request.encode())
            assert status_of(heard_until(stream, b"retry:")) == 200

        web.process.send_signal(signal.SIGTERM)

        assert web.process.wait(10) == 0


def heard_until(stream: socket.socket, text: bytes) -> bytes:
    heard = b""
    while text not in heard:
        part = stream.recv(65536)
        assert part, heard
        heard += part
    return heard


def a_token(part: WebPart) -> str:
    """Of somebody on duty, made in the part's own database."""
    done = subprocess.run(
        [sys.executable, "-c", SOMEBODY],
        env=part.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


SOMEBODY = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "linli.settings"
import django
django.setup()
from linli.ground.accounts import actions
from linli.ground.rights.asker import Asker, Held
from linli.ground.rights.table import Role
setup = Asker.for_part("setup")
lin = actions.make_user("lin", "Lin", "correct horse battery staple", setup)
actions.give(lin, Held(Role.DUTY_DESK, "street", 3), setup)
print(actions.make_token(lin, setup))
"""
