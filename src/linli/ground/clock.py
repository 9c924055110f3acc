"""The one clock. Tests may move it through a file; nobody else reads the time."""

import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Drift:
    """How a test's clock runs: `offset` s ahead at `since` (Unix s), `speed` times as fast."""

    offset: float = 0.0
    speed: float = 1.0
    since: float = 0.0

    def apply(self, real: float) -> float:
        return real + self.offset + (self.speed - 1.0) * max(0.0, real - self.since)


class Clock:
    """Real time, or real time bent by `LINLI_TEST_CLOCK`, re-read when that file changes."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._seen = -1
        self._drift = Drift()

    def seconds(self) -> float:
        """Unix seconds."""
        real = time.time()
        if self.path is None:
            return real
        self._reread(self.path)
        return self._drift.apply(real)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def _reread(self, path: Path) -> None:
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError:
            self._drift, self._seen = Drift(), -1
            return
        if changed != self._seen:
            written = json.loads(path.read_text() or "{}")
            self._drift = Drift(
                offset=float(written.get("offset", 0.0)),
                speed=float(written.get("speed", 1.0)),
                since=float(written.get("since", changed / 1e9)),
            )
            self._seen = changed


def _clock_of_this_process() -> Clock:
    """`ground.environment` refuses the variable without LINLI_TEST=1; so does this, at import."""
    path = os.environ.get("LINLI_TEST_CLOCK")
    allowed = os.environ.get("LINLI_TEST") == "1"
    return Clock(Path(path) if path and allowed else None)


_clock = _clock_of_this_process()


def now() -> datetime:
    """The time, aware, in UTC."""
    return _clock.now()


def seconds() -> float:
    """The time in Unix seconds."""
    return _clock.seconds()
