"""The staff's pages: the queue, cases, work orders, devices, and the running of the platform."""
