"""Voice messages are told by their bytes, kept without anything but their sound, or refused."""

import struct
from pathlib import Path

import pytest

from linli.ground.files import queries, sounds
from linli.ground.files.actions import store_sound
from linli.ground.files.models import StoredFile
from linli.ground.files.sounds import KINDS, BadSound, clean, ogg
from linli.ground.rights.asker import VISITOR

FILES = Path(__file__).parent / "sounds"
"""One second of 440 Hz each, by FFmpeg, with a title, a comment and a position."""

KIND_OF = {
    "tone.wav": "audio/wav",
    "tone.mp3": "audio/mpeg",
    "tone.ogg": "audio/ogg",
    "tone.webm": "audio/webm",
    "live.webm": "audio/webm",
    "tone.m4a": "audio/mp4",
    "live.m4a": "audio/mp4",
    "tone.amr": "audio/amr",
}
LENGTH_KEPT = {name for name in KIND_OF if name not in ("tone.wav", "tone.mp3")}


def read(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.mark.parametrize("name", KIND_OF)
def test_each_kind_is_known_by_its_bytes_and_lasts_a_second(name: str) -> None:
    kept = clean(read(name))
    assert kept.media_type == KIND_OF[name]
    assert kept.seconds == pytest.approx(1.0, abs=0.1)
    assert (len(kept.content) == len(read(name))) == (name in LENGTH_KEPT)


@pytest.mark.parametrize("name", sorted(KIND_OF.keys() - {"tone.amr"}))
def test_what_a_file_tells_besides_its_sound_is_gone(name: str) -> None:
    assert b"SECRET-TITLE" in read(name)
    kept = clean(read(name)).content
    for told in (b"SECRET", b"31.82", b"Lavf"):
        assert told not in kept, told


@pytest.mark.parametrize("name", KIND_OF)
def test_what_is_kept_is_whole_and_stays_as_it_is(name: str) -> None:
    once = clean(read(name))
    assert clean(once.content) == once


@pytest.mark.parametrize("name", sorted(KIND_OF.keys() - {"tone.wav", "tone.mp3", "tone.amr"}))
def test_a_file_that_was_cut_off_is_refused(name: str) -> None:
    with pytest.raises(BadSound):
        clean(read(name)[:-7])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a sound",
        b"\xff\xd8\xff\xe0" + bytes(2000),
        b"%PDF-1.7\n" + bytes(2000),
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b"#!AMR\n",
        b"#!AMR\n" + b"\xff" * 100,
        b"ID3\x04\x00\x00\x00\x00\x00\x7f" + bytes(200),
        b"OggS" + bytes(100),
        b"\x1aE\xdf\xa3" + bytes(100),
        b"\x1aE\xdf\xa3\x80" + b"\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff" * 50,
        struct.pack(">I4s4sI", 16, b"ftyp", b"M4A ", 0),
        struct.pack(">I4s4sI", 16, b"ftyp", b"M4A ", 0) + b"\0\0\0\x08moov" * 30,
    ],
)
def test_what_is_no_recording_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadSound):
        clean(content)


@pytest.mark.parametrize("name", KIND_OF)
def test_no_broken_byte_ends_in_anything_but_a_refusal(name: str) -> None:
    """Every byte of the headers, one after another, and a cut at every 97th."""
    good = read(name)
    for at in range(min(len(good), 900)):
        broken = good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]
        for content in (broken, good[: at * 97 % len(good)]):
            try:
                clean(content)
            except BadSound:
                continue


def test_a_picture_with_sound_is_no_voice_message() -> None:
    film = read("tone.m4a").replace(b"soun", b"vide")
    with pytest.raises(BadSound):
        clean(film)


def test_too_long_and_too_large_are_said_with_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSound, match="6"):
        clean(bytes(sounds.MOST_BYTES + 1))
    samples = bytes(8000 * 2 * 181)
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    body = b"WAVE" + head + b"data" + struct.pack("<I", len(samples)) + samples
    with pytest.raises(BadSound, match=r"181.*180"):
        clean(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_the_checksum_is_that_of_the_standard() -> None:
    """The first page of the file, as its writer sealed it."""
    page = read("tone.ogg")[: 27 + 1 + 19]
    sealed = int.from_bytes(page[22:26], "little")
    assert ogg.crc(page[:22] + bytes(4) + page[26:]) == sealed


def test_every_kind_is_tried() -> None:
    assert {kind.MEDIA_TYPE for kind in KINDS} == set(KIND_OF.values())


@pytest.mark.django_db
def test_a_voice_message_is_kept_with_its_length(data: Path) -> None:
    kept = store_sound(read("tone.webm"), VISITOR)
    content, media_type = queries.read(kept.id)
    assert (media_type, kept.seconds) == ("audio/webm", 1.0)
    assert b"SECRET" not in content
    assert queries.sound(kept.id) == kept


@pytest.mark.django_db
def test_a_refused_one_leaves_nothing(data: Path) -> None:
    with pytest.raises(BadSound):
        store_sound(b"not a sound", VISITOR)
    assert not StoredFile.objects.exists()
    assert not (data / "files").exists()
