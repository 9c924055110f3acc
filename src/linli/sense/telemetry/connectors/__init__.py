"""The doors for readings, one folder each; all hand what they get to `telemetry.intake`."""
