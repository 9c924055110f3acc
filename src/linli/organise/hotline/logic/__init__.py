"""Decides about orders of the hotline: their states, their deadlines, what was pasted."""
