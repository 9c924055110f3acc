"""Which tests go to the same process when two of them run side by side.

A scheduler of our own: with pytest 9.2 the mark `xdist_group` of pytest-xdist 3.8 does nothing.
"""

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

WHOLE = re.compile(r"tests/(flow/|web/test_browser|web/test_every_page)")
"""Files whose tests share an installation, or a browser and a demo."""
LANGUAGE = re.compile(r"-(?:zh|en)-")


def scope(nodeid: str) -> str:
    """Tests of one scope share a process. Every page is walked through by language."""
    file, _, name = nodeid.partition("::")
    if not WHOLE.match(file):
        return nodeid
    if not file.endswith("test_every_page.py"):
        return file
    language = LANGUAGE.search(name)
    return file + (language[0] if language else "-zh-")


class SideBySide(LoadScopeScheduling):
    """The largest scopes first."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SideBySide | None:
    return SideBySide(config, log) if config.getvalue("dist") == "loadgroup" else None
