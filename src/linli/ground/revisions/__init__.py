"""Registers kept in memory: each change gets a new mark, checked once per moment."""
