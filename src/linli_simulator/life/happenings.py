"""What can happen in a scenario: a device that leaves its calm, a resident who writes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from linli_simulator.life.values import Value


@dataclass(frozen=True, slots=True)
class Course:
    """One quantity of one device, as points (seconds after the start, value); numbers rise and
    fall evenly between two points, truths change at a point."""

    device: str
    quantity: str
    points: tuple[tuple[float, Value], ...]

    @property
    def start(self) -> float:
        return self.points[0][0]

    @property
    def end(self) -> float:
        return self.points[-1][0]

    def at(self, seconds: float) -> Value | None:
        """The value at that moment; None before the first point and from the last one on."""
        for (since, value), (until, following) in pairwise(self.points):
            if since <= seconds < until:
                if isinstance(value, bool) or isinstance(following, bool):
                    return value
                share = (seconds - since) / (until - since)
                return round(value + (following - value) * share, 3)
        return None

    def moved(self, seconds: float) -> Self:
        return replace(self, points=tuple((at + seconds, value) for at, value in self.points))


@dataclass(frozen=True, slots=True)
class Letter:
    """A resident's report through Open311."""

    at: float
    item: str
    text: str
    lat: float
    lon: float
    name: str = ""

    def moved(self, seconds: float) -> Self:
        return replace(self, at=self.at + seconds)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything out of the ordinary, by seconds after the start."""

    courses: tuple[Course, ...] = ()
    letters: tuple[Letter, ...] = ()

    def __add__(self, other: "Plan") -> "Plan":
        return Plan(self.courses + other.courses, self.letters + other.letters)

    def moved(self, seconds: float) -> "Plan":
        return Plan(
            tuple(course.moved(seconds) for course in self.courses),
            tuple(letter.moved(seconds) for letter in self.letters),
        )

    def devices(self) -> Iterator[str]:
        """Devices that something happens to, the earliest first."""
        for course in sorted(self.courses, key=lambda course: course.start):
            yield course.device
