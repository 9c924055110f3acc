"""A PostgreSQL server of one's own, in a temporary folder and on a free port.

`python tools/postgres.py COMMAND …` runs the command on it and ends it afterwards.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

USER: Final = "linli"
START_SECONDS: Final = 30
SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    # What is stored here lives as long as the tests: nothing is worth a wait for the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class NoPostgres(Exception):
    """The server is not installed, or does not start; the text says what to do."""


class Server:
    """Use as a context manager; `url` is the address of an empty database."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="linli-postgres-"))
        self.account = _account()
        try:
            self._make()
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.send_signal(signal.SIGQUIT)  # at once: nothing here is kept
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{USER}"

    def _make(self) -> None:
        if self.account:
            os.chown(self.folder, *self.account)
        made = subprocess.run(
            [
                *(_program("initdb"), "--pgdata", str(self.folder / "data"), "--username", USER),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            capture_output=True,
            check=False,
            text=True,
            **_as(self.account),
        )
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()}")

    def _start(self) -> None:
        self.port = _free_port()
        words = [_program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        words += ["-k", str(self.folder)]
        for name, value in SETTINGS.items():
            words += ["-c", f"{name}={value}"]
        log = self.folder / "server.log"
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **_as(self.account)
            )
        try:
            self._wait()
            _create(self.url, USER)
        except BaseException as error:
            self.process.kill()
            self.process.wait()
            raise NoPostgres(f"PostgreSQL does not start: {log.read_text()[-2000:]}") from error

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(_beside(self.url, "postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)


@contextmanager
def own_database(server_url: str) -> Iterator[str]:
    """The address of an empty database of one's own on this server; it is dropped afterwards."""
    name = f"linli_{secrets.token_hex(6)}"
    _create(server_url, name)
    try:
        yield _beside(server_url, name)
    finally:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        _tell(server_url, drop)


def create_once(server_url: str, name: str) -> None:
    """The database, unless it is there already; it is kept."""
    with suppress(psycopg.errors.DuplicateDatabase):
        _create(server_url, name)


def _create(server_url: str, name: str) -> None:
    _tell(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _tell(server_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(_beside(server_url, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _beside(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _account() -> tuple[int, int] | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise NoPostgres('There is no account "postgres" or "nobody" to run PostgreSQL as.')


def _as(account: tuple[int, int] | None) -> dict[str, object]:
    if account is None:
        return {}
    return {"user": account[0], "group": account[1], "extra_groups": [], "cwd": "/"}


def _program(name: str) -> str:
    """Debian keeps the server's programs out of the path."""
    beside = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: float(path.parts[-3]),
    )
    found = str(beside[-1]) if beside else shutil.which(name)
    if found is None:
        raise NoPostgres(f"There is no {name}; run `make peers`.")
    return found


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def main(command: Sequence[str]) -> int:
    if not command:
        sys.exit("Say which command to run: python tools/postgres.py COMMAND …")
    try:
        with Server() as server:
            named = {"LINLI_DATABASE_URL": server.url, "LINLI_SYSTEM_DATABASE_URL": server.url}
            return subprocess.run(command, env={**os.environ, **named}, check=False).returncode
    except NoPostgres as error:
        sys.exit(str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
