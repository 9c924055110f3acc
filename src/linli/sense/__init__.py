"""Sense 感知力: what was noticed. Everything here ends in a signal."""
