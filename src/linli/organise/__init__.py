"""Organise 组织力: who does what by when, and what the resident hears. Tasks and answers."""
