"""Ground: what every floor stands on; no knowledge of the field."""
