"""What goes wrong with a name between the caller's mouth and the keyboard at the desk."""

from collections.abc import Callable
from random import Random
from typing import Final

from linli_simulator.calls import sounds

SUFFIXES: Final = ("新村", "花园", "小区", "社区", "街道", "苑", "里", "庭")
SAID_INSTEAD: Final = ("小区", "小区", "花园", "苑", "新村", "家园", "院")

Slip = Callable[[str, Random], str]


def parted(name: str) -> tuple[str, str]:
    """月影苑 is 月影 and 苑: people are sure of the first, seldom of the second."""
    suffix = next((one for one in SUFFIXES if name.endswith(one)), "")
    return name.removesuffix(suffix), suffix


def without_suffix(name: str, _random: Random) -> str:
    return parted(name)[0]


def other_suffix(name: str, random: Random) -> str:
    return parted(name)[0] + random.choice(SAID_INSTEAD)


def more_suffix(name: str, _random: Random) -> str:
    return name if name.endswith("小区") else f"{name}小区"


def dropped(name: str, random: Random) -> str:
    """One character is not typed; of names of two characters one must stay."""
    at = random.randrange(len(name))
    return name[:at] + name[at + 1 :] if len(name) > 2 else name


def swapped(name: str, random: Random) -> str:
    at = random.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def one_same_sound(name: str, random: Random) -> str:
    return _changed(name, random, sounds.same_sound)


def one_near_sound(name: str, random: Random) -> str:
    return _changed(name, random, sounds.near_sound)


def all_same_sound(name: str, random: Random) -> str:
    """The first word that the input method offers: the whole name in other characters."""
    stem, suffix = parted(name)
    return "".join(sounds.same_sound(one, random) for one in stem) + suffix


def begun_twice(name: str, random: Random) -> str:
    """月影、月影苑: somebody begins, and begins again."""
    return random.choice((f"{parted(name)[0]}{name}", f"{name}{name}", f"{name}，{name}"))


def one_letter_off(letters: str, random: Random) -> str:
    """A key missed, hit twice, or hit in the wrong order."""
    at = random.randrange(1, len(letters) - 1)
    return random.choice(
        (
            letters[:at] + letters[at + 1 :],
            letters[: at + 1] + letters[at:],
            letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :],
        )
    )


SLIPS: Final[tuple[Slip, ...]] = (
    *(without_suffix, without_suffix, other_suffix, more_suffix, dropped, swapped),
    *(one_same_sound, one_same_sound, one_near_sound, all_same_sound, begun_twice),
)


def _changed(name: str, random: Random, change: Slip) -> str:
    stem, suffix = parted(name)
    at = random.randrange(len(stem))
    return stem[:at] + change(stem[at], random) + stem[at + 1 :] + suffix
