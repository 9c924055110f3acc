"""The wish to stop, made by a signal at any moment and heard by every thread at once."""

import os
import select


class Stop:
    """Like `threading.Event`, but a signal handler may set it.

    An Event holds a lock for an instant: a handler that sets it while its own thread waits on it,
    or while a second signal comes in, would wait for itself for ever. A byte in a pipe cannot.
    """

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()

    def set(self) -> None:
        os.write(self._writer, b".")

    def is_set(self) -> bool:
        return self.wait(0)

    def wait(self, seconds: float) -> bool:
        """True as soon as it is set, False when the time is over."""
        poll = select.poll()
        poll.register(self._reader, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def __del__(self) -> None:
        os.close(self._reader)
        os.close(self._writer)
