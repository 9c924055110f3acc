"""Facts: announced in the writer's transaction, numbered after commit, delivered in order."""
