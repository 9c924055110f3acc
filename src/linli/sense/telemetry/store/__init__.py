"""The readings store: its own schema and connection, apart from Django's tables."""
