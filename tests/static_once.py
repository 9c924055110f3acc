"""Static files are looked at once for all clients of the tests.

Each `Client` makes the middleware anew, and WhiteNoise then looks at every file: 10 ms, as long as
the request itself.
"""

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Redirect, StaticFile

_add = WhiteNoiseMiddleware.add_files_from_finders
_files: dict[str, StaticFile | Redirect] = {}


def look_once() -> None:
    WhiteNoiseMiddleware.add_files_from_finders = _remembered


def _remembered(self: WhiteNoiseMiddleware) -> None:
    if not _files:
        _add(self)
        _files.update(self.files)
    self.files.update(_files)
