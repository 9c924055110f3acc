"""What people say on the telephone about where they are, and how it is typed."""
