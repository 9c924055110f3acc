"""What the staff print: each sheet is put together here, and set by `ground.prints`."""
