"""Decides about cases: which steps there are, and which signals are one problem."""
