"""A wrong setting stops the start with a sentence; a right one is typed."""

import stat
from pathlib import Path

import pytest

from linli.ground.environment import DatabaseAddress, Environment, WrongSetting


def read(folder: Path, **variables: str) -> Environment:
    return Environment.read({"LINLI_DATA": str(folder), **variables})


def test_without_variables_linli_is_embedded_on_loopback(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.database == DatabaseAddress("sqlite", str(tmp_path / "linli.db"))
    assert (found.bind, found.http_port, found.ingest_port, found.mqtt_port) == (
        "127.0.0.1",
        8000,
        8001,
        1883,
    )
    assert (found.language, found.sources, found.test, found.test_clock) == (
        "zh-hans",
        (),
        False,
        None,
    )


def test_a_new_folder_is_made_also_where_the_key_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "linli"
    assert read(folder, LINLI_SECRET_KEY="given").secret_key == "given"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("LINLI_HTTP_PORT", "0", "use a port from 1 to 65535"),
        ("LINLI_HTTP_PORT", "65536", "use a port from 1 to 65535"),
        ("LINLI_INGEST_PORT", "eighty", "use a port from 1 to 65535"),
        ("LINLI_MQTT_PORT", "-1", "use a port from 1 to 65535"),
        ("LINLI_HTTP_PORT", "9" * 5000, "use a port from 1 to 65535"),
        ("LINLI_BIND", "nowhere.invalid", "use an IPv4 address of this machine"),
        ("LINLI_BIND", "999.1.1.1", "use an IPv4 address of this machine"),
        ("LINLI_BIND", "::1", "use an IPv4 address of this machine"),
        ("LINLI_TEST", "yes", "use 1, or leave it empty"),
        ("LINLI_MQTTS_PORT", "8883", "not built yet"),
        ("LINLI_TLS_CERT", "/etc/linli.pem", "not built yet"),
        ("LINLI_TLS_KEY", "/etc/linli.key", "not built yet"),
        ("LINLI_DATA", "/dev/null", "a folder that this user may write to"),
        ("LINLI_DATA", "/dev/null/linli", "a folder that this user may write to"),
        ("LINLI_DATA", "/proc/linli", "a folder that this user may write to"),
        ("LINLI_LANGUAGE", "fr", "use zh-hans or en"),
        ("LINLI_SOURCES", "nats://edge", "leave it empty"),
        ("LINLI_TEST_CLOCK", "/tmp/clock", "LINLI_TEST=1"),
        ("LINLI_DATABASE_URL", "mysql://root@host/linli", "use sqlite:///file.db or postgresql://"),
        ("LINLI_DATABASE_URL", "sqlite://", "use sqlite:///file.db or postgresql://"),
        ("LINLI_DATABASE_URL", "postgresql://host", "use sqlite:///file.db or postgresql://"),
        ("LINLI_DATABASE_URL", "postgresql://host:99999/linli", "not a number from 1 to 65535"),
        ("LINLI_DATABASE_URL", "postgresql://[host/linli", "no address"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_use(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    with pytest.raises(WrongSetting) as wrong:
        Environment.read({"LINLI_DATA": str(tmp_path), name: value})
    assert str(wrong.value).startswith(f'{name} is "{value}"; ')
    assert advice in str(wrong.value)


@pytest.mark.parametrize("rest", ["h:99999/x", "[host/linli", "host"])
def test_a_wrong_address_does_not_print_its_password(tmp_path: Path, rest: str) -> None:
    address = f"postgresql://linli:s3cr:et@more@{rest}"
    with pytest.raises(WrongSetting) as wrong:
        Environment.read({"LINLI_DATA": str(tmp_path), "LINLI_DATABASE_URL": address})
    assert f'LINLI_DATABASE_URL is "postgresql://linli:***@{rest}"' in str(wrong.value)


def test_an_empty_value_is_the_default(tmp_path: Path) -> None:
    assert read(tmp_path, LINLI_HTTP_PORT="", LINLI_DATABASE_URL="").http_port == 8000


def test_a_postgresql_address_is_taken_apart(tmp_path: Path) -> None:
    url = "postgresql://linli:p%40ss@db.example:5433/linli"
    assert read(tmp_path, LINLI_DATABASE_URL=url).database == DatabaseAddress(
        "postgresql", "linli", "db.example", 5433, "linli", "p@ss"
    )


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////var/lib/linli.db", Path("/var/lib/linli.db")),
        ("sqlite:///linli.db", Path("linli.db").absolute()),
    ],
)
def test_sqlite_takes_absolute_and_relative_paths(tmp_path: Path, url: str, path: Path) -> None:
    assert read(tmp_path, LINLI_DATABASE_URL=url).database.name == str(path)


def test_the_clock_may_be_moved_in_tests(tmp_path: Path) -> None:
    found = read(tmp_path, LINLI_TEST="1", LINLI_TEST_CLOCK="/tmp/clock")
    assert (found.test, found.test_clock) == (True, Path("/tmp/clock"))


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first, second = read(folder).secret_key, read(folder).secret_key
    assert first == second
    assert len(first) == 64
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% #1?"
    assert read(folder).database.name == str(folder / "linli.db")


def test_a_given_secret_is_used_and_not_kept(tmp_path: Path) -> None:
    assert read(tmp_path, LINLI_SECRET_KEY="given").secret_key == "given"
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_the_hotline_is_a_whole_path(tmp_path: Path) -> None:
    data = {"LINLI_DATA": str(tmp_path)}
    assert Environment.read(data).hotline_folder is None
    found = Environment.read({**data, "LINLI_HOTLINE_FOLDER": "/srv/hotline"})
    assert found.hotline_folder == Path("/srv/hotline")
    with pytest.raises(WrongSetting, match="LINLI_HOTLINE_FOLDER"):
        Environment.read({**data, "LINLI_HOTLINE_FOLDER": "hotline"})
