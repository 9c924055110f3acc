"""Who may do what, where: one table, one asker, one scope."""
