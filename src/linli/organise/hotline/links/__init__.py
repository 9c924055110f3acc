"""Ways to the hotline's own system; each kind is a folder, complete in itself."""
