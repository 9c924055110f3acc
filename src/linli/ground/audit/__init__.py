"""Audit: who did what on what, for what purpose; each row carries its own code."""
