"""Parts are started again when they die, and die with their supervisor."""

import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

from linli.ground.supervisor import Part, Supervisor

SLEEPER = """
import os, sys, threading
from linli.ground.lifeline import follow_supervisor
follow_supervisor()
child = os.fork()
with open(sys.argv[1], "a") as diary:
    diary.write(f"{os.getpid()}\\n")
threading.Event().wait()
"""

PARENT = """
import os, sys
from linli.ground.supervisor import Part, Supervisor
Supervisor([Part("sleeper", (sys.executable, "-c", sys.argv[1], sys.argv[2]))], os.environ).run()
"""


def lines(diary: Path, count: int) -> list[int]:
    """The first `count` pids written, as soon as they are there."""
    with subprocess.Popen(
        ["tail", "-n", "+1", "-F", "--sleep-interval=0.05", str(diary)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as tail:
        assert tail.stdout is not None
        found = [int(tail.stdout.readline()) for _ in range(count)]
        tail.kill()
    return found


def wait_until_gone(pid: int) -> None:
    """`pidfd` wakes when the process ends; no polling, no sleep."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ready, _, _ = select.select([descriptor], [], [], 10)
    os.close(descriptor)
    assert ready, f"process {pid} is still alive after 10 s"


def test_a_killed_part_and_its_children_are_replaced(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    part = Part("sleeper", (sys.executable, "-c", SLEEPER, str(diary)))
    supervisor = Supervisor([part], os.environ)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        parent, child = sorted(lines(diary, 2))
        os.kill(parent, signal.SIGKILL)
        wait_until_gone(child)
        assert len(set(lines(diary, 4))) == 4
    finally:
        supervisor.stop()
        thread.join()


def test_parts_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    command = [sys.executable, "-c", PARENT, SLEEPER, str(diary)]
    with subprocess.Popen(command) as supervisor:
        pids = lines(diary, 2)
        supervisor.kill()
    for pid in pids:
        wait_until_gone(pid)
