"""SQLite whose writers queue fairly."""
