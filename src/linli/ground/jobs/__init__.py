"""Jobs: work that is no handler's, kept until it is done; a backend of Django Tasks."""
