"""Finds things by their words: one document for each thing, the same results on both databases."""
