"""Ledgers (台账): rows that closed cases, people and lists write, and that fall due."""
