"""Open311 GeoReport v2, in JSON: what others may report and read without a key."""
