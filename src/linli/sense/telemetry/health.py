"""Whether this part works, and if not, what is wrong with it."""

import threading

import structlog

log = structlog.get_logger(__name__)


class Health:
    """Each piece of the part says here what is wrong with it, and when it is well again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: dict[str, str] = {}

    @property
    def is_well(self) -> bool:
        return not self._faults

    def faults(self) -> dict[str, str]:
        with self._lock:
            return dict(self._faults)

    def complain(self, piece: str, fault: str) -> None:
        with self._lock:
            is_new = self._faults.get(piece) != fault
            self._faults[piece] = fault
        if is_new:
            log.error("ingest is not well", piece=piece, fault=fault)

    def recover(self, piece: str) -> None:
        with self._lock:
            was = self._faults.pop(piece, None)
        if was is not None:
            log.info("ingest is well again", piece=piece)
