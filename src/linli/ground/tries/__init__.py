"""How often something may be guessed: counted in one place for all processes."""
