"""Open311 GeoReport v2, in JSON and XML: what others may report and read without a key."""
