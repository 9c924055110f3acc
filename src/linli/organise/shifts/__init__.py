"""Shifts of a duty desk: who is on, what is handed over and signed for, and the duty log."""
