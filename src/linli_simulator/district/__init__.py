"""The invented district: its map, its devices, and who answers for what."""
