"""Timed runs: one command each, prints a table; never part of the tests."""
