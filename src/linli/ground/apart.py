"""Runs a module of ours in a short process of its own, bounded in memory and time.

In this process a library that runs away could not be stopped, nor outlived when it aborts.
"""

import os
import resource
import subprocess
import sys
from typing import Final

_KEPT: Final = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR")


def run_apart(module: str, *arguments: str, given: bytes, seconds: float) -> bytes:
    """What the module writes. Raises `TimeoutExpired` and `CalledProcessError` of `subprocess`."""
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        (sys.executable, "-m", module, *arguments),
        input=given,
        capture_output=True,
        timeout=seconds,
        check=True,
        env=environment(),
    )
    return done.stdout


def bound(memory: int, cpu_seconds: int) -> None:
    """For the module itself: whoever waits for a page goes first; what runs away ends itself."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def environment() -> dict[str, str]:
    """Nothing of our settings and keys: the module needs to find itself, and no more."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "RAYON_NUM_THREADS": "1"}
