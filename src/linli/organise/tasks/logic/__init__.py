"""Decides about tasks: which steps there are, and when work is due."""
