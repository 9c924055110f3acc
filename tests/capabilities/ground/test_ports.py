"""A port that somebody else has is told in one sentence, with the variable that names it."""

import socket

import pytest
from django.utils import translation

from linli.ground.environment import WrongSetting
from linli.ground.ports import require_free


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "LINLI_HTTP_PORT is {port} on 127.0.0.1 (LINLI_BIND): {why}. Use a free port."),
        (
            "zh-hans",
            "LINLI_HTTP_PORT 是 127.0.0.1（LINLI_BIND）上的 {port}：{why}。请换一个空闲端口。",
        ),
    ],
)
def test_a_port_that_is_taken_is_named_in_the_language_of_the_installation(
    language: str, sentence: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, translation.override(language):
        port = other.getsockname()[1]
        with pytest.raises(WrongSetting) as told:
            require_free("LINLI_HTTP_PORT", "127.0.0.1", port)
    assert str(told.value) == sentence.format(port=port, why="Address already in use")


def test_an_address_that_is_not_ours_is_told_too() -> None:
    with pytest.raises(WrongSetting, match="Cannot assign requested address"):
        require_free("LINLI_HTTP_PORT", "192.0.2.1", 8000)


def test_a_port_that_was_just_let_go_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as own:
        port = own.getsockname()[1]
    require_free("LINLI_HTTP_PORT", "127.0.0.1", port)
