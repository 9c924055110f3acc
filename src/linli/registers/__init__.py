"""Registers: what is known. Places, parties, the catalogue, calendars."""
