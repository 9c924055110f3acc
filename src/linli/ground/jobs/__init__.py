"""Jobs: work that is not a handler's, kept in the database until it is done. A Django Tasks backend."""
