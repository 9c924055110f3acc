"""Decides about places: what one must look like, where a point lies, what is meant by words."""
