"""What the district does: devices measure, residents write, scenarios happen."""
