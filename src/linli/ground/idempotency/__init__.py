"""Repeated requests: the same key gets the same answer, and nothing is done twice."""
