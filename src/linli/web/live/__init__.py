"""Server-sent events: what changes on the pages that are open."""
