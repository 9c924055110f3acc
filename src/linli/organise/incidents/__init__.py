"""Emergencies (突发事件): many cases and units under one commander, with a log that stays."""
