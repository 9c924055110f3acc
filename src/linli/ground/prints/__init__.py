"""Prints: A4 sheets as PDF, set by typst in a process of their own."""
