"""For programs: `/api/v1/`, Open311, health and metrics."""
