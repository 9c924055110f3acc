"""How we speak to the databases."""
