"""What a call costs whoever takes it down by keyboard, in strokes and in seconds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

from linli.ground.finding.logic.sounds import readings

MOST_STROKES: Final = 120
MOST_SECONDS: Final = 60.0

STROKE_SECONDS: Final = 0.28
THOUGHT_SECONDS: Final = 1.35
"""The keystroke-level model: K of an average person who is no secretary (40 words a minute), and M
before each field and before sending. S. K. Card, T. P. Moran, A. Newell, “The Keystroke-Level Model
for User Performance Time with Interactive Systems”, Communications of the ACM 23 (7), 1980."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedCall:
    """One call from the ring to the page that says it is filed.

    `machine_seconds` are those of the browser and the server, with the driver's own.
    """

    told: str
    channel: str
    strokes: int
    thoughts: int
    machine_seconds: float

    @property
    def seconds(self) -> float:
        by_hand = self.strokes * STROKE_SECONDS + self.thoughts * THOUGHT_SECONDS
        return by_hand + self.machine_seconds


class Keyboard:
    """Types as Lin does: what is Chinese costs the letters of its pinyin, and a key to choose.

    Made when the telephone rings: its clock runs from then on.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0
        self.thoughts = 0
        self.rang_at = time.monotonic()

    def press(self, *keys: str) -> None:
        """A key that is held with another is a stroke of its own."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += len(key.split("+"))

    def write(self, text: str) -> None:
        self.thoughts += 1
        self.page.keyboard.type(text)
        chinese = [one for one in text if "\u4e00" <= one <= "\u9fff"]
        spelled = sum(len(readings(one)[0]) for one in chinese)
        # Two characters and more are chosen at once, as every input method offers them.
        self.strokes += spelled + (len(chinese) + 1) // 2 + len(text) - len(chinese)

    def to(self, selector: str) -> None:
        """On by Tab until that field, or that choice of a group, has the focus."""
        for _ in range(40):
            if self.page.locator(f"{selector}:focus").count():
                return
            self.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def choose(self, field: str, words: str) -> None:
        """The first of what is suggested for these words."""
        self.write(words)
        self.page.locator(f"#{field}-options [role=option]").first.wait_for()
        self.thoughts += 1
        self.press("Enter")

    def file(self, told: str, channel: str) -> TimedCall:
        """Sends the form from the line it is on, and stops the clock."""
        self.thoughts += 1
        self.press("Enter")
        self.page.locator(".receipt output").wait_for()
        return TimedCall(
            told=told,
            channel=channel,
            strokes=self.strokes,
            thoughts=self.thoughts,
            machine_seconds=time.monotonic() - self.rang_at,
        )


def table(calls: Sequence[TimedCall]) -> str:
    """For people, to be kept beside the pictures."""
    rows = [
        f"| {one.told} | {one.channel} | {one.strokes} | {one.thoughts} "
        f"| {one.machine_seconds:.1f} | {one.seconds:.1f} |"
        for one in calls
    ]
    heading = "| call | channel | strokes | thoughts | machine, s | in all, s |"
    note = f"{STROKE_SECONDS} s a stroke, {THOUGHT_SECONDS} s before each field (Card et al., 1980)"
    return "\n".join([heading, "| --- | --- | ---: | ---: | ---: | ---: |", *rows, "", note, ""])
