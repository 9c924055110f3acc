"""What ingest decides: whether a reading is taken, and what follows from it. Pure."""
