"""People who sign in, the rights they were given, and the keys of their programs."""
