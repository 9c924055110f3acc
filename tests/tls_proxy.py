"""A small proxy that speaks TLS to browsers and passes requests on, as nginx and Caddy do."""

import http.client
import shutil
import ssl
import subprocess
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Self

HOP_BY_HOP: Final = {"connection", "transfer-encoding", "content-length", "date", "server"}
OPENSSL: Final = shutil.which("openssl") or ""


class TlsProxy:
    """Before `port`; `person` is the address from which requests seem to come."""

    def __init__(self, folder: Path, name: str, port: int) -> None:
        certificate, key = _self_signed(folder, name)
        self.person = "203.0.113.7"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _passing_to(port, self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.trust = ssl.create_default_context(cafile=str(certificate))

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _passing_to(port: int, proxy: TlsProxy) -> type[BaseHTTPRequestHandler]:
    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent = self.headers.get_all("X-Forwarded-For", [])
            headers = dict(self.headers.items()) | {
                "X-Forwarded-For": ", ".join([*sent, proxy.person]),
                "X-Forwarded-Proto": "https",
            }
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as behind:
                behind.request(self.command, self.path, body or None, headers)
                answer = behind.getresponse()
                self._hand_back(answer.status, answer.getheaders(), answer.read())

        do_POST = do_GET  # noqa: N815

        def _hand_back(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Nothing on the terminal."""

    return Passing


def _self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    certificate, key = folder / "proxy.pem", folder / "proxy.key"
    command = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext"]
    command += [f"subjectAltName=DNS:{name},DNS:localhost", "-keyout", str(key)]
    subprocess.run([*command, "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key
