"""What ingest counts, for `GET /metrics` on its port."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

STORED: Final = Counter("linli_readings_stored", "Readings stored for the first time")
REPEATED: Final = Counter("linli_readings_repeated", "Readings that were stored already")
REFUSED: Final = Counter("linli_messages_refused", "Messages refused, whole or in part", ["reason"])
CROSSINGS: Final = Counter("linli_rule_crossings", "Rules raised and cleared", ["kind"])
UNRAISED: Final = Gauge("linli_crossings_waiting", "Crossings that are not raised as signals yet")
FAILING: Final = Gauge("linli_crossings_failing", "Of these, crossings that were tried in vain")
FORWARDED: Final = Counter("linli_signals_forwarded", "Crossings raised or cleared as signals")
FORWARD_FAILURES: Final = Counter("linli_signal_failures", "Tries to raise a signal that failed")
COMMIT_FAILURES: Final = Counter("linli_commit_failures", "Batches that were not stored at once")
COMMIT_SECONDS: Final = Histogram(
    "linli_commit_seconds",
    "From the first reading of a batch until it is durable",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
WAITING: Final = Gauge("linli_readings_waiting", "Readings taken and not yet durable")
CONNECTIONS: Final = Gauge("linli_connections", "Open connections", ["door"])
"""Doors are the connectors: mqtt, http."""
