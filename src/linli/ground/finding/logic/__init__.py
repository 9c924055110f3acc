"""Decides how alike two names are, and which of many names is meant."""
