"""The tables of the readings store and what is asked of them, alike for both databases."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = "3"
"""Of the tables; `UPGRADES` brings those of an older release here, step by step."""

TABLES: Final = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reading (
    device TEXT NOT NULL, quantity TEXT NOT NULL, at BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL, arrived BIGINT NOT NULL,
    PRIMARY KEY (device, quantity, at)
) {clustered};
CREATE TABLE IF NOT EXISTS latest (
    device TEXT NOT NULL, quantity TEXT NOT NULL, at BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL, arrived BIGINT NOT NULL,
    PRIMARY KEY (device, quantity)
) {clustered};
CREATE TABLE IF NOT EXISTS heard (device TEXT PRIMARY KEY, at BIGINT NOT NULL) {clustered};
CREATE TABLE IF NOT EXISTS rule_state (
    device TEXT NOT NULL, rule TEXT NOT NULL, number BIGINT NOT NULL, raised BOOLEAN NOT NULL,
    pending_since DOUBLE PRECISION, past_at DOUBLE PRECISION, value DOUBLE PRECISION NOT NULL,
    since DOUBLE PRECISION, until DOUBLE PRECISION,
    PRIMARY KEY (device, rule)
) {clustered};
CREATE TABLE IF NOT EXISTS crossing (
    id {serial}, device TEXT NOT NULL, rule TEXT NOT NULL, number BIGINT NOT NULL,
    kind TEXT NOT NULL, item TEXT NOT NULL, source_kind TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL, evidence TEXT NOT NULL,
    forwarded BIGINT, attempts INTEGER NOT NULL DEFAULT 0, retry_at BIGINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    UNIQUE (device, rule, number, kind)
);
CREATE INDEX IF NOT EXISTS crossing_waiting ON crossing (id) WHERE forwarded IS NULL;
CREATE TABLE IF NOT EXISTS refused (
    id {serial}, device TEXT NOT NULL, door TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, at BIGINT NOT NULL, size BIGINT NOT NULL, payload TEXT NOT NULL,
    faults TEXT NOT NULL DEFAULT '[]', more BIGINT NOT NULL DEFAULT 0
);
"""

UPGRADES: Final[Mapping[str, tuple[str, ...]]] = {
    # 2: Who was heard when is known by what arrived last, and so is when ingest was awake.
    "1": (
        "INSERT INTO heard (device, at) SELECT device, max(arrived) FROM latest GROUP BY device",
        "INSERT INTO about (name, value) SELECT 'awake', CAST(at AS TEXT)"
        " FROM (SELECT max(arrived) AS at FROM latest) AS newest WHERE at IS NOT NULL",
        "UPDATE about SET value = '2' WHERE name = 'version'",
    ),
    # 3: What is wrong with a message is kept as codes and values; `detail` was English.
    "2": (
        "ALTER TABLE refused ADD COLUMN faults TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE refused ADD COLUMN more BIGINT NOT NULL DEFAULT 0",
        "UPDATE about SET value = '3' WHERE name = 'version'",
    ),
}
"""By the version they begin from. New tables are there already when these run."""

KEEP_HEARD: Final = """
INSERT INTO heard (device, at) VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET at = excluded.at
"""
KEEP_ABOUT: Final = """
INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE
SET value = excluded.value
"""
KEEP_LATEST: Final = """
INSERT INTO latest (device, quantity, at, value, arrived) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (device, quantity) DO UPDATE
SET at = excluded.at, value = excluded.value, arrived = excluded.arrived
WHERE excluded.at >= latest.at
"""
KEEP_STATE: Final = """
INSERT INTO rule_state
    (device, rule, number, raised, pending_since, past_at, value, since, until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (device, rule) DO UPDATE
SET number = excluded.number, raised = excluded.raised, pending_since = excluded.pending_since,
    past_at = excluded.past_at, value = excluded.value, since = excluded.since,
    until = excluded.until
"""
ADD_CROSSING: Final = """
INSERT INTO crossing (device, rule, number, kind, item, source_kind, at, evidence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
ADD_REFUSED: Final = """
INSERT INTO refused (device, door, reason, detail, at, size, payload, faults, more)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# A clearing waits for its raising; apart from that nothing waits for what fails.
WAITING: Final = """
SELECT id, device, rule, number, kind, item, source_kind, at, evidence, attempts, error
FROM crossing AS c
WHERE forwarded IS NULL AND retry_at <= ? AND NOT EXISTS (
    SELECT 1 FROM crossing AS earlier
    WHERE earlier.device = c.device AND earlier.rule = c.rule AND earlier.number = c.number
        AND earlier.id < c.id AND earlier.forwarded IS NULL)
ORDER BY id LIMIT ?
"""
FAILING: Final = """
SELECT id, device, rule, number, kind, item, source_kind, at, evidence, attempts, error
FROM crossing WHERE forwarded IS NULL AND attempts > 0 ORDER BY id LIMIT ?
"""
READINGS: Final = """
SELECT device, quantity, at, value, arrived FROM reading
WHERE device = ? AND quantity = ? AND at BETWEEN ? AND ? ORDER BY at DESC LIMIT ?
"""
# From one quantity to the next in the key: a plain DISTINCT would read every value of the device.
QUANTITIES: Final = """
WITH RECURSIVE measured (quantity) AS (
    SELECT min(quantity) FROM reading WHERE device = ?
    UNION ALL
    SELECT (SELECT min(quantity) FROM reading WHERE device = ? AND quantity > measured.quantity)
    FROM measured WHERE measured.quantity IS NOT NULL
) SELECT quantity FROM measured WHERE quantity IS NOT NULL
"""
LATEST: Final = """
SELECT device, quantity, at, value, arrived FROM latest WHERE device IN ({marks})
ORDER BY device, quantity
"""
