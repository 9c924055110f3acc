"""Supervision: letters (督办单) to units whose work is late; numbered, kept, and printed."""
