"""Finds short names as people type and say them: by characters, by sound, by initials."""
