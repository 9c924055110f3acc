"""Orders of the 12345 hotline: taken in with its number and deadline, given back, answered."""
