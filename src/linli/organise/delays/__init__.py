"""Delays: a unit asks for more time (延期), or for its work to wait (挂账); others decide."""
