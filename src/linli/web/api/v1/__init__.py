"""`/api/v1/`: cases, tasks, alerts, signals, devices and registers for programs of an account."""
