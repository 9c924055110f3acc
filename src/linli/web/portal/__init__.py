"""The residents' pages: report, and follow what becomes of it."""
